/**
 * UCDP Georeferenced Event Dataset: an event of organised violence a row, with low, best and high of its dead. Rules
 * after the UCDP GED Codebook (Högbladh): where_prec, date_prec, event_clarity, source_article, source_original.
 */
import { ClaimInput } from "../claim";
import { isCivilDate } from "../dates";
import type { Bounds } from "../figure";
import { IncidentInput } from "../incident";
import type { DatePrecision, LocationPrecision } from "../vocabulary";
import { countryCode } from "./countries";
import { cutText, RowReader, type Format, type ImportedPlace, type Reading, type ReadingContext } from "./imported";
import type { TableRow } from "./table";

export const ucdp: Format = {
  required: ["id", "date_start", "date_end", "latitude", "longitude", "best", "high", "low"],
  dateColumns: ["date_start", "date_end"],
  columns: null,
  names: { city: "where_coordinates", claimant: "source_original", published_at: "source_article" },
  read: function* (rows, context) {
    for (const row of rows) yield readEvent(row, context);
  },
};

/** 1 the place itself; 2 within some 25 km of it; 3 and 4 second- and first-order division; 5 part of a country or a line; 6 country; 7 sea or air. */
const LOCATION: Record<string, LocationPrecision> = {
  1: "settlement",
  2: "district",
  3: "district",
  4: "region",
  5: "region",
  6: "country",
  7: "sea",
};

/** 1 the day; 2 a span of two to six days; 3 the week; 4 the month; 5 longer, within the year. */
const DATE: Record<string, DatePrecision> = { 1: "day", 2: "days", 3: "week", 4: "month", 5: "year" };

function readEvent(row: TableRow, context: ReadingContext): Reading {
  const reader = new RowReader(row, context);
  const id = reader.text("id");
  if (id === null) reader.refuse("id", "cell.missing");
  const place = placeOf(reader);
  const killed = killedOf(reader);
  const dateStart = dateOf(reader, "date_start");
  const dateEnd = dateOf(reader, "date_end");
  if (id === null || killed === null || dateStart === null || dateEnd === null) return reader.reading(null);
  const precision = wordOf(reader, "where_prec", LOCATION, "settlement");
  const incident = reader.parse(
    IncidentInput,
    {
      title: titleOf(reader),
      dateStart,
      dateEnd: dateEnd === dateStart ? null : dateEnd,
      datePrecision: wordOf(reader, "date_prec", DATE, "day"),
      place: place.city,
      latitude: place.latitude,
      longitude: place.longitude,
      // A point without a name is in no city.
      locationPrecision: precision === "settlement" && place.city === null ? "district" : precision,
      externalIds: [{ scheme: "ucdp", value: id }],
      note: noteOf(reader),
    },
    { dateStart: "date_start", dateEnd: "date_end", latitude: "latitude", longitude: "longitude", externalIds: "id" },
  );
  const articles = articlesOf(reader);
  const claim = reader.parse(
    ClaimInput,
    {
      ...claimantAndReport(reader, articles),
      figures: [{ metric: "killed", ...killed }, ...civiliansOf(reader)],
      note: articlesNote(reader, articles),
    },
    { name: "source_original", publisher: "source_article", publishedAt: "source_article", figures: "best" },
  );
  if (!incident || !claim) return reader.reading(null);
  return reader.reading({
    row: row.row,
    code: null,
    incident,
    place,
    claims: [{ row: row.row, code: null, recordedNo: null, claim }],
  });
}

function dateOf(reader: RowReader, column: string): string | null {
  if (reader.text(column) === null) reader.refuse(column, "cell.missing");
  return reader.date(column);
}

function wordOf<Word extends string>(reader: RowReader, column: string, words: Record<string, Word>, otherwise: Word): Word {
  const cell = reader.text(column);
  if (cell === null) return otherwise;
  const word = words[cell];
  if (word === undefined) reader.refuse(column, "choice.missing", { cell });
  return word ?? otherwise;
}

/** What follows a settlement's name in where_coordinates. */
const KIND_OF_PLACE = /\s+(?:city|town|village|vilage|settlement|urban-type settlement|airport|airfield|checkpoint)$/i;

function placeOf(reader: RowReader): ImportedPlace {
  const country = reader.text("country");
  const code = country === null ? null : countryCode(country);
  if (country !== null && code === null) reader.refuse("country", "place.country", { country });
  const where = reader.text("where_coordinates")?.replace(KIND_OF_PLACE, "") ?? null;
  const division = (column: string) => {
    const text = reader.text(column);
    return text === null ? null : cutText(text, 120);
  };
  const place = {
    city: where === null ? null : cutText(where, 120),
    admin1: division("adm_1"),
    admin2: division("adm_2"),
    country: code,
    pcode: null,
    latitude: reader.decimal("latitude"),
    longitude: reader.decimal("longitude"),
  };
  for (const axis of ["latitude", "longitude"] as const) if (reader.text(axis) === null) reader.refuse(axis, "cell.missing");
  return place;
}

/** Low, best and high as one figure; where best is outside of its own bounds they are widened to hold it. */
function killedOf(reader: RowReader): Bounds | null {
  const [low, best, high] = [reader.persons("low"), reader.persons("best"), reader.persons("high")];
  if (low === null || best === null || high === null) {
    for (const column of ["low", "best", "high"]) if (reader.text(column) === null) reader.refuse(column, "cell.missing");
    return null;
  }
  const [from, to] = [Math.min(low, best, high), Math.max(low, best, high)];
  if (from !== low || to !== high) reader.warn(to !== high ? "high" : "low", "range.widened", { low, best, high, from, to });
  if (to === 0) return { qualifier: "none", low: 0, high: 0, best: null, word: null };
  if (from === to) return { qualifier: "exact", low: best, high: best, best: null, word: null };
  return { qualifier: "between", low: from, high: to, best, word: null };
}

/** The codebook's deaths_civilians is a part of best; its 0 does not say that no civilian died. */
function civiliansOf(reader: RowReader) {
  const civilians = reader.persons("deaths_civilians");
  if (civilians === null || civilians === 0) return [];
  return [
    { metric: "killed" as const, group: "civilians" as const, qualifier: "exact" as const, low: civilians, high: civilians },
  ];
}

function titleOf(reader: RowReader): string {
  const where = reader.text("where_coordinates") ?? reader.text("adm_1") ?? reader.text("country");
  const who = reader.text("dyad_name") ?? reader.text("conflict_name");
  const title = [where, who].filter((part) => part !== null).join(": ");
  return cutText(title || `UCDP ${reader.text("id")}`, 200);
}

function noteOf(reader: RowReader): string {
  const facts = [
    "relid",
    "where_description",
    "event_clarity",
    "code_status",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
  ];
  const lines = facts.flatMap((column) => {
    const text = reader.text(column);
    return text === null ? [] : [`${column}: ${text}`];
  });
  const clarity = reader.text("event_clarity");
  if (clarity !== null && clarity !== "1" && clarity !== "2") reader.refuse("event_clarity", "choice.missing", { cell: clarity });
  return cutText(lines.join("\n"), 5000) || "UCDP GED";
}

interface Article {
  publisher: string;
  date: string | null;
  title: string | null;
}

/** source_article: `"publisher,date,headline";"…"`, with quotes inside headlines left as they are. */
export function readArticles(cell: string): Article[] {
  return cell
    .replace(/^\s*"|"\s*$/g, "")
    .split(/"\s*;\s*"/)
    .filter((text) => text.trim() !== "")
    .map((text) => {
      const parts = /^(.*?),\s*(\d{4}-\d{2}-\d{2}),?(.*)$/s.exec(text);
      if (!parts || !isCivilDate(parts[2]!)) return { publisher: text.trim(), date: null, title: null };
      return { publisher: parts[1]!.trim(), date: parts[2]!, title: parts[3]!.trim() || null };
    });
}

function articlesOf(reader: RowReader): Article[] {
  const cell = reader.text("source_article");
  return cell === null ? [] : readArticles(cell);
}

/** The newest article is the report: what the figure rests on was public by then and not before. */
function claimantAndReport(reader: RowReader, articles: readonly Article[]) {
  const newest = articles.reduce<Article | null>(
    (best, one) => (!best || (one.date ?? "") > (best.date ?? "") ? one : best),
    null,
  );
  const office = reader.text("source_office")?.split(";")[0]?.trim();
  const publisher = cutText(newest?.publisher || office || "UCDP GED", 200);
  const claimant = reader.shortText("source_original", 200) ?? publisher;
  return {
    claimant: { name: claimant },
    report: { publisher, publishedAt: newest?.date ?? null, title: newest?.title ? cutText(newest.title, 500) : null },
  };
}

/** What the claim itself has no room for: every article, and a list of claimants that was cut. */
function articlesNote(reader: RowReader, articles: readonly Article[]): string | null {
  const original = reader.text("source_original");
  const told = ({ publisher, date, title }: Article) => [publisher, date, title].filter(Boolean).join(", ");
  const lines = [
    ...(original !== null && original.length > 200 ? [`source_original: ${original}`] : []),
    ...(articles.length > 1 ? [`Read in: ${articles.map(told).join("; ")}`] : []),
  ];
  return lines.length === 0 ? null : cutText(lines.join("\n"), 5000);
}

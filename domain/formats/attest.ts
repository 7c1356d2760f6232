/** Our own claims.csv, read back: rows of one claim stand together, each with its incident's facts (domain/datasets/claims). */
import { ClaimInput } from "../claim";
import { claimsDataset } from "../datasets/claims";
import { unguardText } from "../datasets/csv";
import type { Bounds } from "../figure";
import { IncidentInput } from "../incident";
import {
  cutText,
  RowReader,
  type Format,
  type ImportedEvent,
  type ImportedPlace,
  type Reading,
  type ReadingContext,
} from "./imported";
import { problemAt } from "./problem";
import type { TableRow } from "./table";

export const attest: Format = {
  required: ["date_start", "claimant"],
  dateColumns: ["date_start", "date_end"],
  columns: claimsDataset.columns.map(({ name }) => name),
  isOwn: true,
  read: readAttest,
};

function* readAttest(rows: Iterable<TableRow>, context: ReadingContext): Generator<Reading> {
  let together: TableRow[] = [];
  const claimOf = (row: TableRow) => row.text("claim_id");
  for (const row of rows) {
    const first = together[0];
    if (first && (claimOf(row) === null || claimOf(row) !== claimOf(first))) {
      yield readClaim(together, context);
      together = [];
    }
    together.push(row);
  }
  if (together.length > 0) yield readClaim(together, context);
}

/** A reader that gives text back as it was before the export made it safe for spreadsheets. */
class OwnReader extends RowReader {
  override text(column: string): string | null {
    return unguardText(this.row.raw(column)).trim() || null;
  }
}

const INCIDENT_COLUMNS: Record<string, string> = {
  title: "incident_title",
  dateStart: "date_start",
  dateEnd: "date_end",
  datePrecision: "date_precision",
  place: "city",
  latitude: "latitude",
  longitude: "longitude",
  locationPrecision: "location_precision",
  attackType: "attack_type",
  target: "target",
  partOf: "part_of",
  externalIds: "external_ids",
};

const CLAIM_COLUMNS: Record<string, string> = {
  "claimant.name": "claimant",
  "claimant.kind": "claimant_kind",
  "claimant.voice": "voice",
  attributedTo: "attributed_to",
  "report.publisher": "publisher",
  "report.url": "url",
  "report.archiveUrl": "archive_url",
  "report.publishedAt": "published_at",
  "report.retrievedAt": "retrieved_at",
  asOf: "as_of",
  stance: "stance",
  status: "claim_status",
  statusAt: "status_at",
  statusReason: "status_reason",
  repeats: "repeats",
  scope: "scope",
  "figures.metric": "metric",
  "figures.group": "group",
  "figures.scope": "scope",
  "figures.qualifier": "qualifier",
  "figures.low": "low",
  "figures.high": "high",
  "figures.best": "best",
  "figures.word": "word",
  quote: "quote",
};

function readClaim(rows: readonly TableRow[], context: ReadingContext): Reading {
  const reader = new OwnReader(rows[0]!, context);
  for (const row of rows.slice(1)) if (row.problem) reader.problems.push(row.problem);
  const place = placeOf(reader);
  const incident = incidentOf(reader, place);
  const claim = claimInputOf(reader, rows, context);
  const code = reader.text("incident_id");
  if (code !== null && !/^[\w.-]{1,40}$/.test(code)) reader.refuse("incident_id", "id.invalid", { cell: cutText(code, 60) });
  const claimCode = reader.text("claim_id");
  if (claimCode !== null && !/^[\w.-]{1,40}$/.test(claimCode))
    reader.refuse("claim_id", "id.invalid", { cell: cutText(claimCode, 60) });
  for (const row of rows.slice(1)) {
    if (new OwnReader(row, context).text("incident_id") !== code)
      reader.problems.push(problemAt(row.row, "incident_id", "claim.two_incidents", { claim: claimCode ?? "" }));
  }
  const recordedNo = reader.persons("recorded_no");
  if (recordedNo === 0) reader.refuse("recorded_no", "number.invalid", { cell: "0" });
  if (!incident || !claim) return reader.reading(null);
  const { row } = reader.row;
  const event: ImportedEvent = { row, code, incident, place, claims: [{ row, code: claimCode, recordedNo, claim }] };
  return reader.reading(event);
}

function placeOf(reader: RowReader): ImportedPlace {
  return {
    city: reader.text("city"),
    admin1: reader.text("admin1"),
    admin2: null,
    country: reader.text("country"),
    pcode: reader.text("pcode"),
    latitude: reader.decimal("latitude"),
    longitude: reader.decimal("longitude"),
  };
}

function incidentOf(reader: RowReader, place: ImportedPlace) {
  const dateStart = reader.date("date_start");
  if (dateStart === null) {
    if (reader.text("date_start") === null) reader.refuse("date_start", "cell.missing");
    return null;
  }
  const { city, admin1, latitude, longitude } = place;
  const externalIds = (reader.text("external_ids") ?? "").split(/\s+/).filter((id) => id !== "");
  const malformed = externalIds.find((id) => !/^[^:]+:.+$/.test(id));
  if (malformed !== undefined) reader.refuse("external_ids", "external_id.invalid", { cell: cutText(malformed, 60) });
  return reader.parse(
    IncidentInput,
    {
      title: reader.text("incident_title") ?? cutText([city ?? admin1, dateStart].filter(Boolean).join(", "), 200),
      dateStart,
      dateEnd: reader.date("date_end"),
      datePrecision: orAbsent(reader.text("date_precision")),
      place: city,
      latitude,
      longitude,
      locationPrecision: orAbsent(reader.text("location_precision") ?? (city === null ? coarse(place) : null)),
      attackType: orAbsent(reader.text("attack_type")),
      target: reader.text("target"),
      counted: reader.boolean("counted", true),
      partOf: reader.text("part_of"),
      externalIds: externalIds
        .filter((id) => id.includes(":"))
        .map((id) => ({ scheme: id.slice(0, id.indexOf(":")), value: id.slice(id.indexOf(":") + 1) })),
    },
    INCIDENT_COLUMNS,
  );
}

/** How finely a row without a city knows its place, where it does not say. */
function coarse({ admin1 }: ImportedPlace): string {
  return admin1 === null ? "country" : "region";
}

/** The schema says which words there are; an empty cell takes its default. */
function orAbsent(text: string | null): never {
  return (text ?? undefined) as never;
}

function claimInputOf(reader: OwnReader, rows: readonly TableRow[], context: ReadingContext) {
  const claimant = reader.text("claimant");
  if (claimant === null) {
    reader.refuse("claimant", "cell.missing");
    return null;
  }
  const voice = reader.text("voice");
  const figures = rows.map((row) => figureOf(new OwnReader(row, context), reader)).filter((figure) => figure !== null);
  return reader.parse(
    ClaimInput,
    {
      claimant: { name: claimant, kind: orAbsent(reader.text("claimant_kind")), voice: voice === claimant ? null : voice },
      report: {
        publisher: reader.text("publisher") ?? claimant,
        url: reader.text("url"),
        archiveUrl: reader.text("archive_url"),
        publishedAt: reader.text("published_at"),
        retrievedAt: reader.text("retrieved_at"),
      },
      asOf: reader.text("as_of"),
      stance: orAbsent(reader.text("stance")),
      attributedTo: reader.text("attributed_to"),
      preliminary: reader.boolean("preliminary", false),
      scope: orAbsent(reader.text("scope")),
      repeats: reader.text("repeats"),
      figures,
      quote: reader.text("quote"),
      status: orAbsent(reader.text("claim_status")),
      statusAt: reader.text("status_at"),
      statusReason: reader.text("status_reason"),
    },
    CLAIM_COLUMNS,
    (path) => rows[path[0] === "figures" && typeof path[1] === "number" ? path[1] : 0]?.row ?? reader.row.row,
  );
}

function figureOf(cells: OwnReader, report: RowReader) {
  const metric = cells.text("metric");
  const bounds = {
    low: cells.persons("low"),
    high: cells.persons("high"),
    best: cells.persons("best"),
    word: cells.text("word"),
  };
  const qualifier = cells.text("qualifier");
  report.problems.push(...cells.problems.filter((problem) => problem !== cells.row.problem));
  if (metric === null) {
    if (qualifier !== null || Object.values(bounds).some((value) => value !== null))
      report.problems.push(problemAt(cells.row.row, "metric", "figure.metric_missing"));
    return null;
  }
  return {
    metric: orAbsent(metric),
    group: orAbsent(cells.text("group")),
    scope: orAbsent(cells.text("scope")),
    qualifier: orAbsent(qualifier ?? plainQualifier(bounds)),
    ...bounds,
  };
}

/** What bounds mean where a file does not say: one number is exact, a zero none, two a range, a lone one an open end. */
function plainQualifier({ low, high, word }: Omit<Bounds, "qualifier">): Bounds["qualifier"] {
  if (low !== null && high !== null) return low !== high ? "between" : low === 0 ? "none" : "exact";
  if (low !== null) return "at_least";
  if (high !== null) return "up_to";
  return word === null ? "unknown" : "vague";
}

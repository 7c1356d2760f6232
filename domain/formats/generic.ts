/** Any table of one event a row: a mapping says which of its columns holds what, and what holds where no column does. */
import { z } from "zod";
import { readAmount } from "../amount-words";
import { ClaimInput } from "../claim";
import { boundsOf, type Bounds } from "../figure";
import { IncidentInput } from "../incident";
import { typedText } from "../text";
import { METRICS, type Metric } from "../vocabulary";
import { countryCode } from "./countries";
import { cutText, RowReader, type Format, type Reading, type ReadingContext } from "./imported";
import { columnName, type TableRow } from "./table";

/** What a mapping can name a column for. */
export const GENERIC_PARTS = [
  "id",
  "title",
  "dateStart",
  "dateEnd",
  "city",
  "admin1",
  "admin2",
  "country",
  "pcode",
  "latitude",
  "longitude",
  "attackType",
  "target",
  "claimant",
  "publisher",
  "url",
  "publishedAt",
  "quote",
  "note",
] as const;
type Part = (typeof GENERIC_PARTS)[number];

const Column = typedText().min(1).max(200).transform(columnName);

/**
 * A saved mapping: `columns` names the table's columns; `figures` those of each metric, as one amount ("at least 10") or
 * as lowest and highest; `constants` what every row has: {"country": "UA", "claimant": "Our team"}.
 */
export const MappingInput = z.strictObject({
  /** Whose ids the table's are: they become external ids "scheme:id", and make a second import an update. */
  scheme: typedText()
    .regex(/^[a-z0-9_-]{1,40}$/)
    .default("generic"),
  columns: z.partialRecord(z.enum(GENERIC_PARTS), Column),
  figures: z
    .partialRecord(
      z.enum(METRICS),
      z.union([z.strictObject({ amount: Column }), z.strictObject({ min: Column, max: Column, best: Column.optional() })]),
    )
    .default({}),
  constants: z.partialRecord(z.enum(GENERIC_PARTS), typedText().min(1).max(200)).default({}),
});
type Mapping = z.output<typeof MappingInput>;

/** The format of a mapping. Throws a ZodError where it is none. */
export function genericFormat(mapping: unknown): Format {
  const parsed = MappingInput.parse(mapping);
  const figureColumns = Object.values(parsed.figures).flatMap((columns) => Object.values(columns ?? {}));
  return {
    required: [...new Set([...Object.values(parsed.columns), ...figureColumns])].filter((name) => name !== undefined),
    dateColumns: [parsed.columns.dateStart, parsed.columns.dateEnd, parsed.columns.publishedAt].filter(
      (name) => name !== undefined,
    ),
    columns: null,
    names: Object.fromEntries(
      Object.entries(parsed.columns).map(([part, column]) => [
        part.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
        column,
      ]),
    ),
    read: function* (rows, context) {
      for (const row of rows) yield readEvent(row, context, parsed);
    },
  };
}

function readEvent(row: TableRow, context: ReadingContext, mapping: Mapping): Reading {
  const reader = new RowReader(row, context);
  const columnOf = (part: Part) => mapping.columns[part] ?? part;
  const text = (part: Part) =>
    (mapping.columns[part] === undefined ? null : reader.text(mapping.columns[part])) ?? mapping.constants[part] ?? null;
  const date = (part: Part) => (mapping.columns[part] === undefined ? null : reader.date(mapping.columns[part]));
  const degrees = (part: Part) => (mapping.columns[part] === undefined ? null : reader.decimal(mapping.columns[part]));
  const country = text("country");
  const code = country === null ? null : countryCode(country);
  if (country !== null && code === null) reader.refuse(columnOf("country"), "place.country", { country });
  const place = {
    city: text("city"),
    admin1: text("admin1"),
    admin2: text("admin2"),
    country: code,
    pcode: text("pcode"),
    latitude: degrees("latitude"),
    longitude: degrees("longitude"),
  };
  const dateStart = date("dateStart");
  if (text("dateStart") === null) reader.refuse(columnOf("dateStart"), "cell.missing");
  const claimant = text("claimant") ?? text("publisher");
  if (claimant === null) reader.refuse(columnOf("claimant"), "cell.missing");
  const figures = Object.entries(mapping.figures).flatMap(([metric, columns]) => {
    const bounds =
      columns === undefined ? null : "amount" in columns ? amountIn(reader, columns.amount) : rangeIn(reader, columns);
    return bounds === null ? [] : [{ metric: metric as Metric, ...bounds }];
  });
  if (dateStart === null || claimant === null) return reader.reading(null);
  const id = text("id");
  const names = Object.fromEntries(GENERIC_PARTS.map((part) => [part, columnOf(part)]));
  const dateEnd = date("dateEnd");
  const incident = reader.parse(
    IncidentInput,
    {
      title: cutText(text("title") ?? [place.city ?? place.admin1, dateStart].filter(Boolean).join(", "), 200),
      dateStart,
      dateEnd: dateEnd === dateStart ? null : dateEnd,
      datePrecision: dateEnd !== null && dateEnd !== dateStart ? "days" : "day",
      place: place.city,
      latitude: place.latitude,
      longitude: place.longitude,
      locationPrecision: place.city !== null ? "settlement" : place.admin1 !== null ? "region" : "country",
      attackType: (text("attackType")?.toLowerCase() ?? undefined) as never,
      target: text("target"),
      externalIds: id === null ? [] : [{ scheme: mapping.scheme, value: id }],
      note: text("note"),
    },
    { ...names, place: columnOf("city"), externalIds: columnOf("id") },
  );
  const claim = reader.parse(
    ClaimInput,
    {
      claimant: { name: claimant },
      report: { publisher: text("publisher") ?? claimant, url: text("url"), publishedAt: date("publishedAt") },
      figures,
      quote: text("quote"),
    },
    {
      ...names,
      "claimant.name": columnOf("claimant"),
      "report.publisher": columnOf("publisher"),
      "report.url": columnOf("url"),
      "report.publishedAt": columnOf("publishedAt"),
    },
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

/** "10", "at least 10", "dozens" in one cell. */
function amountIn(reader: RowReader, column: string): Bounds | null {
  const cell = reader.text(column);
  if (cell === null) return null;
  const read = readAmount(cell);
  if (read.ok) return read.amount === null ? null : boundsOf(read.amount);
  reader.refuse(column, "amount.invalid", { cell: cutText(cell, 60) });
  return null;
}

/** Lowest and highest in two cells: equal ones are one number, a lone one is an open end. */
function rangeIn(reader: RowReader, columns: { min: string; max: string; best?: string | undefined }): Bounds | null {
  const [low, high] = [reader.persons(columns.min), reader.persons(columns.max)];
  const best = columns.best === undefined ? null : reader.persons(columns.best);
  const bounds = { low, high, best: null, word: null };
  if (low === null && high === null)
    return best === null ? null : { ...bounds, qualifier: best === 0 ? "none" : "exact", low: best, high: best };
  if (high === null) return { ...bounds, qualifier: "at_least" };
  if (low === null) return { ...bounds, qualifier: high === 0 ? "none" : "up_to", low: high === 0 ? 0 : null };
  if (low === high) return { ...bounds, qualifier: low === 0 ? "none" : "exact" };
  if (low > high) {
    reader.refuse(columns.min, "figure.low_above_high");
    return null;
  }
  if (best !== null && (best < low || best > high)) reader.refuse(columns.best!, "figure.best_outside");
  return { ...bounds, qualifier: "between", best };
}

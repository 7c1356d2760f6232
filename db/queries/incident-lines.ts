/**
 * The lines of incidents.csv formed by SQLite itself, for the record as known today: what forming cells in JavaScript takes many
 * times as long for. The same bytes as `incidentRows` through `rowLine`; tests/db/export.test.ts holds both equal.
 */
import { sql } from "drizzle-orm";
import type { Filter } from "@/domain/filter";
import { METRICS, type Policy } from "@/domain/vocabulary";
import type { ReadDb } from "../open";
import { FACT_COLUMNS, type FactName } from "./fact-columns";
import { all, incidentsOf } from "./filtered";
import { findRecord } from "./record";

/** The first page is short, so that the first bytes are there at once. */
const FIRST_PAGE = 250;
const PAGE = 4_000;

/** Whether SQLite can form this view: today's estimates of all people are those of `incident_toll`. */
export function hasIncidentLines(filter: Filter): boolean {
  return filter.known === undefined && filter.group === "all";
}

/** Cells of an inner select, under their names; the outer one forms lines of them, so that each is worked out once. */
const CELLS = [
  ...Object.entries(FACT_COLUMNS).map(([name, expression]) => `${expression} as ${name}`),
  ...(["latitude", "longitude"] as const).map((name) => `cast(${FACT_COLUMNS[name]} as text) as ${name}Text`),
  "i.first_public_at as first",
  "i.last_public_at as last",
  "i.id",
  "t.*",
].join(", ");

type Cell = (column: string) => string;
const plain: Cell = (column) => `ifnull(${column}, '')`;
const flag: Cell = (column) => `iif(${column}, 'true', 'false')`;

/** Free text, guarded and quoted as `csvCell(guardText(…))` does it: formulas start behind any apostrophes. */
const text: Cell = (column) => {
  const start = `substr(ltrim(${column}, ''''), 1, 1)`;
  const guarded = `iif(${start} <> '' and instr('=+-@|%' || char(9, 10, 13), ${start}) > 0, '''', '') || ${column}`;
  return `ifnull(iif(${column} glob '*[",' || char(10, 13) || ']*', '"' || replace(${guarded}, '"', '""') || '"', ${guarded}), '')`;
};

/** A number as JavaScript writes it. SQLite tries fifteen digits, then seventeen, where JavaScript may need sixteen. */
const number: Cell = (column) =>
  `case when ${column} is null then '' when abs(${column}) >= 0.001 and length(${column}Text) <= 17
     then rtrim(rtrim(${column}Text, '0'), '.') else js_number(${column}) end`;

/** An instant in milliseconds as `isoInstant` writes it; seconds are rounded down before 1970 too. */
const instant: Cell = (column) =>
  `ifnull(strftime('%Y-%m-%dT%H:%M:%SZ', ${column} / 1000 - (${column} % 1000 < 0), 'unixepoch'), '')`;

const FREE_TEXT = [
  "incidentId",
  "title",
  "city",
  "admin1",
  "country",
  "pcode",
  "target",
  "partOf",
  "externalIds",
] as const satisfies readonly FactName[];

function line(policy: Policy, free: Cell): string {
  const toll = METRICS.flatMap((metric) => [
    `${metric}_state`,
    plain(`${metric}_low`),
    plain(`${metric}_${policy}`),
    plain(`${metric}_high`),
    flag(`${metric}_open`),
    `${metric}_voices`,
  ]);
  return [
    free("incidentId"),
    free("title"),
    "dateStart",
    plain("dateEnd"),
    "datePrecision",
    free("city"),
    free("admin1"),
    free("country"),
    free("pcode"),
    number("latitude"),
    number("longitude"),
    "locationPrecision",
    "attackType",
    free("target"),
    "'published'",
    flag("counted"),
    free("partOf"),
    ...toll,
    "claims",
    instant("first"),
    instant("last"),
    free("externalIds"),
    `'${policy},' || char(13, 10)`,
  ].join(" || ',' || ");
}

/** Most lines hold nothing to guard or to quote: one look at their text, less the id's own hyphen, tells. */
const isPlain = `${FREE_TEXT.slice(1).map(plain).join(" || ")} not glob '*[-",=+@|%''' || char(9, 10, 13) || ']*' and incidentId glob '[0-9A-Za-z]*'
  and incidentId not glob '*[",' || char(10, 13) || ']*'`;

/** Pages of lines as UTF-8, by date and id; `hasIncidentLines` says for which views. */
export function* incidentLines(db: ReadDb, filter: Filter): Generator<Uint8Array> {
  const { timeZone } = findRecord(db);
  const formed = sql.raw(`iif(${isPlain}, ${line(filter.policy, plain)}, ${line(filter.policy, text)})`);
  let after: { dateStart: string; id: number } | null = null;
  for (;;) {
    const behind = after as { dateStart: string; id: number } | null;
    const most = behind ? PAGE : FIRST_PAGE;
    // As a blob: the bytes go out as SQLite has them, not through a string of JavaScript's.
    const page: { lines: Uint8Array | null; last: string; count: number } = db.first(sql`
      select cast(group_concat(${formed}, '') as blob) as lines, max(dateStart || printf(' %015d', id)) as last, count(*) as count
        from (select ${sql.raw(CELLS)} from incident i left join place p on p.id = i.place_id
                join incident_toll t on t.incident_id = i.id
               where ${all([incidentsOf(filter, timeZone), behind ? sql`(i.date_start, i.id) > (${behind.dateStart}, ${behind.id})` : null])}
               order by i.date_start, i.id limit ${most})`)!;
    if (page.lines === null) return;
    yield page.lines;
    if (page.count < most) return;
    const [dateStart, id] = page.last.split(" ") as [string, string];
    after = { dateStart, id: Number(id) };
  }
}

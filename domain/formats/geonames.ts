/**
 * Places out of GeoNames' files: its main table (https://download.geonames.org/export/dump/readme.txt: 19 columns without
 * a header, separated by tabs), or any table with a header that names a GeoNames id, a name and coordinates.
 */
import { PlaceInput } from "../place";
import { problemAt, type RowProblem } from "./problem";
import { openTable, type TableRow } from "./table";

type Place = ReturnType<typeof PlaceInput.parse>;

export interface PlaceReading {
  /** Null: a row that is no settlement, or has a problem. */
  place: Place | null;
  problems: RowProblem[];
}

export interface PlaceOptions {
  /** The country of rows that name none (ISO 3166-1 alpha-2). */
  country: string | null;
  /** Names of first-order divisions by GeoNames' code: "UA.12". */
  divisions: ReadonlyMap<string, string>;
}

/** More spellings than these are endings and airports. */
const MOST_SPELLINGS = 400;
/** Sections of towns, and places that are no more: nobody looks for those (GeoNames' feature codes). */
const NO_SETTLEMENT = new Set(["PPLX", "PPLH", "PPLQ", "PPLW", "PPLCH"]);

/** Whether a file's first line is one of GeoNames' main table. */
export function isDump(line: string): boolean {
  const cells = line.split("\t");
  return cells.length === 19 && /^\d+$/.test(cells[0]!) && /^-?\d/.test(cells[4]!);
}

/** The settlements of a main table, a row each; lines of other kinds of places give none. */
export function* readDump(texts: Iterable<string>, options: PlaceOptions): Generator<PlaceReading> {
  let row = 0;
  for (const line of linesOf(texts)) {
    row++;
    if (line.trim() === "") continue;
    const cells = line.split("\t");
    if (cells.length !== 19) {
      yield { place: null, problems: [problemAt(row, null, "row.too_short", { cells: cells.length, columns: 19 })] };
      continue;
    }
    const [id, name, ascii, alternates, latitude, longitude, kind, code, country, , admin1, , , , population] = cells as string[];
    if (kind !== "P" || NO_SETTLEMENT.has(code!)) {
      yield { place: null, problems: [] };
      continue;
    }
    yield placeOf(row, {
      name: name!,
      nameLocal: null,
      spellings: [ascii!, ...alternates!.split(",")],
      country: country || options.country || "",
      admin1: options.divisions.get(`${country}.${admin1}`) ?? null,
      admin1Pcode: null,
      admin2: null,
      admin2Pcode: null,
      latitude: numberOf(latitude),
      longitude: numberOf(longitude),
      population: Number(population) || null,
      geonamesId: Number(id),
    });
  }
}

/** What columns of gazetteers are called. */
const COLUMNS = {
  geonamesId: ["geonameid", "geonames_id", "geoname_id"],
  name: ["name_en", "name", "asciiname"],
  nameLocal: ["name_local", "name_uk", "local_name"],
  alternates: ["alternate_names", "alternatenames", "spellings"],
  country: ["country", "country_code", "iso2"],
  admin1: ["adm1_name", "admin1", "admin1_name"],
  admin1Pcode: ["adm1_pcode", "admin1_pcode"],
  admin2: ["adm2_name", "admin2", "admin2_name"],
  admin2Pcode: ["adm2_pcode", "admin2_pcode"],
  latitude: ["lat", "latitude"],
  longitude: ["lon", "lng", "longitude"],
  population: ["population"],
} as const;
type Part = keyof typeof COLUMNS;

/** The places of a table with a header. Throws UnreadableTable where it cannot be read as one, or lacks names or coordinates. */
export function* readPlaces(texts: Iterable<string>, options: PlaceOptions): Generator<PlaceReading> {
  const table = openTable(texts);
  const named = new Map<Part, string>();
  for (const [part, names] of Object.entries(COLUMNS) as [Part, readonly string[]][]) {
    const column = names.find((name) => table.header.includes(name));
    if (column !== undefined) named.set(part, column);
  }
  for (const part of ["name", "latitude", "longitude"] as const)
    if (!named.has(part)) yield { place: null, problems: [problemAt(1, COLUMNS[part][0], "header.missing")] };
  if (!named.has("name") || !named.has("latitude") || !named.has("longitude")) return;
  for (const row of table.rows) yield row.problem ? { place: null, problems: [row.problem] } : placeOfRow(row, named, options);
}

function placeOfRow(row: TableRow, named: ReadonlyMap<Part, string>, { country }: PlaceOptions): PlaceReading {
  const text = (part: Part) => (named.has(part) ? row.text(named.get(part)!) : null);
  const pcode = text("admin1Pcode");
  // A P-code begins with its country's two letters (OCHA).
  const ofCode = /^[A-Z]{2}(?=\d)/.exec(pcode ?? "")?.[0] ?? null;
  const id = text("geonamesId");
  const alternates = text("alternates") ?? "";
  return placeOf(
    row.row,
    {
      name: text("name") ?? "",
      nameLocal: text("nameLocal"),
      spellings: alternates.split(alternates.includes("|") ? "|" : ","),
      country: text("country") ?? ofCode ?? country ?? "",
      admin1: text("admin1"),
      admin1Pcode: pcode,
      admin2: text("admin2"),
      admin2Pcode: text("admin2Pcode"),
      latitude: numberOf(text("latitude")),
      longitude: numberOf(text("longitude")),
      population: Number(text("population")) || null,
      geonamesId: id === null ? null : Number(id),
    },
    named,
  );
}

function placeOf(row: number, input: PlaceInput, named: ReadonlyMap<Part, string> = new Map()): PlaceReading {
  const spellings = [...new Set((input.spellings ?? []).map((one) => one.trim()))].filter(
    (one) => one !== "" && one.length <= 120 && one !== input.name && !/^[A-Z]{3}$/.test(one),
  );
  const parsed = PlaceInput.safeParse({ ...input, spellings: spellings.slice(0, MOST_SPELLINGS) });
  if (parsed.success) return { place: parsed.data, problems: [] };
  const problems = parsed.error.issues.map(({ path, message }) => {
    const part = String(path[0]) as Part;
    const code = /^[a-z_]+\.[a-z_]+$/.test(message) ? message : "cell.invalid";
    const cell = String((input as Record<string, unknown>)[part] ?? "").slice(0, 60);
    return problemAt(row, named.get(part) ?? part, code, { cell, country: input.country });
  });
  return { place: null, problems };
}

/** NaN where it is no number: the schema then names it. */
function numberOf(text: string | null | undefined): number {
  return text && /^-?\d{1,3}(?:\.\d{1,20})?$/.test(text.trim()) ? Number(text) : Number.NaN;
}

function* linesOf(texts: Iterable<string>): Generator<string> {
  let rest = "";
  for (const text of texts) {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== "") yield rest;
}

/** GeoNames' admin1CodesASCII: "UA.12<TAB>name<TAB>ASCII name<TAB>id". */
export function readDivisions(text: string): Map<string, string> {
  return new Map(
    text
      .split(/\r?\n/)
      .map((line) => line.split("\t"))
      .filter((cells) => cells.length >= 2)
      .map(([code, name]) => [code!, name!]),
  );
}

/** The files of the exports, whole: as CSV with its header, as JSON, as GeoJSON; the rows page by page, as UTF-8. */
import { citiesDataset } from "@/domain/datasets/cities";
import { claimsDataset } from "@/domain/datasets/claims";
import { headerLine, hxlLine, rowLine, rowObject, type Dataset } from "@/domain/datasets/column";
import { featureOf } from "@/domain/datasets/geojson";
import { incidentsDataset } from "@/domain/datasets/incidents";
import { rulingsDataset } from "@/domain/datasets/rulings";
import { seriesDataset } from "@/domain/datasets/series";
import { sourcesDataset } from "@/domain/datasets/sources";
import type { Filter } from "@/domain/filter";
import type { ReadDb } from "../open";
import { recordState, viewOf } from "./api";
import { cityRows, claimRows, incidentRows, rulingRows, seriesRows, sourceRows } from "./exports";
import { hasIncidentLines, incidentLines } from "./incident-lines";

/** Which export, of which view, in what dress. */
export interface ExportRequest {
  name: ExportName;
  filter: Filter;
  /** CSV where it is not said; GeoJSON is of incidents alone. */
  form?: ExportForm;
  /** A row of HXL tags under the header. */
  hxl: boolean;
  /** A byte order mark, for spreadsheets that take a file without one for another encoding. */
  bom: boolean;
}

export const EXPORT_FORMS = ["csv", "json", "geojson"] as const;
export type ExportForm = (typeof EXPORT_FORMS)[number];

type Rows = (db: ReadDb, filter: Filter) => Generator<Uint8Array>;

const encoder = new TextEncoder();

function formed<Row>(
  dataset: Dataset<Row>,
  rows: (db: ReadDb, filter: Filter) => Iterable<Row[]>,
): [Dataset<never>, Rows, objects: Rows] {
  return [
    dataset as Dataset<never>,
    function* (db, filter) {
      for (const page of rows(db, filter)) yield encoder.encode(page.map((row) => rowLine(dataset, row)).join(""));
    },
    (db, filter) => listed(rows(db, filter), (row) => rowObject(dataset, row)),
  ];
}

/** The items of a JSON array, one a line, without its brackets. */
function* listed<Row>(pages: Iterable<Row[]>, write: (row: Row) => object): Generator<Uint8Array> {
  let between = "\n";
  for (const page of pages) {
    if (page.length === 0) continue;
    yield encoder.encode(between + page.map((row) => JSON.stringify(write(row))).join(",\n"));
    between = ",\n";
  }
}

const [, incidentsFormed, incidentObjects] = formed(incidentsDataset, incidentRows);

const EXPORTS = {
  series: formed(seriesDataset, seriesRows),
  incidents: [
    incidentsDataset as Dataset<never>,
    (db, filter) => (hasIncidentLines(filter) ? incidentLines(db, filter) : incidentsFormed(db, filter)),
    incidentObjects,
  ],
  claims: formed(claimsDataset, claimRows),
  cities: formed(citiesDataset, cityRows),
  sources: formed(sourcesDataset, sourceRows),
  rulings: formed(rulingsDataset, rulingRows),
} as const satisfies Record<string, readonly [Dataset<never>, Rows, objects: Rows]>;

export type ExportName = keyof typeof EXPORTS;
export const EXPORT_NAMES = Object.keys(EXPORTS) as ExportName[];

export function isExportName(name: string): name is ExportName {
  return Object.hasOwn(EXPORTS, name);
}

/** What an export's file name asks for, "incidents.geojson"; null where there is no such export. */
export function exportOfFile(file: string): { name: ExportName; form: ExportForm } | null {
  const [name = "", form = "", ...rest] = file.split(".");
  if (!isExportName(name) || !(EXPORT_FORMS as readonly string[]).includes(form) || rest.length > 0) return null;
  return form === "geojson" && name !== "incidents" ? null : { name, form: form as ExportForm };
}

/** The names of every export's file. */
export const EXPORT_FILES: readonly string[] = EXPORT_NAMES.flatMap((name) =>
  EXPORT_FORMS.map((form) => `${name}.${form}`).filter((file) => exportOfFile(file) !== null),
);

/** An export in pieces, the first holding its head; the same record gives the same bytes. `db` is a snapshot. */
export function* exportBytes(db: ReadDb, { name, filter, form = "csv", hxl, bom }: ExportRequest): Generator<Uint8Array> {
  const [dataset, rows, objects] = EXPORTS[name];
  if (form === "csv") {
    yield encoder.encode(`${bom ? "\uFEFF" : ""}${headerLine(dataset)}${hxl ? hxlLine(dataset) : ""}`);
    yield* rows(db, filter);
    return;
  }
  // Cut anywhere, a JSON file is no JSON any more: it cannot pass for whole.
  const head = `"record":${JSON.stringify(recordState(db))},\n"view":${JSON.stringify(viewOf(filter))}`;
  if (form === "json") {
    yield encoder.encode(`{"dataset":"${name}",\n${head},\n"data":[`);
    yield* objects(db, filter);
  } else {
    yield encoder.encode(`{"type":"FeatureCollection",\n${head},\n"features":[`);
    yield* listed(incidentRows(db, filter), featureOf);
  }
  yield encoder.encode("\n]}\n");
}

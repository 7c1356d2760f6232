/** GET /export/series.csv, incidents.csv, claims.csv, cities.csv, sources.csv and rulings.csv: exactly the filtered view, whole or visibly broken off. */
import { citiesDataset } from "@/domain/datasets/cities";
import { claimsDataset } from "@/domain/datasets/claims";
import { incidentsDataset } from "@/domain/datasets/incidents";
import { rulingsDataset } from "@/domain/datasets/rulings";
import { seriesDataset } from "@/domain/datasets/series";
import { sourcesDataset } from "@/domain/datasets/sources";
import { cityRows, claimRows, incidentRows, rulingRows, seriesRows, sourceRows } from "@/db/queries/exports";
import type { Filter } from "@/domain/filter";
import { csvResponse, type CsvOptions } from "../../_server/csv-response";
import { machineFilter, problem } from "../../_server/machine";

export const dynamic = "force-dynamic";

const EXPORTS: Record<string, (filter: Filter, options: CsvOptions) => Response> = {
  "series.csv": (filter, options) => csvResponse(seriesDataset, (db) => seriesRows(db, filter), options),
  "incidents.csv": (filter, options) => csvResponse(incidentsDataset, (db) => incidentRows(db, filter), options),
  "claims.csv": (filter, options) => csvResponse(claimsDataset, (db) => claimRows(db, filter), options),
  "cities.csv": (filter, options) => csvResponse(citiesDataset, (db) => cityRows(db, filter), options),
  "sources.csv": (filter, options) => csvResponse(sourcesDataset, (db) => sourceRows(db, filter), options),
  "rulings.csv": (filter, options) => csvResponse(rulingsDataset, (db) => rulingRows(db, filter), options),
};

export async function GET(request: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> {
  const { file } = await params;
  const make = Object.hasOwn(EXPORTS, file) ? EXPORTS[file] : undefined;
  if (!make) return problem(404, "There is no such export", `Exports are: ${Object.keys(EXPORTS).join(", ")}.`);
  const query = new URL(request.url).searchParams;
  const read = machineFilter(query, { flags: ["hxl", "bom"] });
  if ("problem" in read) return read.problem;
  return make(read.filter, { hxl: read.flags.has("hxl"), bom: read.flags.has("bom"), fileName: file });
}

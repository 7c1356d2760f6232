/** GET /export/series.csv, incidents.csv, claims.csv, cities.csv, sources.csv and rulings.csv: exactly the filtered view, whole or visibly broken off. */
import { EXPORT_NAMES, isExportName } from "@/db/queries/export-bytes";
import { readRevision } from "@/db/queries/record";
import { filterToQuery } from "@/domain/filter";
import { databaseFile, readDb } from "../../_server/database";
import { ExportFailed, exportTag, readExport } from "../../_server/export-files";
import { machineFilter, problem } from "../../_server/machine";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> {
  const { file } = await params;
  const name = file.replace(/\.csv$/, "");
  if (!file.endsWith(".csv") || !isExportName(name))
    return problem(404, "There is no such export", `Exports are: ${EXPORT_NAMES.map((one) => `${one}.csv`).join(", ")}.`);
  const read = machineFilter(new URL(request.url).searchParams, { flags: ["hxl", "bom"] });
  if ("problem" in read) return read.problem;
  const { filter, flags } = read;
  const [hxl, bom] = [flags.has("hxl"), flags.has("bom")];
  const tag = exportTag(readRevision(readDb()), `${file} ${hxl} ${bom} ${filterToQuery(filter)}`);
  const headers = { ETag: tag, "Cache-Control": "public, max-age=0, must-revalidate, s-maxage=30" };
  if (request.headers.get("if-none-match") === tag) return new Response(null, { status: 304, headers });
  try {
    const { body, length } = await readExport(databaseFile(), { tag, request: { name, filter, hxl, bom } });
    return new Response(body, {
      headers: {
        ...headers,
        "Content-Type": "text/csv; charset=utf-8; header=present",
        "Content-Disposition": `attachment; filename="${file}"`,
        ...(length === null ? {} : { "Content-Length": String(length) }),
      },
    });
  } catch (error) {
    if (!(error instanceof ExportFailed)) throw error;
    return problem(503, "The export could not be made", "Try again in a minute. What failed was written to the server's log.");
  }
}

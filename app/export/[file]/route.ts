/**
 * GET /export/incidents.csv, claims.json, incidents.geojson, package.zip …: exactly the filtered view, whole or visibly broken
 * off; and /export/citation.cff and citation.bib, how the record as it is now is cited.
 */
import { EXPORT_FILES, exportOfFile, type ExportForm } from "@/db/queries/export-bytes";
import { findRecord } from "@/db/queries/record";
import { bibtex, citationCff } from "@/domain/citation";
import { civilDateAt } from "@/domain/dates";
import { filterToQuery } from "@/domain/filter";
import { databaseFile, readDb } from "../../_server/database";
import { ExportFailed, exportTag, readExport } from "../../_server/export-files";
import { machineFilter, problem } from "../../_server/machine";

export const dynamic = "force-dynamic";

const PACKAGE = "package.zip";
const CITATIONS = { "citation.cff": citationCff, "citation.bib": bibtex };
const TYPES: Record<ExportForm, string> = {
  csv: "text/csv; charset=utf-8; header=present",
  json: "application/json; charset=utf-8",
  geojson: "application/geo+json; charset=utf-8",
};

/** Data that anybody may read may be read from any site. */
const CORS = { "Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Retry-After" };

export async function GET(request: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> {
  const { file } = await params;
  const response = Object.hasOwn(CITATIONS, file) ? citation(file as keyof typeof CITATIONS) : await exported(request, file);
  for (const [name, value] of Object.entries(CORS)) response.headers.set(name, value);
  return response;
}

async function exported(request: Request, file: string): Promise<Response> {
  const asked = exportOfFile(file);
  if (!asked && file !== PACKAGE)
    return problem(
      404,
      "There is no such export",
      `Exports are: ${[...EXPORT_FILES, PACKAGE, ...Object.keys(CITATIONS)].join(", ")}.`,
    );
  // A row of tags or a byte order mark is for spreadsheets: JSON and archives have no place for them.
  const read = machineFilter(new URL(request.url).searchParams, { flags: asked?.form === "csv" ? ["hxl", "bom"] : [] });
  if ("problem" in read) return read.problem;
  const { filter, flags } = read;
  const [hxl, bom] = [flags.has("hxl"), flags.has("bom")];
  const { revision, changedAt } = findRecord(readDb());
  const tag = exportTag(`${revision} ${changedAt}`, `${file} ${hxl} ${bom} ${filterToQuery(filter)}`);
  const headers = { ETag: tag, "Cache-Control": "public, max-age=0, must-revalidate, s-maxage=30" };
  if (request.headers.get("if-none-match") === tag) return new Response(null, { status: 304, headers });
  try {
    const { body, length } = await readExport(databaseFile(), {
      tag,
      request: asked ? { ...asked, filter, hxl, bom } : { package: { filter, address: address() } },
    });
    return new Response(body, {
      headers: {
        ...headers,
        "Content-Type": asked ? TYPES[asked.form] : "application/zip",
        "Content-Disposition": `attachment; filename="${file}"`,
        ...(length === null ? {} : { "Content-Length": String(length) }),
      },
    });
  } catch (error) {
    if (!(error instanceof ExportFailed)) throw error;
    return problem(503, "The export could not be made", "Try again in a minute. What failed was written to the server's log.");
  }
}

/** Where the data are told to be had: the public address, where one is configured. */
const address = () => (process.env.ATTEST_ORIGIN ? `${process.env.ATTEST_ORIGIN}/data` : "");

function citation(file: keyof typeof CITATIONS): Response {
  const { title, description, licence, revision, changedAt, timeZone } = findRecord(readDb());
  const date = civilDateAt(changedAt ?? readDb().now(), timeZone);
  const text = CITATIONS[file]({ title, description, licence, version: `revision ${revision}`, date, address: address() });
  return new Response(text, {
    headers: {
      "Content-Type": "text/plain; charset=utf-8",
      "Content-Disposition": `attachment; filename="${file}"`,
      "Cache-Control": "public, max-age=0, must-revalidate",
    },
  });
}

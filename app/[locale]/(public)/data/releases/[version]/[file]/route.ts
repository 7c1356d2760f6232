/** GET /data/releases/VERSION/FILE: a release's file as it was written, for ever; in parts too (RFC 9110, Range). */
import { createReadStream, statSync } from "node:fs";
import { Readable } from "node:stream";
import { findRelease } from "@/db/queries/releases";
import { databaseFile, readDb } from "@/app/_server/database";
import { problem } from "@/app/_server/machine";
import { filesOf, releaseFilePath } from "@/app/_server/releases";

export const dynamic = "force-dynamic";

const TYPES: Record<string, string> = {
  sqlite: "application/vnd.sqlite3",
  zip: "application/zip",
  csv: "text/csv; charset=utf-8; header=present",
  json: "application/json; charset=utf-8",
};

interface Params {
  params: Promise<{ version: string; file: string }>;
}

export async function GET(request: Request, { params }: Params): Promise<Response> {
  const response = await answer(request, await params);
  response.headers.set("Access-Control-Allow-Origin", "*");
  return response;
}

async function answer(request: Request, { version, file: name }: { version: string; file: string }): Promise<Response> {
  const release = findRelease(readDb(), version);
  const found = release ? filesOf(release).find((one) => one.name === name) : undefined;
  if (!found) return problem(404, "There is no such file", "The page of the releases names every file: /data/releases.");
  const path = releaseFilePath(version, name);
  const there = statSync(/*turbopackIgnore: true*/ path, { throwIfNoEntry: false });
  if (!there)
    return problem(404, "This file is not kept here", `It is where the record is kept. Its SHA-256 is ${found.sha256}.`);
  if (there.size !== found.bytes) {
    process.stderr.write(
      `${JSON.stringify({ at: new Date().toISOString(), failure: `${path} of ${databaseFile()} has another length than its release says.` })}\n`,
    );
    return problem(
      503,
      "This file is damaged here",
      "It is not given out. Take it from another copy of the release; its checksum tells.",
    );
  }
  const etag = `"${found.sha256}"`;
  const headers: Record<string, string> = {
    ETag: etag,
    // Sent as it is: nothing on the way compresses it anew, so that its length and its parts hold.
    "Cache-Control": "public, max-age=31536000, immutable, no-transform",
    "Accept-Ranges": "bytes",
  };
  if (request.headers.get("if-none-match")?.includes(etag)) return new Response(null, { status: 304, headers });
  const part = rangeOf(request, etag, found.bytes);
  if (part === "unsatisfiable")
    return new Response(null, { status: 416, headers: { ...headers, "Content-Range": `bytes */${found.bytes}` } });
  const stream = createReadStream(/*turbopackIgnore: true*/ path, part ?? {});
  return new Response(Readable.toWeb(stream) as ReadableStream<Uint8Array>, {
    status: part ? 206 : 200,
    headers: {
      ...headers,
      "Content-Type": TYPES[name.split(".").at(-1)!] ?? "text/plain; charset=utf-8",
      "Content-Disposition": `attachment; filename="${name}"`,
      "Content-Length": String(part ? part.end - part.start + 1 : found.bytes),
      ...(part ? { "Content-Range": `bytes ${part.start}-${part.end}/${found.bytes}` } : {}),
    },
  });
}

/** One range of bytes; null where the whole file is asked for, or ranges in a form that need not be understood. */
function rangeOf(request: Request, etag: string, bytes: number): { start: number; end: number } | "unsatisfiable" | null {
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get("range")?.trim() ?? "") ?? [];
  if (from === "" && to === "") return null;
  const condition = request.headers.get("if-range");
  if (condition !== null && condition !== etag) return null;
  const start = from === "" ? Math.max(0, bytes - Number(to)) : Number(from);
  const end = from === "" || to === "" ? bytes - 1 : Math.min(Number(to), bytes - 1);
  return start > end || start >= bytes ? "unsatisfiable" : { start, end };
}

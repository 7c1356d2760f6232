/** Uploaded tables: pieces of a file as they come, what its header says, and the process that works on it. */
import { spawn } from "node:child_process";
import { closeSync, fsyncSync, openSync, readSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { importFile } from "@/db/commands/import-jobs";
import { decoded, encodingOf } from "@/domain/formats/encoding";
import { UnreadableTable } from "@/domain/formats/problem";
import { recogniseFormat } from "@/domain/formats/recognise";
import { RULING_COLUMNS } from "@/domain/formats/rulings";
import { openTable } from "@/domain/formats/table";
import { findImport, MOST_UPLOADED } from "@/db/queries/imports";
import { databaseFile, readDb } from "./database";
import { problem } from "./machine";
import type { SignedIn } from "./session";

interface Commands {
  begin: (upload: { name: string; bytes: number }) => number;
  end: (id: number, told: { header: readonly string[]; format: string }) => void;
  /** The other half of our own export is here. */
  add: (id: number, upload: { name: string; bytes: number }) => void;
}

/** Keeps one piece of a file, and looks at the file's header once it is whole; the answer says how much is here. */
export async function receivePiece(request: Request, actor: SignedIn, { begin, end, add }: Commands): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const [size, at] = [numberOf(query.get("size")), numberOf(query.get("at"))];
  if (size === null || at === null) return problem(400, "A parameter could not be read", "size and at are numbers of bytes.");
  if (size === 0) return problem(400, "The file is empty", "Choose a file that has a table in it.");
  if (size > MOST_UPLOADED)
    return problem(413, "The file is too large", `At most ${MOST_UPLOADED / 1_000_000} MB. Import it on the command line.`);
  const piece = new Uint8Array(await request.arrayBuffer());
  if (piece.length === 0 || at + piece.length > size)
    return problem(400, "The piece does not fit", "It is empty or longer than the file.");
  try {
    if (query.has("with")) return receiveOther(query, { size, at, piece }, actor, add);
    const id = at === 0 ? begin({ name: query.get("name") || "table.csv", bytes: size }) : numberOf(query.get("job"));
    const job = id === null ? null : findImport(readDb(), id);
    const isOpen = job?.state === "uploaded" && !job.isHere && job.accountId === actor.accountId && job.bytes === size;
    if (id === null || !isOpen) return problem(404, "No such upload", "Choose the file again.");
    const here = keepPiece(id, at, piece);
    if (here !== at + piece.length) return problem(409, "A piece is missing", "Go on where the file ends.", { job: id, here });
    if (here === size) end(id, headerOf(id));
    return Response.json({ job: id, here, done: here === size });
  } catch (error) {
    if ((error as { code?: string }).code === "ENOSPC")
      return problem(503, "The disk is full", "Nothing was kept. Tell whoever runs this site.");
    throw error;
  }
}

/** A piece of the second file of an import: of our own export, rulings.csv beside claims.csv. */
function receiveOther(
  query: URLSearchParams,
  { size, at, piece }: { size: number; at: number; piece: Uint8Array },
  actor: SignedIn,
  add: Commands["add"],
): Response {
  const id = numberOf(query.get("with"));
  const job = id === null ? null : findImport(readDb(), id);
  const isOpen = job?.state === "uploaded" && job.isHere && job.accountId === actor.accountId && job.names.length === 1;
  if (id === null || !isOpen) return problem(404, "No such upload", "Choose the files again.");
  const here = keepPiece(id, at, piece, 1);
  if (here !== at + piece.length) return problem(409, "A piece is missing", "Go on where the file ends.", { job: id, here });
  if (here === size) {
    const { header, format } = headerOf(id, 1);
    const halves = [job.header, header].filter((columns) => RULING_COLUMNS.every((column) => columns.includes(column)));
    if (job.format !== "attest" || format !== "attest" || halves.length !== 1) {
      rmSync(importFile(databaseFile(), id, 1), { force: true });
      return problem(400, "The files do not go together", "Two files at once are claims.csv and rulings.csv of one export.");
    }
    add(id, { name: query.get("name") || "rulings.csv", bytes: size });
  }
  return Response.json({ job: id, here, done: here === size });
}

function numberOf(text: string | null): number | null {
  return text !== null && /^\d{1,12}$/.test(text) ? Number(text) : null;
}

/** Puts a piece where it belongs: right behind what is there. Gives back the file's size now; a piece from elsewhere changes nothing. */
function keepPiece(id: number, at: number, piece: Uint8Array, part: 0 | 1 = 0): number {
  const path = importFile(databaseFile(), id, part);
  const size = at === 0 ? 0 : (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
  if (size !== at) return size;
  const file = openSync(path, at === 0 ? "w" : "r+");
  try {
    let written = 0;
    while (written < piece.length) written += writeSync(file, piece, written, piece.length - written, at + written);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return at + piece.length;
}

const START = 1 << 18;

/** The names of a table's columns and the format that they look like; no names where it cannot be read as a table. */
function headerOf(id: number, part: 0 | 1 = 0): { header: string[]; format: string } {
  const file = openSync(importFile(databaseFile(), id, part), "r");
  try {
    const bytes = Buffer.alloc(START);
    const start = bytes.subarray(0, readSync(file, bytes, 0, START, 0));
    // A letter that the start of a file cuts in two is no sign of its encoding.
    const encoding = encodingOf([start.subarray(0, Math.max(0, start.lastIndexOf(10) + 1) || start.length)]);
    const header = [...openTable(decoded([start], encoding)).header];
    return { header, format: recogniseFormat(header) };
  } catch (error) {
    if (error instanceof UnreadableTable) return { header: [], format: "generic" };
    throw error;
  } finally {
    closeSync(file);
  }
}

/** Starts the process that works on an import; it outlives this request and says in the import's row how far it is. */
export function startWork(task: "check" | "bring" | "undo", id: number): void {
  const home = process.env.ATTEST_HOME ?? process.cwd();
  const script = join(/*turbopackIgnore: true*/ home, "cli", "import-job.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, task, String(id)], {
    cwd: home,
    env: { ...process.env, ATTEST_DB: databaseFile() },
    stdio: ["ignore", "inherit", "inherit"],
  });
  child.on("error", (error) =>
    process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), failure: error.message })}\n`),
  );
  child.unref();
}

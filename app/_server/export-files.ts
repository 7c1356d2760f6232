/**
 * Exports as files: made once for a state of the record by a thread (db/export-thread.ts), read while they grow, kept
 * until room is needed. A failure before the first bytes is an error; after them the answer is broken off, never ended.
 */
import { createHash } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Worker } from "node:worker_threads";
import type { ExportNews, ExportOrder, FileRequest } from "@/db/export-thread";
import { startThread } from "@/db/thread";

/** Room that finished files may take together; the longest unread go first. */
const MOST_BYTES = 2 * 2 ** 30;
/** A reader that takes nothing for this long is let go. */
const STALLED_MS = 30_000;
const PIECE = 256 * 1024;
/** Where files lie that cannot lie beside the record. */
const SPARE = join(tmpdir(), "attest-exports");
/** The system's codes of a disk that is full or does not take what is written. */
const DISK_FAILURES = new Set(["ENOSPC", "EDQUOT", "EIO", "EROFS", "EACCES"]);

/** An export that cannot be made now; `code` is the system's, ENOSPC where the disk is full. */
export class ExportFailed extends Error {
  constructor(
    message: string,
    readonly code: string | null,
  ) {
    super(message);
  }
}

interface ExportFile {
  path: string;
  bytes: number;
  is: "growing" | "whole" | "failed";
  failure: ExportFailed | null;
  news: EventEmitter;
}

interface Service {
  folder: string;
  /** Where files are made that find no room there. */
  spare: string | null;
  worker: Worker;
  /** Longest unread first. */
  files: Map<string, ExportFile>;
  orders: Map<number, { key: string; file: ExportFile }>;
  last: number;
}

// Next evaluates this module once a bundle; the thread and its files are the process's.
const process_ = globalThis as { attestExports?: Service };

/** Starts the thread ahead of the first export. */
export function startExports(database: string): void {
  serviceOf(database);
}

/** Grows when the same record is written in another form, so that no cache holds the old one. */
const FORM = 1;

/**
 * What an export's bytes are known by: the same for the same view of the same state. The state is the record's revision and
 * when it was last changed: a backup that was restored counts its revisions from an earlier one.
 */
export function exportTag(state: string, view: string): string {
  return `"${createHash("sha256").update(`${FORM} ${state} ${view}`).digest("base64url").slice(0, 22)}"`;
}

/**
 * The bytes of an export, from its file. Resolves once the first are there, with the length where the file is whole already;
 * throws ExportFailed where none could be made.
 */
export async function readExport(
  database: string,
  { tag, request }: { tag: string; request: FileRequest },
): Promise<{ body: ReadableStream<Uint8Array>; length: number | null }> {
  const service = serviceOf(database);
  let file = await begun(fileOf(service, tag, request, service.folder));
  // No room beside the record, or a disk that fails: reading goes on from a file elsewhere, where there is another disk.
  if (file.failure && DISK_FAILURES.has(file.failure.code ?? ""))
    file = await begun(fileOf(service, tag, request, (service.spare ??= folderIn(SPARE))));
  if (file.failure) throw file.failure;
  return { body: bodyOf(file), length: file.is === "whole" ? file.bytes : null };
}

async function begun(file: ExportFile): Promise<ExportFile> {
  while (file.is === "growing" && file.bytes === 0) await once(file.news, "news");
  return file;
}

function serviceOf(database: string): Service {
  return (process_.attestExports ??= startService(database));
}

function startService(database: string): Service {
  const worker = startThread("db/export-thread.ts", { data: { file: database }, name: "exports" });
  worker.unref();
  const service: Service = { folder: ownFolder(database), spare: null, worker, files: new Map(), orders: new Map(), last: 0 };
  worker.on("message", (news: ExportNews) => hear(service, news));
  worker.on("error", (error) => fail(service, error));
  return service;
}

/** A folder for this process beside the database, where one can be made there. */
function ownFolder(database: string): string {
  try {
    return folderIn(join(dirname(database), ".exports"));
  } catch {
    return folderIn(SPARE);
  }
}

/** A folder of this process; those of processes that ended go. */
function folderIn(parent: string): string {
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(parent)) if (isLeft(parent, name)) rmSync(join(parent, name), { recursive: true, force: true });
  const folder = join(parent, `${process.pid}@${hostname()}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}

/** Whether a process's folder is nobody's any more. Of another machine's processes only its age tells. */
function isLeft(parent: string, name: string): boolean {
  const [pid, host] = name.split("@");
  if (host === hostname()) return !isRunning(Number(pid));
  return Date.now() - statSync(join(parent, name)).mtimeMs > 86_400_000;
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function fileOf(service: Service, tag: string, request: FileRequest, folder: string): ExportFile {
  const there = service.files.get(tag);
  if (there && (there.is === "growing" || existsSync(there.path))) {
    service.files.delete(tag);
    service.files.set(tag, there);
    return there;
  }
  const id = ++service.last;
  const file: ExportFile = {
    path: join(folder, String(id)),
    bytes: 0,
    is: "growing",
    failure: null,
    news: new EventEmitter().setMaxListeners(0),
  };
  service.files.set(tag, file);
  service.orders.set(id, { key: tag, file });
  service.worker.ref();
  service.worker.postMessage({ id, path: file.path, request } satisfies ExportOrder);
  return file;
}

function hear(service: Service, news: ExportNews): void {
  const order = service.orders.get(news.id);
  if (!order) return;
  const { file, key } = order;
  file.is = news.is;
  if (news.is === "failed") {
    file.failure = new ExportFailed(news.message, news.code);
    process.emitWarning(`An export could not be made: ${news.message}`);
    service.files.delete(key);
    rmSync(file.path, { force: true });
  } else file.bytes = news.bytes;
  if (news.is !== "growing") {
    service.orders.delete(news.id);
    if (service.orders.size === 0) service.worker.unref();
    makeRoom(service);
  }
  file.news.emit("news");
}

/** The thread itself ended: what it had in hand failed, and the next export starts another. */
function fail(service: Service, error: Error): void {
  for (const id of service.orders.keys()) hear(service, { id, is: "failed", code: null, message: error.message });
  delete process_.attestExports;
}

function makeRoom({ files }: Service): void {
  let room = MOST_BYTES;
  for (const { bytes } of files.values()) room -= bytes;
  for (const [key, file] of files) {
    if (room >= 0) return;
    if (file.is !== "whole") continue;
    files.delete(key);
    // Who reads it still has it open, and reads on.
    rmSync(file.path, { force: true });
    room += file.bytes;
  }
}

function bodyOf(file: ExportFile): ReadableStream<Uint8Array> {
  let at = 0;
  let handle: Awaited<ReturnType<typeof open>> | undefined;
  let stalled: NodeJS.Timeout | undefined;
  const finish = async () => {
    clearTimeout(stalled);
    await handle?.close();
    handle = undefined;
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        clearTimeout(stalled);
        try {
          handle ??= await open(file.path, "r");
          while (at >= file.bytes && file.is === "growing") await once(file.news, "news");
          if (file.failure) throw file.failure;
          if (at >= file.bytes) {
            await finish();
            controller.close();
            return;
          }
          const { bytesRead, buffer } = await handle.read(new Uint8Array(Math.min(PIECE, file.bytes - at)), { position: at });
          if (bytesRead === 0) throw new ExportFailed("The export's file was cut short.", null);
          at += bytesRead;
          controller.enqueue(buffer.subarray(0, bytesRead));
          stalled = setTimeout(() => {
            controller.error(new Error("The reader stopped reading."));
            void finish();
          }, STALLED_MS);
        } catch (error) {
          await finish();
          controller.error(error);
        }
      },
      cancel: finish,
    },
    { highWaterMark: 1 },
  );
}

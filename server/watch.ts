/**
 * Watches whether the record is whole and can be written to. A process of its own checks the file at each start; while
 * something ails it, it is tried again every few seconds, so that writing goes on without a restart once it can.
 */
import { fork } from "node:child_process";
import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { tryWriting } from "@/db/commands/write";
import { openDatabase, type Db } from "@/db/open";
import { forgetTrouble, noteTrouble, troubleOf, Unwritable } from "@/db/trouble";
import type { Finding } from "@/db/verify-file";

const TRY_EVERY_MS = 5_000;
const CHECK_AGAIN_MS = 60_000;
/** With less than this left, saving would begin only to be refused again. */
const ROOM_BYTES = 2_000_000;

/** What the last check of the file found; the desk's page reads it. */
export interface FileState {
  checkedAt: number;
  findings: Finding[];
}

/** Watches a record until the process ends; the timers do not keep it alive. */
export function watchRecord(file: string): void {
  let told: string | null = null;
  let checkedAt = 0;
  let db: Db | null = null;
  const check = () => {
    checkedAt = Date.now();
    checkBeside(file).then(noteFindings.bind(null, file), (error: Error) =>
      console.error(`The file was not checked: ${error.message}`),
    );
  };
  const tell = () => {
    const now = troubleOf(file);
    if ((now?.kind ?? null) === told) return;
    told = now?.kind ?? null;
    if (now) console.error(`The record is read-only: ${new Unwritable(now.kind).message} (${now.says})`);
    else console.log("The record can be written to again.");
  };
  const look = () => {
    const trouble = troubleOf(file);
    if (trouble === null) return tell();
    if (trouble.kind === "damaged") {
      if (Date.now() - checkedAt >= CHECK_AGAIN_MS) check();
      return tell();
    }
    try {
      if (roomBeside(file) < ROOM_BYTES && trouble.kind === "full") return tell();
      db ??= openDatabase(file, { create: false });
      tryWriting(db);
    } catch (error) {
      if (!(error instanceof Unwritable)) console.error(error);
    }
    tell();
  };
  check();
  setInterval(look, TRY_EVERY_MS).unref();
}

function roomBeside(file: string): number {
  const { bavail, bsize } = statfsSync(dirname(file));
  return bavail * bsize;
}

function noteFindings(file: string, findings: Finding[]): void {
  (globalThis as { attestFile?: FileState }).attestFile = { checkedAt: Date.now(), findings };
  const damage = findings.filter(({ kind }) => kind === "file");
  if (damage.length === 0 && troubleOf(file)?.kind === "damaged") forgetTrouble(file);
  if (damage.length > 0) noteTrouble(file, "damaged", damage[0]!.says);
  for (const { kind, says } of findings.slice(0, 20)) console.error(`The record is not as it should be (${kind}): ${says}`);
  if (findings.length > 0) console.error('"npm run attest -- verify" names everything; docs/operating.md says what to do.');
}

/** Checks pages, schema, references and audit log in a process of its own. */
export function checkBeside(file: string): Promise<Finding[]> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL("./check-process.ts", import.meta.url)), [file], { execArgv: ["--import", "tsx"] });
    let findings: Finding[] | null = null;
    child.on("message", (message: Finding[]) => {
      findings = message;
    });
    child.once("error", reject);
    child.once("exit", (code) => (findings ? resolve(findings) : reject(new Error(`its process ended with ${code}`))));
    child.unref();
    child.channel?.unref();
  });
}

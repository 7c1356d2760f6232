/** The row that an import has in the record: what it is, how far, and what came of it. */
import { mkdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { eq, sql } from "drizzle-orm";
import type { DateOrder } from "@/domain/formats/dates";
import type { ImportState } from "@/domain/vocabulary";
import { MOST_UPLOADED } from "../queries/imports";
import type { Db } from "../open";
import { Refused } from "../refused";
import { importJob, importProblem } from "../schema";
import type { Actor } from "./actor";
import type { FileProblem, ImportReport } from "./import-report";
import { write } from "./write";

/** Where an uploaded file lies while it is looked at; `part` is 1 for the second of an import, the other half of an export. */
export function importFile(databaseFile: string, id: number, part: 0 | 1 = 0): string {
  const folder = join(dirname(resolve(databaseFile)), "imports");
  mkdirSync(folder, { recursive: true });
  return join(folder, `${id}${part === 0 ? "" : ".2"}.table`);
}

/** Deletes what was uploaded for an import. */
export function removeImportFiles(databaseFile: string, id: number): void {
  for (const part of [0, 1] as const) rmSync(importFile(databaseFile, id, part), { force: true });
}

/** Notes an import that begins at once; gives back its number. */
export function beginJob(
  db: Db,
  actor: Actor,
  { names, format, publish }: { names: readonly string[]; format: string; publish: boolean },
): number {
  return insertJob(db, actor, { state: "importing", names: JSON.stringify(names), format, publish });
}

/** Notes a file that is coming in; gives back its number. Throws Refused where it is too large. */
export function beginUpload(db: Db, actor: Actor, { name, bytes }: { name: string; bytes: number }): number {
  if (bytes > MOST_UPLOADED) throw new Refused("import.too_large", "file", { most: MOST_UPLOADED / 1_000_000 });
  return insertJob(db, actor, { state: "uploaded", names: JSON.stringify([name.slice(0, 200)]), file: "", bytes });
}

function insertJob(
  db: Db,
  actor: Actor,
  values: Pick<typeof importJob.$inferInsert, "state" | "names"> & Partial<typeof importJob.$inferInsert>,
): number {
  return write(db, actor, "editor", (tx) => {
    const row = { createdAt: tx.now(), accountId: actor.accountId, actor: actor.name, ...values };
    return { result: tx.insert(importJob).values(row).returning({ id: importJob.id }).get().id, audit: null };
  });
}

/** Notes that a file is here whole, with its table's header and the format that it seems to be in. */
export function endUpload(
  db: Db,
  actor: Actor,
  id: number,
  { header, format }: { header: readonly string[]; format: string },
): void {
  write(db, actor, "editor", (tx) => {
    tx.update(importJob)
      .set({ file: String(id), header: JSON.stringify(header), format })
      .where(eq(importJob.id, id))
      .run();
    return { result: undefined, audit: null };
  });
}

/** Notes a second file of an import that is here whole: rulings.csv beside claims.csv, or the other way round. */
export function addUpload(db: Db, actor: Actor, id: number, { name, bytes }: { name: string; bytes: number }): void {
  write(db, actor, "editor", (tx) => {
    const job = tx.select().from(importJob).where(eq(importJob.id, id)).get();
    expectOpen(job);
    const names = JSON.parse(job!.names) as string[];
    const whole = (job!.bytes ?? 0) + bytes;
    if (names.length > 1 || job!.format !== "attest") throw new Refused("import.not_open");
    if (whole > MOST_UPLOADED) throw new Refused("import.too_large", "file", { most: MOST_UPLOADED / 1_000_000 });
    tx.update(importJob)
      .set({ names: JSON.stringify([...names, name.slice(0, 200)]), bytes: whole })
      .where(eq(importJob.id, id))
      .run();
    return { result: undefined, audit: null };
  });
}

export interface ImportChoice {
  format: string;
  mapping: unknown;
  dates: DateOrder | null;
  publish: boolean;
}

/** States in which nothing is running and something can still be chosen. */
const OPEN: readonly ImportState[] = ["uploaded", "checked", "refused", "failed", "cancelled"];

/** Notes how a file is to be read, and that it is being looked at. Throws Refused where it is at something else. */
export function chooseImport(db: Db, actor: Actor, id: number, choice: ImportChoice): void {
  write(db, actor, choice.publish ? "admin" : "editor", (tx) => {
    expectOpen(tx.select().from(importJob).where(eq(importJob.id, id)).get());
    tx.update(importJob)
      .set({
        ...choice,
        mapping: choice.mapping === null ? null : JSON.stringify(choice.mapping),
        state: "checking",
        rows: 0,
        total: null,
        report: null,
        failure: null,
        wantsStop: false,
      })
      .where(eq(importJob.id, id))
      .run();
    return { result: undefined, audit: null };
  });
}

/** Notes that a file that was looked at and found good is to come in. Throws Refused where it was not. */
export function bringImport(db: Db, actor: Actor, id: number): void {
  write(db, actor, "editor", (tx) => {
    const job = tx.select().from(importJob).where(eq(importJob.id, id)).get();
    if (job?.state !== "checked") throw new Refused("import.not_checked");
    if ((JSON.parse(job.report ?? "{}") as { problems?: number }).problems !== 0) throw new Refused("import.has_problems");
    if (job.publish && actor.role !== "admin") throw new Refused("role.not_allowed");
    tx.update(importJob).set({ state: "importing", rows: 0, total: null, wantsStop: false }).where(eq(importJob.id, id)).run();
    return { result: undefined, audit: null };
  });
}

function expectOpen(job: typeof importJob.$inferSelect | undefined): void {
  if (!job?.file || !OPEN.includes(job.state)) throw new Refused("import.not_open");
}

/** Asks a running import to stop; it looks for this a few times a second. */
export function stopImport(db: Db, actor: Actor, id: number): void {
  write(db, actor, "editor", (tx) => {
    tx.update(importJob).set({ wantsStop: true }).where(eq(importJob.id, id)).run();
    return { result: undefined, audit: null };
  });
}

/** Deletes an uploaded file and what was said of it; its row stays as cancelled. */
export function dropImport(db: Db, actor: Actor, id: number): void {
  write(db, actor, "editor", (tx) => {
    expectOpen(tx.select().from(importJob).where(eq(importJob.id, id)).get());
    tx.update(importJob).set({ state: "cancelled", file: null, endedAt: tx.now() }).where(eq(importJob.id, id)).run();
    tx.delete(importProblem).where(eq(importProblem.jobId, id)).run();
    return { result: undefined, audit: null };
  });
  removeImportFiles(db.file, id);
}

/** Notes how far a running import is; true where somebody asked it to stop. */
export function noteProgress(db: Db, id: number, { done, total }: { done: number; total: number | null }): boolean {
  return db.transaction((tx) => {
    tx.update(importJob).set({ rows: done, total }).where(eq(importJob.id, id)).run();
    return tx.first(sql`select 1 from import_job where id = ${id} and wants_stop = 1`) !== undefined;
  });
}

/** Keeps what is wrong with rows; called with a few hundred at a time. `from` is the number of the first. */
export function noteProblems(
  db: Db,
  jobId: number,
  problems: readonly (FileProblem & { isWarning: boolean; no: number })[],
): void {
  db.transaction((tx) => {
    for (const { isWarning, no, file, row, column, code, values } of problems)
      tx.insert(importProblem)
        .values({ jobId, isWarning, no, file, row, column, code, values: JSON.stringify(values) })
        .run();
  });
}

/** Forgets what was said of a file's rows before it is looked at anew. */
export function forgetProblems(db: Db, jobId: number): void {
  for (let changed = 1; changed > 0;)
    changed = db.transaction(
      (tx) =>
        tx
          .delete(importProblem)
          .where(
            sql`job_id = ${jobId} and (is_warning, no) in (select is_warning, no from import_problem where job_id = ${jobId} limit 500)`,
          )
          .run().changes,
    );
}

/** Ends an import in a state, with what went wrong. */
export function endJob(db: Db, id: number, state: ImportState, failure: string | null = null): void {
  db.transaction((tx) => tx.update(importJob).set({ state, failure, endedAt: tx.now() }).where(eq(importJob.id, id)).run());
}

/** Notes how far an import is, and what it made or would make. */
export function noteReport(db: Db, id: number, { state, report }: { state: ImportState; report: ImportReport }): void {
  const { problems, warnings, ...counts } = report;
  const text = JSON.stringify({
    ...counts,
    problems: problems.length + report.moreProblems,
    warnings: warnings.length + report.moreWarnings,
  });
  db.transaction((tx) =>
    tx
      .update(importJob)
      .set({ state, report: text, rows: report.rows, ...(state === "importing" ? {} : { endedAt: tx.now() }) })
      .where(eq(importJob.id, id))
      .run(),
  );
}

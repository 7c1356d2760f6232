/**
 * Taking an import back: its rows are hidden in one short commit and then deleted a few at a time. The same ends what a
 * killed process left behind, at the next start.
 */
import { eq, sql } from "drizzle-orm";
import type { ImportState } from "@/domain/vocabulary";
import { driverOf, type Db, type Tx } from "../open";
import { Refused } from "../refused";
import { addWaiting, deleteWaiting } from "../rollup-added";
import { importChange, importJob } from "../schema";
import type { Actor } from "./actor";
import { makeChanges } from "./import-changes";
import { isBeingImported } from "./import-copy";
import { askerOfUndo, undoProblem } from "../queries/import-undo";
import { nextSize, ShortTransactions } from "./short-transactions";
import { write } from "./write";

type Job = typeof importJob.$inferSelect;

/**
 * Ends what processes that are gone have begun: rows that nobody saw are deleted, changes after them are made, an undoing
 * goes on. Does nothing while another process imports. Gives back how many imports it ended.
 */
export function finishImports(db: Db, actorOf: (job: Pick<Job, "accountId" | "actor">) => Actor): number {
  if (isBeingImported(db.file)) return 0;
  const jobs = db
    .select()
    .from(importJob)
    .where(sql`state in ('checking', 'importing', 'hidden', 'finishing', 'undoing')`)
    .all();
  for (const job of jobs) {
    if (job.state === "finishing") makeAllChanges(db, actorOf(job), job.id);
    else if (job.state === "undoing") removeRows(db, actorOf(askerOfUndo(db, job)), job.id, "undone");
    else removeRows(db, actorOf(job), job.id, "failed", "The process ended before its end.");
  }
  return jobs.length;
}

/** Adds an import's sums to the record's own, makes every kept change of it and ends it. */
export function makeAllChanges(db: Db, actor: Actor, jobId: number): void {
  const short = new ShortTransactions(db);
  try {
    aFewAtATime(short, (most) => addWaiting(driverOf(db), most));
    for (let most = 10; ;) {
      const { result: made, took } = short.apart(() => makeChanges(db, actor, jobId, most));
      if (made === 0) break;
      most = nextSize(most, took, { least: 1, most: 500 });
    }
    short.run((tx) => tx.update(importJob).set({ state: "done", endedAt: tx.now() }).where(eq(importJob.id, jobId)).run());
  } finally {
    short.close();
  }
}

/** Short transactions until one finds nothing more to do; work is told how many rows to take at most. */
function aFewAtATime(short: ShortTransactions, work: (most: number) => number): void {
  for (let most = 500; ;) {
    let done = 0;
    const took = short.run(() => void (done = work(most)));
    if (done === 0) return;
    most = nextSize(most, took, { least: 100, most: 50_000 });
  }
}

/** Takes a whole import of drafts back, on which nothing was built. Throws Refused with what stands in the way. */
export function undoImport(db: Db, actor: Actor, jobId: number): void {
  beginUndo(db, actor, jobId);
  removeRows(db, actor, jobId, "undone");
}

/** Hides an import that is to be taken back; `removeRows` does the rest. Throws Refused with what stands in the way. */
export function beginUndo(db: Db, actor: Actor, jobId: number): void {
  write(db, actor, "editor", (tx) => {
    if (tx.first(sql`select 1 from import_job where state in ('hidden', 'undoing')`)) throw new Refused("import.busy");
    const problem = undoProblem(tx, jobId);
    if (problem) throw new Refused(problem);
    const job = tx.select().from(importJob).where(eq(importJob.id, jobId)).get()!;
    tx.update(importJob).set({ state: "undoing" }).where(eq(importJob.id, jobId)).run();
    return {
      result: undefined,
      audit: { action: "import.undo", subject: `import ${jobId}`, before: JSON.parse(job.report ?? "{}") },
    };
  });
}

/**
 * Deletes an import's rows, which nobody sees, in short transactions, and ends it in a state. The last one writes an entry of the
 * audit log, which tells the seals anew: what others saved meanwhile told them with these rows.
 */
export function removeRows(db: Db, actor: Actor, jobId: number, state: ImportState, failure: string | null = null): void {
  const job = db.select().from(importJob).where(eq(importJob.id, jobId)).get()!;
  const short = new ShortTransactions(db);
  try {
    short.withoutFlush(() => deleteRows(db, short, job));
    short.leaveFree();
  } finally {
    short.close();
  }
  const end = (tx: Tx) => {
    tx.delete(importChange).where(eq(importChange.jobId, jobId)).run();
    tx.update(importJob).set({ state, failure, endedAt: tx.now() }).where(eq(importJob.id, jobId)).run();
  };
  if (job.state !== "hidden" && job.state !== "undoing") return db.transaction(end);
  write(db, actor, "editor", (tx) => {
    end(tx);
    return { result: undefined, audit: { action: "import.removed", subject: `import ${jobId}`, after: { state, failure } } };
  });
}

function deleteRows(db: Db, short: ShortTransactions, job: Job): void {
  const sqlite = driverOf(db);
  const inParts = (first: number | null, last: number | null, statements: readonly string[]) => {
    if (first === null || last === null) return;
    const prepared = statements.map((statement) => sqlite.prepare(statement));
    for (let [from, size] = [first, 100]; from <= last;) {
      const to = Math.min(last, from + size - 1);
      const took = short.run(() => {
        for (const statement of prepared) statement.run({ from, to });
      });
      from = to + 1;
      size = nextSize(size, took, { least: 10, most: 20_000 });
    }
  };
  // Sums that are seen belong to another import.
  if (job.state === "hidden") aFewAtATime(short, (most) => deleteWaiting(sqlite, most));
  const within = (column: string) => `${column} between @from and @to`;
  inParts(job.firstIncident, job.lastIncident, [
    `delete from import_row where ${within("incident_id")}`,
    `delete from estimate_change where ${within("incident_id")}`,
    `delete from incident_toll where ${within("incident_id")}`,
    `delete from estimate where ${within("incident_id")}`,
    `update incident set part_of_id = null where ${within("id")} and part_of_id is not null`,
  ]);
  inParts(job.firstClaim, job.lastClaim, [
    `update claim set repeats_id = null where ${within("id")} and repeats_id is not null`,
    `delete from figure where ${within("claim_id")}`,
  ]);
  inParts(job.firstClaim, job.lastClaim, [`delete from claim where ${within("id")}`]);
  inParts(job.firstIncident, job.lastIncident, [
    `delete from incident_external_id where ${within("incident_id")}`,
    `delete from incident where ${within("id")}`,
  ]);
  inParts(job.firstReport, job.lastReport, [
    `delete from report where ${within("id")} and not exists (select 1 from claim where report_id = report.id)`,
  ]);
  // Others may have used them since: those stay.
  const unused = `not exists (select 1 from claim where source_id = source.id)`;
  inParts(job.firstSource, job.lastSource, [
    `delete from source where ${within("id")} and voice_id is not null and ${unused} and not exists (select 1 from source_name where source_id = source.id)
        and not exists (select 1 from source_note where source_id = source.id) and not exists (select 1 from withheld_source where source_id = source.id)`,
  ]);
  inParts(job.firstSource, job.lastSource, [
    `delete from source where ${within("id")} and ${unused} and not exists (select 1 from source b where b.voice_id = source.id)
        and not exists (select 1 from source_name where source_id = source.id) and not exists (select 1 from source_note where source_id = source.id)
        and not exists (select 1 from withheld_source where source_id = source.id)`,
  ]);
  inParts(job.firstPlace, job.lastPlace, [
    `delete from place_name where ${within("place_id")} and not exists (select 1 from incident where place_id = place_name.place_id)`,
    `delete from place where ${within("id")} and not exists (select 1 from incident where place_id = place.id)`,
  ]);
}

/** The row that an import has in the record: what it is, how far, and what came of it. */
import { eq } from "drizzle-orm";
import type { ImportState } from "@/domain/vocabulary";
import type { Db } from "../open";
import { importJob } from "../schema";
import type { Actor } from "./actor";
import type { ImportReport } from "./import-report";

export interface NewJob {
  names: readonly string[];
  format?: string | null;
  publish?: boolean;
  /** An uploaded file: its name in the imports' folder, its size, and its table's header. */
  file?: string;
  bytes?: number;
  header?: string;
}

/** Notes an import; gives back its number. */
export function beginJob(db: Db, actor: Actor, { names, format = null, publish = false, file, bytes, header }: NewJob): number {
  return db.transaction(
    (tx) =>
      tx
        .insert(importJob)
        .values({
          state: file === undefined ? "importing" : "uploaded",
          createdAt: tx.now(),
          accountId: actor.accountId,
          actor: actor.name,
          names: JSON.stringify(names),
          format,
          publish,
          ...(file === undefined ? {} : { file, bytes: bytes ?? null, header: header ?? null }),
        })
        .returning({ id: importJob.id })
        .get().id,
  );
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

/** Whether an import can be taken back, and who asked for it. */
import { eq, sql } from "drizzle-orm";
import type { ReadDb } from "../open";
import { importJob } from "../schema";

type Job = typeof importJob.$inferSelect;

/** What stands in the way of an undo, as a message key; null where it can be undone. */
export function undoProblem(db: Pick<ReadDb, "first" | "select">, jobId: number): string | null {
  const job = db.select().from(importJob).where(eq(importJob.id, jobId)).get();
  if (!job) return "import.unknown";
  if (job.state !== "done") return "import.not_done";
  const { updated } = reportCounts(job);
  if (updated > 0) return "import.changed_others";
  const built = db.first<{ what: string }>(sql`
    select 'import.published' as what from incident where id between ${job.firstIncident} and ${job.lastIncident} and publication <> 'draft'
    union all select 'import.published' from claim where id between ${job.firstClaim} and ${job.lastClaim} and publication <> 'draft'
    union all select 'import.edited' from incident where id between ${job.firstIncident} and ${job.lastIncident} and version > 1
    union all select 'import.edited' from claim where id between ${job.firstClaim} and ${job.lastClaim} and version > 1
    union all select 'import.built_on' from claim where incident_id between ${job.firstIncident} and ${job.lastIncident}
       and id not between ${job.firstClaim} and ${job.lastClaim}
    union all select 'import.built_on' from claim where repeats_id between ${job.firstClaim} and ${job.lastClaim}
       and id not between ${job.firstClaim} and ${job.lastClaim}
    union all select 'import.built_on' from incident where part_of_id between ${job.firstIncident} and ${job.lastIncident}
       and id not between ${job.firstIncident} and ${job.lastIncident}
    ${sql.join(
      ["ruling", "hidden_location", "publication_plan", "merged_incident"].map(
        (table) =>
          sql`union all select 'import.built_on' from ${sql.raw(table)} where incident_id between ${job.firstIncident} and ${job.lastIncident}`,
      ),
      sql` `,
    )}
    union all select 'import.built_on' from merged_incident where into_id between ${job.firstIncident} and ${job.lastIncident}
    limit 1`);
  return built?.what ?? null;
}

/** Whoever asked to take an import back; whoever began it where nobody did. */
export function askerOfUndo(
  db: Pick<ReadDb, "first">,
  { id, accountId, actor }: Pick<Job, "id" | "accountId" | "actor">,
): Pick<Job, "accountId" | "actor"> {
  const asked = db.first<Pick<Job, "accountId" | "actor">>(
    sql`select account_id as accountId, actor from audit where action = 'import.undo' and subject = ${`import ${id}`} order by id desc limit 1`,
  );
  return asked ?? { accountId, actor };
}

function reportCounts(job: Job): { updated: number } {
  const report = JSON.parse(job.report ?? "{}") as Record<string, { updated?: number } | undefined>;
  return { updated: ["incidents", "claims", "rulings"].reduce((sum, name) => sum + (report[name]?.updated ?? 0), 0) };
}

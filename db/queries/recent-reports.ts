/** Reports that the person asking read last, to take the next claim from. */
import { sql } from "drizzle-orm";
import type { Actor } from "../commands/actor";
import type { ReadDb } from "../open";

export interface RecentReport {
  /** A claim that was read in it, by which it is named. */
  claim: string;
  publisher: string;
  title: string | null;
  url: string | null;
  publishedAt: string | null;
  retrievedAt: string;
}

const COLUMNS = sql.raw(
  `c.code as claim, r.publisher, r.title, r.url, r.published_at as publishedAt, r.retrieved_at as retrievedAt`,
);

/** The newest reports among the last claims that somebody entered, each once. */
export function listRecentReports(db: ReadDb, actor: Actor, most = 3): RecentReport[] {
  return db.rows<RecentReport>(sql`
    with mine as (
      select substr(subject, 7) as code, id from audit
       where id > coalesce((select max(id) from audit), 0) - 5000 and account_id = ${actor.accountId} and action = 'claim.record'
    )
    select ${COLUMNS} from mine join claim c on c.code = mine.code join report r on r.id = c.report_id
     group by r.id order by max(mine.id) desc limit ${most}`);
}

/** The report in which a claim was read; null where there is no such claim. */
export function findReportOf(db: ReadDb, _actor: Actor, claim: string): RecentReport | null {
  return (
    db.first<RecentReport>(sql`select ${COLUMNS} from claim c join report r on r.id = c.report_id where c.code = ${claim}`) ??
    null
  );
}

/** Forms that somebody left before they were saved; each person sees their own alone. */
import { sql } from "drizzle-orm";
import type { Actor } from "../commands/actor";
import type { ReadDb } from "../open";

export interface Draft {
  /** The form's address and id: "/admin/incidents/UA-0003#claim". */
  form: string;
  values: Record<string, string>;
  /** Milliseconds UTC. */
  savedAt: number;
}

/** What the person asking left in one form, or null. */
export function findDraft(db: ReadDb, actor: Actor, form: string): Draft | null {
  const row = db.first<{ content: string; savedAt: number }>(
    sql`select content, saved_at as savedAt from form_draft where account_id = ${actor.accountId} and form = ${form}`,
  );
  return row ? { form, values: JSON.parse(row.content) as Record<string, string>, savedAt: row.savedAt } : null;
}

/** The forms that the person asking left, the newest first. */
export function listDrafts(db: ReadDb, actor: Actor, most = 20): Draft[] {
  const rows = db.rows<{ form: string; content: string; savedAt: number }>(
    sql`select form, content, saved_at as savedAt from form_draft where account_id = ${actor.accountId} order by saved_at desc limit ${most}`,
  );
  return rows.map(({ content, ...row }) => ({ ...row, values: JSON.parse(content) as Record<string, string> }));
}

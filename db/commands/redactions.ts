/**
 * Taking content out of the audit log for good: what must not have been written there, a victim's name, a source's address.
 * One admin asks with a reason, another confirms; the entry and its hashes stay, so that the chain still holds.
 */
import { inArray, sql } from "drizzle-orm";
import type { Db, Tx } from "../open";
import { findRedaction, type OpenRedaction } from "../queries/redactions";
import { Refused } from "../refused";
import { audit, revision } from "../schema";
import type { Actor } from "./actor";
import { write } from "./write";

/** Somebody with an account of their own: two accounts are two people. */
export type Person = Actor & { readonly accountId: number };

/** What the log says of itself is what explains a redaction. */
const NEVER = ["audit.", "backup."];
const MOST_ENTRIES = 1_000;

/** Asks that the content of entries be taken out, and gives back the request's number. Throws Refused. */
export function askRedaction(db: Db, actor: Person, input: { entries: readonly number[]; reason: string }): number {
  const entries = [...new Set(input.entries)].sort((a, b) => a - b);
  const reason = input.reason.trim();
  return write(db, actor, "admin", (tx) => {
    if (entries.length === 0 || entries.length > MOST_ENTRIES) throw new Refused("redaction.no_entry", "entries");
    if (reason === "") throw new Refused("reason.missing", "reason");
    for (const id of entries) expectRedactable(tx, id);
    const no = tx.first<{ next: number }>(sql`select coalesce(max(id), 0) + 1 as next from audit`)!.next;
    return {
      result: no,
      audit: { action: "audit.ask_redaction", subject: `redaction ${no}`, after: { entries, by: actor.accountId }, why: reason },
    };
  });
}

function expectRedactable(tx: Tx, id: number): void {
  const row = Number.isSafeInteger(id)
    ? tx.first<{ action: string; content: string | null }>(sql`select action, content from audit where id = ${id}`)
    : undefined;
  if (!row) throw new Refused("redaction.unknown_entry", "entries", { id: String(id) });
  if (row.content === null) throw new Refused("redaction.done_already", "entries", { id: String(id) });
  if (NEVER.some((word) => row.action.startsWith(word))) throw new Refused("redaction.never", "entries", { id: String(id) });
}

/**
 * Takes the content out: of the entries, and of the saved revisions of the same things from the first of them to the last.
 * Whoever asked does not confirm. Throws Refused.
 */
export function confirmRedaction(db: Db, actor: Person, no: number): void {
  write(db, actor, "admin", (tx) => {
    const asked = openRedaction(tx, no);
    if (asked.accountId === actor.accountId) throw new Refused("redaction.own");
    const { entries } = asked;
    for (const id of entries) expectRedactable(tx, id);
    redactRevisions(tx, entries);
    tx.update(audit).set({ content: null, salt: null }).where(inArray(audit.id, entries)).run();
    return {
      result: undefined,
      audit: {
        action: "audit.redact",
        subject: `redaction ${no}`,
        after: { entries, askedBy: asked.accountId, by: actor.accountId },
        why: asked.reason,
      },
      // A seal that only a redacted entry told would be told by none.
      tellAll: true,
      visible: true,
    };
  });
  // The log of the database held the old pages; what a reader still needs of it goes with the next emptying.
  db.emptyLog();
}

/** Lets a request fall; whoever asked may, too. Throws Refused. */
export function declineRedaction(db: Db, actor: Person, no: number): void {
  write(db, actor, "admin", (tx) => {
    const { entries } = openRedaction(tx, no);
    return {
      result: undefined,
      audit: { action: "audit.decline_redaction", subject: `redaction ${no}`, after: { entries, by: actor.accountId } },
    };
  });
}

function openRedaction(tx: Tx, no: number): OpenRedaction {
  const found = Number.isSafeInteger(no) ? findRedaction(tx, no) : null;
  if (!found) throw new Refused("redaction.unknown");
  return found;
}

function redactRevisions(tx: Tx, entries: readonly number[]): void {
  tx.update(revision)
    .set({ content: "null" })
    .where(
      sql`${revision.id} in (select r.id from revision r join (
            select subject, min(id) as first, max(at) as last from audit
             where id in (select value from json_each(${JSON.stringify(entries)})) group by subject) e
          on r.subject = e.subject and r.saved_at <= e.last
         -- A row is saved a moment before its entry: it belongs to the first entry behind it.
         and r.saved_at > coalesce((select max(p.at) from audit p where p.subject = e.subject and p.id < e.first), 0))`,
    )
    .run();
}

/** What somebody typed into a form and has not saved yet, kept for them alone. No part of the record: no audit entry. */
import { and, eq, lt, sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "../open";
import { formDraft, submission } from "../schema";
import type { Actor } from "./actor";
import { write } from "./write";

/** A form's address and id, as its page names it. */
export const FormName = z.string().regex(/^\/admin[\w/.-]{0,180}#[\w-]{1,60}$/);
const MOST_FIELDS = 120;
const LONGEST_FIELD = 20_000;
const LONGEST_DRAFT = 120_000;
const MOST_DRAFTS = 60;
const DRAFT_LASTS = 30 * 24 * 3_600_000;

/** zod: what was typed, by field. */
export const DraftInput = z.object({
  form: FormName,
  values: z
    .record(z.string().max(120), z.string().max(LONGEST_FIELD))
    .refine((values) => Object.keys(values).length <= MOST_FIELDS && JSON.stringify(values).length <= LONGEST_DRAFT),
});
export type DraftInput = z.infer<typeof DraftInput>;

/** zod: a form to keep, or with null values one to forget. */
export const DraftMessage = z.union([DraftInput, z.object({ form: FormName, values: z.null() })]);

/**
 * Keeps a form as it stands, in place of what was kept of it before, and says whether it did: not where the form was saved
 * meanwhile, or where its person has left too many.
 */
export function keepDraft(db: Db, actor: Actor & { accountId: number }, input: DraftInput): boolean {
  const { form, values } = DraftInput.parse(input);
  return write(db, actor, "recorder", (tx) => {
    const { accountId } = actor;
    const [content, savedAt] = [JSON.stringify(values), tx.now()];
    const isSaved = values.formKey && tx.select().from(submission).where(eq(submission.key, values.formKey)).get();
    if (isSaved) return { result: false, audit: null };
    const others = sql`account_id = ${accountId} and form <> ${form} and saved_at >= ${savedAt - DRAFT_LASTS}`;
    const { n } = tx.first<{ n: number }>(sql`select count(*) as n from form_draft where ${others}`)!;
    if (n >= MOST_DRAFTS) return { result: false, audit: null };
    tx.insert(formDraft)
      .values({ accountId, form, content, savedAt })
      .onConflictDoUpdate({ target: [formDraft.accountId, formDraft.form], set: { content, savedAt } })
      .run();
    tx.delete(formDraft)
      .where(and(eq(formDraft.accountId, accountId), lt(formDraft.savedAt, savedAt - DRAFT_LASTS)))
      .run();
    return { result: true, audit: null };
  });
}

/** Forgets a form that was saved, or that its person does not want back. */
export function dropDraft(db: Db, actor: Actor & { accountId: number }, form: string): void {
  write(db, actor, "recorder", (tx) => {
    tx.delete(formDraft)
      .where(and(eq(formDraft.accountId, actor.accountId), eq(formDraft.form, form)))
      .run();
    return { result: undefined, audit: null };
  });
}

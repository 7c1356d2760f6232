/** Texts read at the desk: kept whole with their hash, corrected in what is said about them, and turned into draft claims. */
import { eq, sql } from "drizzle-orm";
import type { ClaimInput } from "@/domain/claim";
import type { IncidentInput } from "@/domain/incident";
import type { SpanPart } from "@/domain/reading/candidate";
import { ReadingInput } from "@/domain/reading/input";
import { civilDateAt } from "@/domain/dates";
import type { Db, Tx } from "../open";
import { Refused } from "../refused";
import { claim, claimSpan, reading, record, report } from "../schema";
import type { Actor } from "./actor";
import { hasBegun, recordClaim } from "./claims";
import { recordIncident } from "./incidents";
import { onceFor, sha256, write } from "./write";

/** Keeps a text to be read and gives back its report's number. A form that comes twice keeps one. */
export function captureText(
  db: Db,
  actor: Actor,
  input: ReadingInput,
  { formKey = null }: { formKey?: string | null } = {},
): number {
  const { text, place, ...facts } = ReadingInput.parse(input);
  return write(db, actor, "recorder", (tx) => {
    const retrievedAt = retrievedOn(tx, facts.publishedAt);
    const { subject, repeated } = onceFor(tx, formKey, () => {
      const hash = sha256(text);
      const id = reportOf(tx, { ...facts, retrievedAt }, text, hash);
      tx.insert(reading).values({ reportId: id, place, readBy: actor.accountId, readAt: tx.now() }).run();
      return `text ${id}`;
    });
    const id = Number(subject.split(" ")[1]);
    // The log names the text by its hash: what is not public stands in one place only.
    const after = { ...facts, retrievedAt, place, sha256: sha256(text), characters: text.length };
    return { result: id, audit: repeated ? null : { action: "text.capture", subject, after } };
  });
}

type ReportFacts = Omit<ReturnType<typeof ReadingInput.parse>, "text" | "place"> & { retrievedAt: string };

/** A report typed in by hand before, without its text, now gets it; any other is made anew. */
function reportOf(tx: Tx, facts: ReportFacts, text: string, textSha256: string): number {
  const { publisher, url, archiveUrl, title, publishedAt, retrievedAt } = facts;
  const there = tx.first<{ id: number }>(sql`
    select id from report where publisher = ${publisher} and url is ${url} and archive_url is ${archiveUrl} and title is ${title}
       and published_at is ${publishedAt} and retrieved_at is ${retrievedAt} and text is null`);
  if (!there)
    return tx
      .insert(report)
      .values({ ...facts, text, textSha256 })
      .returning({ id: report.id })
      .get().id;
  tx.update(report).set({ text, textSha256 }).where(eq(report.id, there.id)).run();
  return there.id;
}

function retrievedOn(tx: Tx, publishedAt: string | null): string {
  const { timeZone } = tx.select({ timeZone: record.timeZone }).from(record).get()!;
  const today = civilDateAt(tx.now(), timeZone);
  if (publishedAt && !hasBegun(publishedAt, today, tx.now(), timeZone))
    throw new Refused("date.future", "publishedAt", { today });
  return today;
}

/** Corrects what is said about a text while nothing was recorded from it; the text itself stays as it was captured. */
export function amendReading(db: Db, actor: Actor, id: number, input: Omit<ReadingInput, "text">): void {
  write(db, actor, "recorder", (tx) => {
    const { before } = readingById(tx, id);
    const { text: _text, place, ...facts } = ReadingInput.parse({ ...input, text: before.text });
    retrievedOn(tx, facts.publishedAt);
    const isUsed = tx.first(sql`select 1 from claim where report_id = ${id} limit 1`) !== undefined;
    if (isUsed) throw new Refused("reading.has_claims");
    tx.update(report).set(facts).where(eq(report.id, id)).run();
    tx.update(reading).set({ place }).where(eq(reading.reportId, id)).run();
    const { text: _before, ...was } = before;
    return { result: undefined, audit: { action: "text.amend", subject: `text ${id}`, before: was, after: { ...facts, place } } };
  });
}

function readingById(tx: Tx, id: number) {
  const row = tx.select().from(report).innerJoin(reading, eq(reading.reportId, report.id)).where(eq(report.id, id)).get();
  if (!row?.report.text) throw new Refused("reading.unknown");
  return { before: { ...row.report, text: row.report.text }, closedAt: row.reading.closedAt };
}

/** Puts a text away, or takes it out again: nothing of it is lost either way. */
export function closeReading(db: Db, actor: Actor, id: number, isClosed: boolean): void {
  write(db, actor, "recorder", (tx) => {
    const { closedAt } = readingById(tx, id);
    if ((closedAt !== null) === isClosed) return { result: undefined, audit: null };
    tx.update(reading)
      .set({ closedAt: isClosed ? tx.now() : null })
      .where(eq(reading.reportId, id))
      .run();
    return { result: undefined, audit: { action: isClosed ? "text.close" : "text.reopen", subject: `text ${id}` } };
  });
}

/** A claim that a person took from a text: of a new incident of the same batch, or of one that is there. */
export interface TakenClaim {
  incident: { is: "new"; index: number } | { is: "known"; code: string };
  /** What the person confirmed; its report is the text's. */
  claim: Omit<ClaimInput, "report">;
  spans: readonly { part: SpanPart; start: number; end: number }[];
  /** What its fields' names begin with, so that a refusal finds them. */
  prefix?: string;
}

export interface TakenText {
  incidents: readonly { input: IncidentInput; prefix?: string }[];
  claims: readonly TakenClaim[];
}

/**
 * Saves what a person took from a text as drafts, by the ordinary commands, in one transaction: all of it or nothing.
 * Gives back the codes of the claims. Throws Refused, its field with the prefix of the claim or incident it is of.
 */
export function recordFromText(
  db: Db,
  actor: Actor,
  id: number,
  taken: TakenText,
  { formKey = null }: { formKey?: string | null } = {},
): string[] {
  return write(db, actor, "recorder", (tx) => {
    const { before } = readingById(tx, id);
    const { subject, repeated } = onceFor(tx, formKey, () => {
      if (taken.claims.length === 0) throw new Refused("reading.nothing_taken");
      const incidents = taken.incidents.map(({ input, prefix = "" }) =>
        withPrefix(prefix, () => recordIncident(db, actor, input)),
      );
      const codes = taken.claims.map(({ incident, claim: input, spans, prefix = "" }) => {
        const code = incident.is === "known" ? incident.code : incidents[incident.index]!;
        const made = withPrefix(prefix, () =>
          recordClaim(db, actor, code, { ...input, report: factsOf(before) }, { reportId: id }),
        );
        tieToText(tx, made, before.text, input.quote ?? null, spans);
        return made;
      });
      return `claims ${codes.join(" ")}`;
    });
    const codes = subject.split(" ").slice(1);
    return { result: codes, audit: repeated ? null : { action: "text.take", subject: `text ${id}`, after: { claims: codes } } };
  });
}

function withPrefix<Result>(prefix: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refused && error.field !== null) throw new Refused(error.code, `${prefix}${error.field}`, error.values);
    throw error;
  }
}

function factsOf({ publisher, url, archiveUrl, title, language, publishedAt, retrievedAt }: typeof report.$inferSelect) {
  return { publisher, url, archiveUrl, title, language, publishedAt, retrievedAt };
}

/** Keeps the words of each part; the quotation's span where it stands in the text as it is. */
function tieToText(tx: Tx, code: string, text: string, quote: string | null, spans: TakenClaim["spans"]): void {
  const { id } = tx.select({ id: claim.id }).from(claim).where(eq(claim.code, code)).get()!;
  const inside = spans.filter(({ start, end }) => start >= 0 && end > start && end <= text.length);
  const once = new Map(inside.map((span) => [`${span.part} ${span.start}`, span]));
  if (once.size > 0)
    tx.insert(claimSpan)
      .values([...once.values()].map(({ part, start, end }) => ({ claimId: id, part, start, end })))
      .run();
  const sentence = inside.find(({ part }) => part === "sentence")?.start ?? 0;
  const at = quote === null ? -1 : text.indexOf(quote, sentence);
  if (quote !== null && at >= 0)
    tx.update(claim)
      .set({ quoteStart: at, quoteEnd: at + quote.length })
      .where(eq(claim.id, id))
      .run();
}

/** Recording and amending claims; the claimant and the report are found or made on the way. */
import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { ClaimInput } from "@/domain/claim";
import { civilDateAt, instantOf } from "@/domain/dates";
import { publicAt } from "@/domain/estimate";
import { foldName, freeSlug } from "@/domain/names";
import type { ReportInput } from "@/domain/report";
import type { Db, Tx } from "../open";
import { Refused } from "../refused";
import { claim, figure, record, report, source } from "../schema";
import type { Actor } from "./actor";
import { keepTiesToText } from "./captured-text";
import { expectMayEdit, expectVersion, incidentByCode } from "./incidents";
import { keepClaim } from "./revisions";
import { isWithheld, sourceByName, withholdName, type Withheld } from "./withheld-names";
import { onceFor, write } from "./write";

type Claim = ReturnType<typeof ClaimInput.parse>;

export interface RecordClaimOptions {
  formKey?: string | null;
  /** Whether readers are not to see the claimant's name, on any of their claims. */
  withhold?: boolean;
  /** An id and number to keep, when a record is imported into an empty one. */
  code?: string;
  recordedNo?: number;
  /** The report that it was read in, where that one is there already: a captured text's. */
  reportId?: number;
}

/** Adds a draft claim to an incident and gives back its code. Throws Refused on unknown codes and future dates. */
export function recordClaim(
  db: Db,
  actor: Actor,
  incidentCode: string,
  input: ClaimInput,
  options: RecordClaimOptions = {},
): string {
  const parsed = ClaimInput.parse(input);
  return write(db, actor, "recorder", (tx) => {
    const incident = incidentByCode(tx, incidentCode);
    if (incident.publication === "retracted") throw new Refused("incident.retracted");
    const withheld: Withheld[] = [];
    const { subject: code, repeated } = onceFor(tx, options.formKey ?? null, () => {
      const recordedNo = options.recordedNo ?? nextNumber(tx);
      const at = tx.now();
      const values = {
        ...columnsOf(tx, incident.id, parsed, { reportId: options.reportId }),
        incidentId: incident.id,
        code: options.code ?? `C${recordedNo}`,
        recordedNo,
        createdAt: at,
        updatedAt: at,
        editedBy: actor.accountId,
      };
      const row = tx.insert(claim).values(values).returning({ id: claim.id, code: claim.code }).get();
      insertFigures(tx, row.id, parsed);
      if (options.withhold) withheld.push(...withholdName(tx, actor, values.sourceId));
      return row.code;
    });
    const entry = { action: "claim.record", subject: `claim ${code}`, after: { incident: incidentCode, ...parsed } };
    return {
      result: code,
      audit: repeated ? null : [entry, ...withheld.map(({ audit }) => audit)],
      incidents: withheld.flatMap(({ incidents }) => incidents),
    };
  });
}

/** Changes a claim; `version` is the one the person saw. A published one changes the estimate at once, so only an editor may. */
export function amendClaim(
  db: Db,
  actor: Actor,
  { code, version }: { code: string; version: number },
  input: ClaimInput,
  { withhold = false, restores }: { withhold?: boolean; restores?: number } = {},
): void {
  const parsed = ClaimInput.parse(input);
  write(db, actor, "recorder", (tx) => {
    const row = claimByCode(tx, code);
    expectMayEdit(actor, row.publication);
    expectVersion(row, version);
    keepClaim(tx, row);
    const before = { ...row, figures: tx.select().from(figure).where(eq(figure.claimId, row.id)).all() };
    const columns = columnsOf(tx, row.incidentId, parsed, { current: row.reportId });
    tx.update(claim)
      .set({ ...columns, version: row.version + 1, updatedAt: tx.now(), editedBy: actor.accountId })
      .where(eq(claim.id, row.id))
      .run();
    keepTiesToText(tx, row);
    const withheld = withhold ? withholdName(tx, actor, columns.sourceId) : [];
    tx.delete(figure).where(eq(figure.claimId, row.id)).run();
    insertFigures(tx, row.id, parsed);
    return {
      result: undefined,
      audit: [
        {
          action: "claim.amend",
          subject: `claim ${code}`,
          before,
          after: parsed,
          why: restores === undefined ? null : `Version ${restores} again.`,
        },
        ...withheld.map(({ audit }) => audit),
      ],
      incidents: [row.incidentId, ...withheld.flatMap(({ incidents }) => incidents)],
      visible: row.publication === "published" || withheld.length > 0,
    };
  });
}

/** Takes a published claim back as ours to have recorded wrongly, with a reason; the row stays and counts no more. */
export function retractClaim(db: Db, actor: Actor, { code, version }: { code: string; version: number }, reason: string): void {
  write(db, actor, "editor", (tx) => {
    const row = claimByCode(tx, code);
    expectVersion(row, version);
    if (row.publication !== "published") throw new Refused("claim.not_published");
    if (reason.trim() === "") throw new Refused("reason.missing", "reason");
    // What readers see rests on claims: without its last one the incident itself is taken back.
    const other = tx.first(
      sql`select 1 from claim c join incident i on i.id = c.incident_id
           where i.id = ${row.incidentId} and c.publication = 'published' and c.id <> ${row.id}`,
    );
    if (!other) throw new Refused("claim.last_one");
    keepClaim(tx, row);
    tx.update(claim)
      .set({
        publication: "retracted",
        statusReason: reason.trim(),
        version: row.version + 1,
        updatedAt: tx.now(),
        editedBy: actor.accountId,
      })
      .where(eq(claim.id, row.id))
      .run();
    return {
      result: undefined,
      audit: {
        action: "claim.retract",
        subject: `claim ${code}`,
        before: { publication: row.publication },
        after: { publication: "retracted" },
        why: reason.trim(),
      },
      incidents: [row.incidentId],
    };
  });
}

/** The row of a claim by its code. Throws Refused naming the field where there is none. */
export function claimByCode(tx: Tx, code: string, field: string | null = null) {
  const row = tx.select().from(claim).where(eq(claim.code, code)).get();
  if (!row) throw new Refused("claim.unknown", field, { code });
  return row;
}

function nextNumber(tx: Tx): number {
  return (
    tx
      .update(record)
      .set({ nextClaimNo: sql`${record.nextClaimNo} + 1` })
      .returning({ no: record.nextClaimNo })
      .get().no - 1
  );
}

function columnsOf(
  tx: Tx,
  incidentId: number,
  input: Claim,
  { reportId, current }: { reportId?: number | undefined; current?: number } = {},
) {
  const { timeZone } = tx.select({ timeZone: record.timeZone }).from(record).get()!;
  const today = civilDateAt(tx.now(), timeZone);
  for (const [field, stated] of [
    ["asOf", input.asOf],
    ["report.publishedAt", input.report.publishedAt],
    ["report.retrievedAt", input.report.retrievedAt],
  ] as const) {
    if (stated && !hasBegun(stated, today, tx.now(), timeZone)) throw new Refused("date.future", field, { today });
  }
  const { claimant, report: read, repeats, figures: _figures, ...columns } = input;
  const repeated = repeats === null ? null : claimByCode(tx, repeats, "repeats");
  if (repeated && repeated.incidentId !== incidentId)
    throw new Refused("claim.repeats_elsewhere", "repeats", { code: repeated.code });
  const retrievedAt = read.retrievedAt ?? today;
  return {
    ...columns,
    sourceId: sourceIdOf(tx, claimant),
    reportId: reportId ?? reportIdOf(tx, { ...read, retrievedAt }, current),
    repeatsId: repeated?.id ?? null,
    publicAt: publicAt({ publishedAt: read.publishedAt, asOf: columns.asOf, retrievedAt }, timeZone),
  };
}

/** Whether a stated month or day has begun, or a stated clock has passed. */
export function hasBegun(stated: string, today: string, now: number, timeZone: string): boolean {
  return stated.length <= 10 ? stated <= today.slice(0, stated.length) : instantOf(stated, timeZone) <= now;
}

function sourceIdOf(tx: Tx, { name, kind, role, voice }: Claim["claimant"]): number {
  const folded = foldName(name);
  const there = sourceByName(tx, folded);
  if (there) {
    // A source first known as somebody's voice has no role until it speaks itself; a withheld one shows none.
    if (there.role === null && role !== null && !isWithheld(tx, there.id))
      tx.update(source).set({ role }).where(eq(source.id, there.id)).run();
    return there.id;
  }
  const voiceId =
    voice === null || foldName(voice) === folded
      ? null
      : rootVoiceOf(tx, sourceIdOf(tx, { name: voice, kind, role: null, voice: null }));
  const slug = freeSlug(name, (candidate) => tx.first(sql`select 1 from source where slug = ${candidate}`) !== undefined);
  return tx.insert(source).values({ name, folded, slug, kind, role, voiceId }).returning({ id: source.id }).get().id;
}

/** A branch of a branch speaks with the voice at the root. */
function rootVoiceOf(tx: Tx, id: number): number {
  return tx.select({ voiceId: source.voiceId }).from(source).where(eq(source.id, id)).get()?.voiceId ?? id;
}

/** Of reports that are equal but for their captured text, the claim keeps its own. */
function reportIdOf(tx: Tx, read: z.output<typeof ReportInput> & { retrievedAt: string }, current = -1): number {
  const there = tx.first<{ id: number }>(sql`
    select id from report where publisher = ${read.publisher} and url is ${read.url} and archive_url is ${read.archiveUrl}
       and published_at is ${read.publishedAt} and retrieved_at is ${read.retrievedAt} and title is ${read.title}
     order by id = ${current} desc, id limit 1`);
  if (there) return there.id;
  return tx.insert(report).values(read).returning({ id: report.id }).get().id;
}

function insertFigures(tx: Tx, claimId: number, { figures }: Claim): void {
  if (figures.length > 0)
    tx.insert(figure)
      .values(figures.map((f) => ({ ...f, claimId })))
      .run();
}

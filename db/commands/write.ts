/**
 * The only opener of transactions. What a command changed, the estimates that follow from it, the audit entry and the
 * record's revision are kept together, or nothing is.
 */
import { createHash, randomBytes } from "node:crypto";
import { channel } from "node:diagnostics_channel";
import { eq, sql } from "drizzle-orm";
import type { Role } from "@/domain/vocabulary";
import type { Db, Tx } from "../open";
import { Refused } from "../refused";
import { audit, record, submission } from "../schema";
import { mayAct, type Actor } from "./actor";
import { rebuildEstimates } from "./rebuild-estimates";

/** One line of the audit log; `before` and `after` hold what changed. */
export interface AuditEntry {
  action: string;
  /** "incident UA-0003", "claim C17", "account 2". */
  subject: string;
  before?: unknown;
  after?: unknown;
  why?: string | null;
}

/** What a command gives back to `write`. */
export interface Change<Result> {
  result: Result;
  /**
   * Null where nothing was changed: a form that came twice. Several where one act changed several things: an import. A function
   * is asked once the estimates are made: it can tell what they became.
   */
  audit: AuditEntry | readonly AuditEntry[] | (() => AuditEntry) | null;
  /** Ids of incidents whose published claims may have changed. */
  incidents?: readonly number[];
  /** Whether readers may see a difference; by default where incidents are named. Kept pages are dropped by it. */
  visible?: boolean;
  /** Whether the entry tells every seal, not only those that changed: after others that told them are gone. */
  tellAll?: boolean;
}

/** The channel on which each transaction's time is told to whoever listens (server/metrics.ts). */
export const WRITES = "attest:write";
const writes = channel(WRITES);

/** One transaction of a command: how long it took, and how it ended. */
export interface WriteDone {
  ms: number;
  outcome: "kept" | "refused" | "failed";
}

/** Runs a command's work in one transaction. Throws Refused where the actor's role does not reach. */
export function write<Result>(db: Db, actor: Actor, needed: Role, work: (tx: Tx) => Change<Result>): Result {
  if (!mayAct(actor, needed)) throw new Refused("role.not_allowed", null, { needed });
  if (!writes.hasSubscribers) return keep(db, actor, work);
  const started = performance.now();
  const told = (outcome: WriteDone["outcome"]) =>
    writes.publish({ ms: performance.now() - started, outcome } satisfies WriteDone);
  try {
    const result = keep(db, actor, work);
    told("kept");
    return result;
  } catch (error) {
    told(error instanceof Refused ? "refused" : "failed");
    throw error;
  }
}

function keep<Result>(db: Db, actor: Actor, work: (tx: Tx) => Change<Result>): Result {
  return db.transaction((tx) => {
    const {
      result,
      audit: entry,
      incidents = [],
      visible = incidents.length > 0,
      tellAll = false,
    } = refusingTriggers(() => work(tx));
    for (const id of new Set(incidents)) rebuildEstimates(tx, id);
    if (visible) {
      const changed = incidents.length > 0 ? { changedAt: tx.now() } : {};
      tx.update(record)
        .set({ revision: sql`${record.revision} + 1`, ...changed })
        .run();
    }
    const entries = entry ? [typeof entry === "function" ? entry() : entry].flat() : [];
    entries.forEach((one, index) => {
      // What the rows add up to after this write stands in its last entry.
      appendAudit(tx, actor, one, index === entries.length - 1 ? tx.tellSeals({ all: tellAll }) : {});
    });
    return result;
  });
}

/** A trigger's RAISE text is a message key ("incident.counted_twice"): say it as a refusal, not as a broken database. */
function refusingTriggers<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const { code, message } = (error instanceof Error && error.cause instanceof Error ? error.cause : error) as {
      code?: string;
      message: string;
    };
    if (code === "SQLITE_CONSTRAINT_TRIGGER") throw new Refused(message, TRIGGER_FIELDS[message] ?? null);
    throw error;
  }
}

const TRIGGER_FIELDS: Record<string, string> = {
  "incident.counted_twice": "counted",
  "incident.part_of_circle": "partOf",
  "incident.nested_too_deep": "partOf",
  "claim.repeats_elsewhere": "repeats",
  "source.voice_is_branch": "claimant.voice",
};

/** Writes what changes nothing, to see whether anything can be written. Throws Unwritable where not. */
export function tryWriting(db: Db): void {
  db.transaction((tx) =>
    tx
      .update(record)
      .set({ revision: sql`${record.revision}` })
      .run(),
  );
}

/** The hash that the first entry of a log follows. */
export const FIRST_HASH = "0".repeat(64);

/** SHA-256 in hex. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The hash of an entry: over its own fields, its content's commitment and the entry before it. */
export function auditHash(entry: {
  id: number;
  at: number;
  actor: string;
  action: string;
  subject: string;
  contentHash: string;
  previousHash: string;
}): string {
  const { id, at, actor, action, subject, contentHash, previousHash } = entry;
  return sha256(JSON.stringify([id, at, actor, action, subject, contentHash, previousHash]));
}

function appendAudit(
  tx: Tx,
  actor: Actor,
  { action, subject, before, after, why }: AuditEntry,
  seals: Record<string, string>,
): void {
  // By its own id, whatever an "analyze" of a young record may have told SQLite about the indexes.
  const last = tx.first<{ id: number; hash: string }>(sql`select id, hash from audit not indexed order by id desc limit 1`);
  const salt = randomBytes(16).toString("hex");
  const content = JSON.stringify({
    before: before ?? null,
    after: after ?? null,
    why: why ?? null,
    ...(Object.keys(seals).length > 0 ? { seals } : {}),
  });
  const entry = {
    id: (last?.id ?? 0) + 1,
    at: tx.now(),
    accountId: actor.accountId,
    actor: actor.name,
    action,
    subject,
    contentHash: sha256(salt + content),
    previousHash: last?.hash ?? FIRST_HASH,
  };
  tx.insert(audit)
    .values({ ...entry, content, salt, hash: auditHash(entry) })
    .run();
}

/**
 * Makes a form's repeated submission one row: the first use of a key does the work and remembers its subject, a second
 * one gives that subject back.
 */
export function onceFor(tx: Tx, key: string | null, work: () => string): { subject: string; repeated: boolean } {
  if (key) {
    const done = tx.select().from(submission).where(eq(submission.key, key)).get();
    if (done) return { subject: done.subject, repeated: true };
  }
  const subject = work();
  if (key) tx.insert(submission).values({ key, subject, at: tx.now() }).run();
  return { subject, repeated: false };
}

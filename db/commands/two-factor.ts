/**
 * The second step of signing in (RFC 6238), on the tables of schema/two-factor. Codes are judged by the edge, which knows
 * the library; here is what may be used, once, and what is left.
 */
import { randomBytes } from "node:crypto";
import { and, eq, isNull, lt, sql } from "drizzle-orm";
import type { Db, ReadDb } from "../open";
import { Refused } from "../refused";
import { recoveryCode, secondStep, totp } from "../schema";
import type { Actor } from "./actor";
import { sha256, write } from "./write";

const STEP_LASTS = 10 * 60_000;
const MOST_TRIES = 5;
const RECOVERY_CODES = 10;

type Own = Actor & { accountId: number };

/** What an account's second step is made of. */
export interface TwoFactor {
  secret: string;
  isOn: boolean;
  lastStep: number;
  /** Recovery codes that were not used. */
  codesLeft: number;
}

/** An account's second step, confirmed or only begun; null where it has none. */
export function findTwoFactor(db: ReadDb, accountId: number): TwoFactor | null {
  const row = db.first<{ secret: string; confirmedAt: number | null; lastStep: number; codesLeft: number }>(sql`
    select t.secret, t.confirmed_at as confirmedAt, t.last_step as lastStep,
           (select count(*) from recovery_code r where r.account_id = t.account_id and r.used_at is null) as codesLeft
      from totp t where t.account_id = ${accountId}`);
  return row ? { secret: row.secret, isOn: row.confirmedAt !== null, lastStep: row.lastStep, codesLeft: row.codesLeft } : null;
}

/** Begins a set-up with a new secret, in place of one that was never confirmed. Throws Refused where it is on already. */
export function beginTwoFactor(db: Db, actor: Own, secret: string): void {
  write(db, actor, "recorder", (tx) => {
    if (findTwoFactor(tx, actor.accountId)?.isOn) throw new Refused("two_factor.on_already");
    tx.delete(totp).where(eq(totp.accountId, actor.accountId)).run();
    tx.insert(totp).values({ accountId: actor.accountId, secret, madeAt: tx.now() }).run();
    return { result: undefined, audit: null };
  });
}

/**
 * Turns the second step on, after a first code of its app; `step` is the time step of that code, which is used up. Gives the
 * recovery codes, which nobody can look up again.
 */
export function confirmTwoFactor(db: Db, actor: Own, step: number): string[] {
  return write(db, actor, "recorder", (tx) => {
    const { accountId } = actor;
    const there = findTwoFactor(tx, accountId);
    if (!there || there.isOn) throw new Refused(there ? "two_factor.on_already" : "two_factor.not_begun");
    tx.update(totp).set({ confirmedAt: tx.now(), lastStep: step }).where(eq(totp.accountId, accountId)).run();
    tx.delete(recoveryCode).where(eq(recoveryCode.accountId, accountId)).run();
    const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
    for (const code of codes)
      tx.insert(recoveryCode)
        .values({ codeHash: recoveryHash(accountId, code), accountId })
        .run();
    return { result: codes, audit: { action: "account.two_factor_on", subject: `account ${accountId}` } };
  });
}

/** Turns it off; whoever asks has given their password, or is an admin who helps somebody who lost their device. */
export function endTwoFactor(db: Db, actor: Actor, accountId: number): void {
  write(db, actor, actor.accountId === accountId ? "recorder" : "admin", (tx) => {
    const there = findTwoFactor(tx, accountId);
    if (!there) throw new Refused("two_factor.off_already");
    tx.delete(totp).where(eq(totp.accountId, accountId)).run();
    tx.delete(recoveryCode).where(eq(recoveryCode.accountId, accountId)).run();
    tx.delete(secondStep).where(eq(secondStep.accountId, accountId)).run();
    return { result: undefined, audit: { action: "account.two_factor_off", subject: `account ${accountId}` } };
  });
}

/** Notes that an account's password was right and that its code is asked for; gives the token for its cookie, for ten minutes. */
export function startSecondStep(db: Db, actor: Own): string {
  const token = randomBytes(32).toString("base64url");
  write(db, actor, "recorder", (tx) => {
    const now = tx.now();
    tx.delete(secondStep).where(lt(secondStep.expiresAt, now)).run();
    tx.insert(secondStep)
      .values({ tokenHash: sha256(token), accountId: actor.accountId, expiresAt: now + STEP_LASTS })
      .run();
    return { result: undefined, audit: null };
  });
  return token;
}

/** Whose second step a token is; null where it is over, or too many wrong codes were given. */
export function accountOfSecondStep(db: ReadDb, token: string): number | null {
  const row = db.first<{ accountId: number }>(sql`
    select account_id as accountId from second_step
     where token_hash = ${sha256(token)} and expires_at > ${db.now()} and tries < ${MOST_TRIES}`);
  return row?.accountId ?? null;
}

/** Counts a wrong code against its step, and writes it down. */
export function recordWrongCode(db: Db, actor: Actor, token: string, accountId: number): void {
  write(db, actor, "recorder", (tx) => {
    tx.update(secondStep)
      .set({ tries: sql`${secondStep.tries} + 1` })
      .where(eq(secondStep.tokenHash, sha256(token)))
      .run();
    return { result: undefined, audit: { action: "account.sign_in_failed", subject: `account ${accountId}` } };
  });
}

/** Uses up the code of a time step; a code, and any older one, is good once. Throws Refused where it was used. */
export function spendTimeStep(db: Db, actor: Actor, accountId: number, step: number): void {
  write(db, actor, "recorder", (tx) => {
    const used = tx
      .update(totp)
      .set({ lastStep: step })
      .where(and(eq(totp.accountId, accountId), lt(totp.lastStep, step)))
      .run();
    if (used.changes === 0) throw new Refused("two_factor.wrong", "code");
    return { result: undefined, audit: null };
  });
}

/** Uses up a recovery code and says whether it was one. */
export function spendRecoveryCode(db: Db, actor: Actor, accountId: number, typed: string): boolean {
  const code = typed.toUpperCase().replace(/[^A-Z2-7]/g, "");
  if (code.length !== RECOVERY_LENGTH) return false;
  return write(db, actor, "recorder", (tx) => {
    const used = tx
      .update(recoveryCode)
      .set({ usedAt: tx.now() })
      .where(and(eq(recoveryCode.codeHash, recoveryHash(accountId, code)), isNull(recoveryCode.usedAt)))
      .run();
    const isOne = used.changes === 1;
    return { result: isOne, audit: isOne ? { action: "account.recovery_code", subject: `account ${accountId}` } : null };
  });
}

/** Ends a second step, at its end or when its person goes back. */
export function endSecondStep(db: Db, actor: Actor, token: string): void {
  write(db, actor, "recorder", (tx) => {
    tx.delete(secondStep)
      .where(eq(secondStep.tokenHash, sha256(token)))
      .run();
    return { result: undefined, audit: null };
  });
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/** 80 random bits. */
const RECOVERY_LENGTH = 16;

/** "ABCD-EFGH-IJKL-MNOP", of letters and digits that are not mistaken for each other. */
function newRecoveryCode(): string {
  const letters = [...randomBytes(RECOVERY_LENGTH)].map((byte) => BASE32[byte & 31]).join("");
  return letters.replace(/(.{4})(?=.)/g, "$1-");
}

function recoveryHash(accountId: number, code: string): string {
  return sha256(`${accountId} ${code.replace(/-/g, "")}`);
}

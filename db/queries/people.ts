/** Accounts, invitations and sessions as an admin and their owner see them. No query gives a hash of a password or a token. */
import { sql } from "drizzle-orm";
import type { Role } from "@/domain/vocabulary";
import { SESSION_IDLE, SESSION_LASTS } from "../commands/accounts";
import { mayAct, type Actor } from "../commands/actor";
import type { ReadDb } from "../open";
import { Refused } from "../refused";

export interface Person {
  id: number;
  name: string;
  email: string;
  role: Role;
  createdAt: number;
  /** Null: may sign in. */
  disabledAt: number | null;
  /** Whether a code is asked for when they sign in. */
  hasSecondStep: boolean;
  /** When one of their sessions was last used; null without a session. */
  seenAt: number | null;
}

/** Every account, those who may sign in first, by name; for admins. */
export function listPeople(db: ReadDb, actor: Actor): Person[] {
  expectAdmin(actor);
  const rows = db.rows<Omit<Person, "hasSecondStep"> & { hasSecondStep: 0 | 1 }>(sql`
    select a.id, a.name, a.email, a.role, a.created_at as createdAt, a.disabled_at as disabledAt,
           exists (select 1 from totp t where t.account_id = a.id and t.confirmed_at is not null) as hasSecondStep,
           (select max(s.seen_at) from session s where s.account_id = a.id) as seenAt
      from account a order by a.disabled_at is not null, a.name, a.id`);
  return rows.map((row) => ({ ...row, hasSecondStep: row.hasSecondStep === 1 }));
}

export interface OpenInvitation {
  /** Names it on the page; no link follows from it. */
  key: string;
  role: Role;
  createdAt: number;
  expiresAt: number;
}

/** Invitations that can still be used, the newest first; for admins. */
export function listInvitations(db: ReadDb, actor: Actor): OpenInvitation[] {
  expectAdmin(actor);
  return db.rows<OpenInvitation>(sql`
    select substr(token_hash, 1, 16) as key, role, created_at as createdAt, expires_at as expiresAt from invitation
     where used_at is null and expires_at > ${db.now()} and token_hash not like 'reset %' order by created_at desc`);
}

export interface OwnSession {
  key: string;
  createdAt: number;
  seenAt: number;
}

/** One's own sessions that are not over, the one used last first. */
export function listOwnSessions(db: ReadDb, actor: Actor): OwnSession[] {
  const now = db.now();
  return db.rows<OwnSession>(sql`
    select substr(token_hash, 1, 16) as key, created_at as createdAt, seen_at as seenAt from session
     where account_id = ${actor.accountId} and seen_at > ${now - SESSION_IDLE} and created_at > ${now - SESSION_LASTS}
     order by seen_at desc, created_at desc`);
}

function expectAdmin(actor: Actor): void {
  if (!mayAct(actor, "admin")) throw new Refused("role.not_allowed");
}

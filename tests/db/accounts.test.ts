/** Accounts, invitations and sessions: once, in time, revoked at once, and nothing plain in the file. */
import { readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import {
  accountOfReset,
  changePassword,
  changeRole,
  createAccount,
  disableAccount,
  enableAccount,
  endSession,
  findAccountByEmail,
  findSession,
  firstAccountLink,
  inviteSomebody,
  makeResetLink,
  recordFailedSignIn,
  resetPassword,
  revokeSession,
  roleOfInvitation,
  sessionKey,
  startSession,
  useInvitation as acceptInvitation,
  withdrawInvitation,
  type Account,
} from "@/db/commands/accounts";
import { makeActor, type Actor } from "@/db/commands/actor";
import { createRecord } from "@/db/commands/settings";
import { openDatabase, type Db } from "@/db/open";
import { hashPassword, verifyPassword } from "@/db/passwords";
import { listInvitations, listOwnSessions, listPeople } from "@/db/queries/people";
import { account as accountTable } from "@/db/schema";
import { testDatabase } from "../support/database";

const START = Date.parse("2026-11-20T10:00:00Z");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const shell = makeActor({ accountId: null, name: "command line", role: "admin" });
const somebody = { email: "olena@example.org", name: "Olena", passwordHash: "$argon2id$test" };
let db: Db;
let now = START;

/** A database whose clock the test turns. */
beforeEach(() => {
  now = START;
  const { file } = testDatabase();
  db = openDatabase(file, { now: () => now });
  createRecord(db, { title: "Record", countries: ["UA"], timeZone: "Europe/Kyiv", codePrefix: "UA" });
  return () => db.close();
});

const actorOf = ({ id, name, role }: Account) => makeActor({ accountId: id, name, role }) as Actor & { accountId: number };
const audit = () =>
  db.rows<{ action: string; actor: string; subject: string }>(sql`select action, actor, subject from audit order by id`);

describe("the first account's link", () => {
  test("makes one admin, once", () => {
    const token = firstAccountLink(db)!;
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(roleOfInvitation(db, token)).toBe("admin");
    const made = acceptInvitation(db, shell, token, { ...somebody, email: "Olena@Example.org" });
    expect(made).toEqual({ id: 1, name: "Olena", email: "olena@example.org", role: "admin" });
    expect(() => acceptInvitation(db, shell, token, { ...somebody, email: "other@example.org" })).toThrow("invitation.used");
    expect(audit()).toEqual([{ action: "account.create", actor: "command line", subject: "account 1" }]);
  });

  test("holds for 24 hours", () => {
    const token = firstAccountLink(db)!;
    now = START + 24 * HOUR;
    expect(() => acceptInvitation(db, shell, token, somebody)).toThrow("invitation.expired");
    expect(findAccountByEmail(db, somebody.email)).toBeNull();
  });

  test("replaces the one before", () => {
    const [first, second] = [firstAccountLink(db)!, firstAccountLink(db)!];
    expect(() => roleOfInvitation(db, first)).toThrow("invitation.unknown");
    expect(roleOfInvitation(db, second)).toBe("admin");
  });

  test("is not made once somebody has an account", () => {
    createAccount(db, shell, { ...somebody, role: "recorder" });
    expect(firstAccountLink(db)).toBeNull();
  });

  test("is not spent by an address that is taken", () => {
    const token = firstAccountLink(db)!;
    createAccount(db, shell, { ...somebody, role: "editor" });
    expect(() => acceptInvitation(db, shell, token, somebody)).toThrow("account.email_taken");
    expect(roleOfInvitation(db, token)).toBe("admin");
  });
});

describe("a session", () => {
  test("belongs to its account until it is ended", () => {
    const made = createAccount(db, shell, { ...somebody, role: "editor" });
    const token = startSession(db, actorOf(made));
    expect(findSession(db, token)).toEqual(made);
    expect(findSession(db, `${token.slice(0, -1)}_`)).toBeNull();
    endSession(db, actorOf(made), token);
    expect(findSession(db, token)).toBeNull();
    expect(audit().map(({ action }) => action)).toEqual(["account.create", "account.sign_in", "account.sign_out"]);
  });

  test("ends after eight hours unused, and each use moves that on", () => {
    const token = startSession(db, actorOf(createAccount(db, shell, { ...somebody, role: "editor" })));
    now = START + 7 * HOUR;
    expect(findSession(db, token)).not.toBeNull();
    now = START + 14 * HOUR;
    expect(findSession(db, token)).not.toBeNull();
    now = START + 22 * HOUR;
    expect(findSession(db, token)).toBeNull();
  });

  test("ends after seven days however much it is used", () => {
    const token = startSession(db, actorOf(createAccount(db, shell, { ...somebody, role: "editor" })));
    const last = START + 7 * 24 * HOUR;
    for (now = START; now < last; now += 4 * HOUR) expect(findSession(db, token)).not.toBeNull();
    now = last;
    expect(findSession(db, token)).toBeNull();
  });

  test("notes its use at most once a minute", () => {
    const token = startSession(db, actorOf(createAccount(db, shell, { ...somebody, role: "editor" })));
    const seen = () => db.first<{ at: number }>(sql`select seen_at as at from session`)!.at - START;
    now = START + MINUTE - 1;
    findSession(db, token);
    expect(seen()).toBe(0);
    now = START + MINUTE;
    findSession(db, token);
    expect(seen()).toBe(MINUTE);
  });

  test("is over at once when its account is disabled", () => {
    const made = createAccount(db, shell, { ...somebody, role: "editor" });
    const token = startSession(db, actorOf(made));
    db.transaction((tx) => tx.update(accountTable).set({ disabledAt: now }).run());
    expect(findSession(db, token)).toBeNull();
    expect(findAccountByEmail(db, somebody.email)).toBeNull();
  });

  test("leaves no token and no password in the file", async () => {
    const link = firstAccountLink(db)!;
    const password = "tall grey heron at noon";
    const made = acceptInvitation(db, shell, link, { ...somebody, passwordHash: await hashPassword(password) });
    const token = startSession(db, actorOf(made));
    const bytes = [db.file, `${db.file}-wal`].map((file) => readFileSync(file, "latin1")).join("");
    for (const secret of [link, token, password]) expect(bytes).not.toContain(secret);
    expect(bytes).toContain("$argon2id$v=19$m=65536,t=3,p=1$");
  });
});

describe("an invitation", () => {
  test("gives its role once, for 72 hours, and is listed until it is used", () => {
    const token = inviteSomebody(db, shell, "editor");
    now = START + 72 * HOUR - 1;
    expect(listInvitations(db, shell)).toMatchObject([{ role: "editor", expiresAt: START + 72 * HOUR }]);
    expect(acceptInvitation(db, shell, token, somebody).role).toBe("editor");
    expect(() => acceptInvitation(db, shell, token, { ...somebody, email: "b@example.org" })).toThrow("invitation.used");
    expect(listInvitations(db, shell)).toEqual([]);
    const late = inviteSomebody(db, shell, "admin");
    now += 72 * HOUR;
    expect(() => roleOfInvitation(db, late)).toThrow("invitation.expired");
    expect(listInvitations(db, shell)).toEqual([]);
  });

  test("can be withdrawn by its key alone, and an editor makes none", () => {
    const token = inviteSomebody(db, shell, "recorder");
    const { key } = listInvitations(db, shell)[0]!;
    expect(token).not.toContain(key);
    expect(() => withdrawInvitation(db, shell, "%")).toThrow("form.broken");
    withdrawInvitation(db, shell, key);
    expect(() => roleOfInvitation(db, token)).toThrow("invitation.unknown");
    expect(() => withdrawInvitation(db, shell, key)).toThrow("invitation.unknown");
    const editor = makeActor({ accountId: null, name: "editor", role: "editor" });
    expect(() => inviteSomebody(db, editor, "recorder")).toThrow("role.not_allowed");
    expect(() => listPeople(db, editor)).toThrow("role.not_allowed");
  });
});

describe("an account", () => {
  test("that is shut has no session and no link, and works again when it is opened", () => {
    const made = createAccount(db, shell, { ...somebody, role: "editor" });
    const token = startSession(db, actorOf(made));
    const link = makeResetLink(db, shell, made.id);
    disableAccount(db, shell, made.id);
    expect(findSession(db, token)).toBeNull();
    expect(() => accountOfReset(db, link)).toThrow("invitation.unknown");
    expect(() => makeResetLink(db, shell, made.id)).toThrow("account.disabled");
    enableAccount(db, shell, made.id);
    expect(findSession(db, token)).toBeNull();
    expect(findAccountByEmail(db, somebody.email)).not.toBeNull();
  });

  test("changes its role at once", () => {
    const made = createAccount(db, shell, { ...somebody, role: "editor" });
    const token = startSession(db, actorOf(made));
    changeRole(db, shell, made.id, "recorder");
    expect(findSession(db, token)).toMatchObject({ role: "recorder" });
    changeRole(db, shell, made.id, "recorder");
    expect(audit().map(({ action }) => action)).toEqual(["account.create", "account.sign_in", "account.role"]);
  });

  test("of the last admin who can sign in is neither shut nor demoted", () => {
    const [first, second] = ["a@example.org", "b@example.org"].map((email) =>
      createAccount(db, shell, { ...somebody, email, role: "admin" }),
    ) as [Account, Account];
    disableAccount(db, shell, first.id);
    expect(() => disableAccount(db, shell, second.id)).toThrow("account.last_admin");
    expect(() => changeRole(db, shell, second.id, "editor")).toThrow("account.last_admin");
    enableAccount(db, shell, first.id);
    changeRole(db, shell, second.id, "editor");
    expect(() => changeRole(db, shell, first.id, "recorder")).toThrow("account.last_admin");
    expect(() => disableAccount(db, shell, 99)).toThrow("account.unknown");
  });

  test("gets a new password by a link: once, for a day, of this account alone, the newest link only", () => {
    const made = createAccount(db, shell, { ...somebody, role: "editor" });
    const other = createAccount(db, shell, { ...somebody, email: "b@example.org", role: "editor" });
    const token = startSession(db, actorOf(made));
    const [old, link] = [makeResetLink(db, shell, made.id), makeResetLink(db, shell, made.id)];
    expect(() => accountOfReset(db, old)).toThrow("invitation.unknown");
    expect(() => accountOfReset(db, link.replace(/^\d+/, String(other.id)))).toThrow("invitation.unknown");
    expect(() => acceptInvitation(db, shell, link, { ...somebody, email: "c@example.org" })).toThrow("invitation.unknown");
    expect(() => acceptInvitation(db, shell, link.split(".")[1]!, somebody)).toThrow("invitation.unknown");
    expect(listInvitations(db, shell)).toEqual([]);
    expect(resetPassword(db, shell, link, "$new").id).toBe(made.id);
    expect(findAccountByEmail(db, somebody.email)!.passwordHash).toBe("$new");
    expect(findSession(db, token)).toBeNull();
    expect(() => resetPassword(db, shell, link, "$newer")).toThrow("invitation.used");
    const late = makeResetLink(db, shell, made.id);
    now += 24 * HOUR;
    expect(() => resetPassword(db, shell, late, "$late")).toThrow("invitation.expired");
  });

  test("ends its sessions one by one, and all of them with its password", () => {
    const made = actorOf(createAccount(db, shell, { ...somebody, role: "recorder" }));
    const other = actorOf(createAccount(db, shell, { ...somebody, email: "b@example.org", role: "recorder" }));
    const [one, two, three] = [startSession(db, made), startSession(db, made), startSession(db, made)];
    expect(listOwnSessions(db, made)).toHaveLength(3);
    expect(() => revokeSession(db, other, sessionKey(one))).toThrow("session.unknown");
    revokeSession(db, made, sessionKey(one));
    expect([one, two, three].map((token) => findSession(db, token) !== null)).toEqual([false, true, true]);
    const link = makeResetLink(db, shell, made.accountId);
    changePassword(db, made, "$new");
    expect(listOwnSessions(db, made)).toEqual([]);
    expect(() => accountOfReset(db, link)).toThrow("invitation.unknown");
  });
});

test("an address has one account, however it is written", () => {
  createAccount(db, shell, { ...somebody, role: "editor" });
  expect(() => createAccount(db, shell, { ...somebody, email: "OLENA@example.org", role: "recorder" })).toThrow(
    "account.email_taken",
  );
});

test("only an admin makes accounts", () => {
  const editor = makeActor({ accountId: null, name: "editor", role: "editor" });
  expect(() => createAccount(db, editor, { ...somebody, role: "admin" })).toThrow("role.not_allowed");
});

test("a failed sign-in is written down without the address that was typed", () => {
  recordFailedSignIn(db, makeActor({ accountId: null, name: "visitor", role: "recorder" }), null);
  recordFailedSignIn(db, makeActor({ accountId: null, name: "visitor", role: "recorder" }), 7);
  expect(audit()).toEqual([
    { action: "account.sign_in_failed", actor: "visitor", subject: "account unknown" },
    { action: "account.sign_in_failed", actor: "visitor", subject: "account 7" },
  ]);
});

describe("a password", () => {
  test("is its own, in any normal form of its letters", async () => {
    const hash = await hashPassword("café au lait at noon");
    expect(await verifyPassword(hash, "café au lait at noon".normalize("NFD"))).toBe(true);
    expect(await verifyPassword(hash, "cafe au lait at noon")).toBe(false);
  });

  test("of nobody is wrong, and takes as long to be", async () => {
    const hash = await hashPassword("tall grey heron at noon");
    await verifyPassword(null, "warm up");
    const timed = async (of: string | null) => {
      const start = performance.now();
      expect(await verifyPassword(of, "something else")).toBe(false);
      return performance.now() - start;
    };
    const times = { known: [] as number[], unknown: [] as number[] };
    for (let round = 0; round < 4; round++) {
      times.known.push(await timed(hash));
      times.unknown.push(await timed(null));
    }
    const ratio = Math.min(...times.unknown) / Math.min(...times.known);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });
});

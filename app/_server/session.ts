/** Who is asking: the session cookie, and the Actor that follows from it. The site makes Actors here and nowhere else. */
import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import {
  accountOfReset,
  changePassword,
  endSession,
  findAccount,
  findAccountByEmail,
  findSession,
  hasAccount,
  isResetLink,
  recordFailedSignIn,
  resetPassword,
  roleOfInvitation,
  SESSION_LASTS,
  sessionKey,
  startSession,
  useInvitation as acceptInvitation,
  type Account,
} from "@/db/commands/accounts";
import { makeActor, mayAct, type Actor } from "@/db/commands/actor";
import {
  accountOfSecondStep,
  beginTwoFactor,
  confirmTwoFactor,
  endSecondStep,
  endTwoFactor,
  findTwoFactor,
  recordWrongCode,
  startSecondStep,
  spendRecoveryCode,
  spendTimeStep,
} from "@/db/commands/two-factor";
import { findRecord } from "@/db/queries/record";
import { hashPassword, verifyPassword } from "@/db/passwords";
import { Refused } from "@/db/refused";
import { passwordProblem, type AccountInput } from "@/domain/account";
import type { Role } from "@/domain/vocabulary";
import { pathIn, type Locale } from "@/messages";
import { readDb, writeDb } from "./database";
import { appAddress, newSecret, qrPath, timeStepOf } from "./one-time-code";
import { countTry, forgetTries } from "./throttle";

/** __Host-: the browser takes it over https (or from localhost) alone, for this host alone. */
const COOKIE = "__Host-attest";
/** Between the password and the code. */
const STEP_COOKIE = "__Host-attest-step";
const COOKIE_OPTIONS = { httpOnly: true, secure: true, sameSite: "lax", path: "/" } as const;
const TOKEN = /^[\w-]{43}$/;

/** Somebody signed in. */
export type SignedIn = Actor & { readonly accountId: number };

function actorOf({ id, name, role }: Account): SignedIn {
  return makeActor({ accountId: id, name, role }) as SignedIn;
}

/** Who sent this request, or null; looked up once a request. */
export const currentActor = cache(async (): Promise<SignedIn | null> => {
  const token = (await cookies()).get(COOKIE)?.value;
  if (!token || !TOKEN.test(token)) return null;
  const account = findSession(writeDb(), token);
  return account && actorOf(account);
});

/** What a page of the desk is told: who visits; or that the session was over when a form came in, and which form. */
export type Visit = { actor: SignedIn; lost: null } | { actor: null; lost: string };

/**
 * Lets in whoever is signed in; sends anybody else to sign in and back. A form that was posted without JavaScript after
 * its session ended is shown once more, empty of anything but what was typed (`lost`). Every page asks for itself.
 */
export async function visitOf(locale: Locale, path: string): Promise<Visit> {
  const actor = await currentActor();
  if (actor) return { actor, lost: null };
  const lost = lostForms.get(await headers());
  if (lost !== undefined) return { actor: null, lost };
  redirect(signInAddress(locale, path));
}

/** The person signed in, or off to sign in. For pages without a form. */
export async function requireActor(locale: Locale, path: string): Promise<SignedIn> {
  return (await currentActor()) ?? redirect(signInAddress(locale, path));
}

/** The person signed in where their role reaches; a page that is not for them does not exist for them. */
export async function requireRole(locale: Locale, path: string, needed: Role): Promise<SignedIn> {
  const actor = await requireActor(locale, path);
  return may(actor, needed) ? actor : notFound();
}

/** Names this browser's session among one's own; null without one. */
export async function currentSessionKey(): Promise<string | null> {
  const token = (await cookies()).get(COOKIE)?.value;
  return token ? sessionKey(token) : null;
}

/** Whether somebody's role reaches. */
export function may(actor: Actor, needed: Role): boolean {
  return mayAct(actor, needed);
}

/** The address of the entrance, which leads back to `path` (without its language). */
export function signInAddress(locale: Locale, path: string): string {
  return `${pathIn(locale, "/sign-in")}?next=${encodeURIComponent(path)}`;
}

/** Requests whose form found its session over; the page that answers in the same request looks here. */
const lostForms = ((globalThis as { attestLostForms?: WeakMap<object, string> }).attestLostForms ??= new WeakMap());

/** Notes that this request's form could not be saved because nobody is signed in. */
export async function rememberLostForm(form: string): Promise<void> {
  lostForms.set(await headers(), form);
}

/** Signs in, or says why not; an unknown account takes as long and hears the same as a wrong password. Throws Refused. */
export async function signIn({ email, password }: { email: string; password: string }): Promise<"in" | "code"> {
  const minutes = await countTry(email, await addressOfVisitor());
  if (minutes > 0) throw new Refused("sign_in.too_often", null, { minutes });
  const account = findAccountByEmail(readDb(), email);
  const matches = await verifyPassword(account?.passwordHash ?? null, password);
  if (!account || !matches) {
    recordFailedSignIn(writeDb(), makeActor({ accountId: null, name: "visitor", role: "recorder" }), account?.id ?? null);
    throw new Refused("sign_in.wrong");
  }
  const next = await goOn(account);
  if (next === "in") await forgetTries(email);
  return next;
}

/** Begins a session, or asks for the code where the account has a second step. */
async function goOn(account: Account): Promise<"in" | "code"> {
  if (!findTwoFactor(readDb(), account.id)?.isOn) {
    await beginSession(account);
    return "in";
  }
  const token = startSecondStep(writeDb(), actorOf(account));
  (await cookies()).set(STEP_COOKIE, token, { ...COOKIE_OPTIONS, maxAge: 600 });
  return "code";
}

const VISITOR = { accountId: null, name: "visitor", role: "recorder" } as const;

/** Whether this browser gave a right password and is asked for its code. */
export async function isAskedForCode(): Promise<boolean> {
  const token = (await cookies()).get(STEP_COOKIE)?.value;
  return token !== undefined && TOKEN.test(token) && accountOfSecondStep(readDb(), token) !== null;
}

/** The second step: a code of the app, or a recovery code, each good once. Throws Refused. */
export async function giveCode(typed: string): Promise<void> {
  const jar = await cookies();
  const token = jar.get(STEP_COOKIE)?.value ?? "";
  const accountId = TOKEN.test(token) ? accountOfSecondStep(readDb(), token) : null;
  const account = accountId === null ? null : findAccount(readDb(), accountId);
  if (!account) throw new Refused("two_factor.over");
  const minutes = await countTry(account.email, await addressOfVisitor());
  if (minutes > 0) throw new Refused("sign_in.too_often", null, { minutes });
  if (!takeCode(account, typed)) {
    recordWrongCode(writeDb(), makeActor(VISITOR), token, account.id);
    throw new Refused("two_factor.wrong", "code");
  }
  endSecondStep(writeDb(), makeActor(VISITOR), token);
  jar.set(STEP_COOKIE, "", { ...COOKIE_OPTIONS, maxAge: 0 });
  await forgetTries(account.email);
  await beginSession(account);
}

/** Whether a code is right and was not used before; it is used up by this. */
function takeCode(account: Account, typed: string): boolean {
  const factor = findTwoFactor(readDb(), account.id);
  if (!factor?.isOn) return false;
  const db = writeDb();
  const step = timeStepOf(factor.secret, typed, db.now());
  if (step === null) return spendRecoveryCode(db, actorOf(account), account.id, typed);
  try {
    spendTimeStep(db, actorOf(account), account.id, step);
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

/** Where one's second step stands: off, begun with what the app is to read, or on. */
export type SecondStepState =
  | { is: "off" }
  | { is: "begun"; secret: string; qr: { path: string; size: number } }
  | { is: "on"; codesLeft: number };

/** One's own second step, for one's own page. */
export function secondStepOf(actor: SignedIn): SecondStepState {
  const factor = findTwoFactor(readDb(), actor.accountId);
  if (!factor) return { is: "off" };
  if (factor.isOn) return { is: "on", codesLeft: factor.codesLeft };
  const account = findAccount(readDb(), actor.accountId);
  const address = appAddress(factor.secret, { email: account?.email ?? "", record: findRecord(readDb()).title });
  return { is: "begun", secret: factor.secret, qr: qrPath(address) };
}

/** Begins to set the second step up. Throws Refused where it is on. */
export function beginSecondFactor(actor: SignedIn): void {
  beginTwoFactor(writeDb(), actor, newSecret());
}

/** Turns the second step on with a first code of the app; gives the recovery codes. Throws Refused. */
export async function confirmSecondFactor(actor: SignedIn, typed: string): Promise<string[]> {
  const db = writeDb();
  const factor = findTwoFactor(db, actor.accountId);
  const account = findAccount(db, actor.accountId);
  if (!factor || !account) throw new Refused("two_factor.not_begun");
  const minutes = await countTry(account.email, null);
  if (minutes > 0) throw new Refused("sign_in.too_often", null, { minutes });
  const step = timeStepOf(factor.secret, typed, db.now());
  if (step === null) throw new Refused("two_factor.wrong", "code");
  await forgetTries(account.email);
  return confirmTwoFactor(db, actor, step);
}

/** Turns one's own second step off, by one's password. Throws Refused. */
export async function endSecondFactor(actor: SignedIn, password: string): Promise<void> {
  const account = findAccount(readDb(), actor.accountId);
  if (!account) throw new Refused("role.not_allowed");
  const minutes = await countTry(account.email, null);
  if (minutes > 0) throw new Refused("sign_in.too_often", null, { minutes });
  if (!(await verifyPassword(account.passwordHash, password))) throw new Refused("password.wrong", "passwordNow");
  // Alone, a short password is not enough.
  if (passwordProblem(password, [])) throw new Refused("two_factor.password_short", "passwordNow");
  await forgetTries(account.email);
  endTwoFactor(writeDb(), actor, actor.accountId);
}

async function beginSession(account: Account): Promise<void> {
  const jar = await cookies();
  const token = startSession(writeDb(), actorOf(account));
  jar.set(COOKIE, token, { ...COOKIE_OPTIONS, maxAge: SESSION_LASTS / 1000 });
}

/** Ends the session of this browser. */
export async function signOut(): Promise<void> {
  const jar = await cookies();
  const token = jar.get(COOKIE)?.value;
  const actor = await currentActor();
  if (token && actor) endSession(writeDb(), actor, token);
  jar.set(COOKIE, "", { ...COOKIE_OPTIONS, maxAge: 0 });
}

/** What a one-time link is for: an account with a role, or somebody's new password; or why it cannot be used, as a message key. */
export type OneTimeLink =
  | { is: "invitation"; role: Role; isFirst: boolean }
  | { is: "reset"; email: string }
  | { is: "dead"; problem: string };

export function oneTimeLink(token: string): OneTimeLink {
  const db = readDb();
  try {
    if (isResetLink(token)) return { is: "reset", email: accountOfReset(db, token).email };
    return { is: "invitation", role: roleOfInvitation(db, token), isFirst: !hasAccount(db) };
  } catch (error) {
    if (error instanceof Refused) return { is: "dead", problem: error.code };
    throw error;
  }
}

/** Sets a password by its one-time link, and signs in. Throws Refused. */
export async function setPasswordByLink(link: string, password: string): Promise<"in" | "code"> {
  expectGoodPassword(password, accountOfReset(readDb(), link));
  const passwordHash = await hashPassword(password);
  const actor = makeActor({ accountId: null, name: "password link", role: "recorder" });
  const account = resetPassword(writeDb(), actor, link, passwordHash);
  await forgetTries(account.email);
  return goOn(account);
}

/** Sets one's own password where the old one is right; every other session ends. Throws Refused. */
export async function changeOwnPassword(actor: SignedIn, { current, next }: { current: string; next: string }): Promise<void> {
  const account = findAccount(readDb(), actor.accountId);
  if (!account) throw new Refused("role.not_allowed");
  const minutes = await countTry(account.email, null);
  if (minutes > 0) throw new Refused("sign_in.too_often", null, { minutes });
  if (!(await verifyPassword(account.passwordHash, current))) throw new Refused("password.wrong", "passwordNow");
  expectGoodPassword(next, account);
  const passwordHash = await hashPassword(next);
  changePassword(writeDb(), actor, passwordHash);
  await forgetTries(account.email);
  await beginSession(account);
}

function expectGoodPassword(password: string, { id, name, email }: Account): void {
  const hasSecondStep = findTwoFactor(readDb(), id)?.isOn === true;
  const problem = passwordProblem(password, [name, email.split("@")[0]!], { hasSecondStep });
  if (problem) throw new Refused(problem, "password");
}

/** A path as a whole address on this site: what a one-time link is sent as. The door let in this site's own forms only. */
export async function wholeAddress(path: string): Promise<string> {
  const asked = await headers();
  return `${process.env.ATTEST_ORIGIN ?? asked.get("origin") ?? ""}${path}`;
}

/** Makes the account that an invitation is for, and signs in to it. Throws Refused. */
export async function joinByInvitation(token: string, { email, name, password }: AccountInput): Promise<void> {
  // Asked before the hash is made: a wrong link costs nothing.
  roleOfInvitation(readDb(), token);
  const passwordHash = await hashPassword(password);
  const invitation = makeActor({ accountId: null, name: "invitation", role: "admin" });
  await beginSession(acceptInvitation(writeDb(), invitation, token, { email, name, passwordHash }));
}

/** The visitor's address as the nearest server saw it: the last one in the chain. Used for throttling, never kept. */
async function addressOfVisitor(): Promise<string | null> {
  return (await headers()).get("x-forwarded-for")?.split(",").at(-1)?.trim() || null;
}

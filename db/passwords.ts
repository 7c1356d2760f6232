/**
 * Passwords as they are kept: argon2id, never in plain. Asynchronous, unlike all else in db/: a hash is made to take
 * long, runs on a thread of its own, and never inside a transaction.
 */
import { hash, verify } from "@node-rs/argon2";

/**
 * RFC 9106's memory for machines that have no gigabyte to spare, 64 MiB, with three passes; more than OWASP's least
 * (19 MiB, two passes). Few people sign in here, and what they can change matters to more: a third of a second is right.
 */
const COST = { memoryCost: 65_536, timeCost: 3, parallelism: 1, outputLen: 32 };

let nobodys: Promise<string> | undefined;

/** A password's hash in PHC form ("$argon2id$…"), with its salt and cost. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFKC"), COST);
}

/**
 * Whether a password belongs to a hash. Where there is no hash (nobody has this account), one of nobody's is checked,
 * so that the answer takes as long, and is no.
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  nobodys ??= hashPassword("a password that nobody has");
  const matches = await verify(passwordHash ?? (await nobodys), password.normalize("NFKC"));
  return matches && passwordHash !== null;
}

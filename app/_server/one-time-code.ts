/** Codes of an authenticator app: RFC 6238 with SHA-1, six digits, thirty seconds, as every app knows them. */
import { Secret, TOTP } from "otpauth";
import { encode } from "uqr";

const PERIOD = 30;
/** Steps before and after now whose code is taken too: clocks differ. */
const WINDOW = 1;

/** A new secret of 160 random bits, in base32. */
export function newSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** The time step whose code this is, or null; `now` in milliseconds. Which steps were used is for the database to say. */
export function timeStepOf(secret: string, typed: string, now: number): number | null {
  const token = typed.replace(/\s/g, "");
  if (!/^\d{6}$/.test(token)) return null;
  const delta = totpOf(secret).validate({ token, timestamp: now, window: WINDOW });
  return delta === null ? null : Math.floor(now / 1000 / PERIOD) + delta;
}

/** What an app reads: whose account of which record. */
export function appAddress(secret: string, { email, record }: { email: string; record: string }): string {
  return totpOf(secret, { issuer: `Attest: ${record}`, label: email }).toString();
}

function totpOf(secret: string, names: { issuer?: string; label?: string } = {}): TOTP {
  return new TOTP({ ...names, secret: Secret.fromBase32(secret), algorithm: "SHA1", digits: 6, period: PERIOD });
}

/** A QR code as one path of unit squares, with its width; a quiet margin is the drawing's. */
export function qrPath(text: string): { path: string; size: number } {
  const { data, size } = encode(text, { border: 0, ecc: "M" });
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return { path, size };
}

/** The second step: a code is good once, recovery codes too, and nothing plain of them is in the file. */
import { readFileSync } from "node:fs";
import { Secret, TOTP } from "otpauth";
import { beforeEach, describe, expect, test } from "vitest";
import { appAddress, newSecret, qrPath, timeStepOf } from "@/app/_server/one-time-code";
import { createAccount } from "@/db/commands/accounts";
import { makeActor, type Actor } from "@/db/commands/actor";
import { createRecord } from "@/db/commands/settings";
import {
  accountOfSecondStep,
  beginTwoFactor,
  confirmTwoFactor,
  endSecondStep,
  endTwoFactor,
  findTwoFactor,
  recordWrongCode,
  spendRecoveryCode,
  spendTimeStep,
  startSecondStep,
} from "@/db/commands/two-factor";
import { openDatabase, type Db } from "@/db/open";
import { passwordProblem } from "@/domain/account";
import { testDatabase } from "../support/database";

const NOW = Date.parse("2026-11-20T10:00:00Z");
const shell = makeActor({ accountId: null, name: "command line", role: "admin" });
let db: Db;
let own: Actor & { accountId: number };
const codeAt = (secret: string, at: number) =>
  new TOTP({ secret: Secret.fromBase32(secret), algorithm: "SHA1", digits: 6, period: 30 }).generate({ timestamp: at });

beforeEach(() => {
  db = testDatabase({ now: "2026-11-20T10:00:00Z" });
  createRecord(db, { title: "Record", countries: ["UA"], timeZone: "Europe/Kyiv", codePrefix: "UA" });
  const { id } = createAccount(db, shell, { email: "olena@example.org", name: "olena", passwordHash: "$", role: "editor" });
  own = makeActor({ accountId: id, name: "olena", role: "editor" }) as typeof own;
});

describe("codes of an app", () => {
  test("are those of RFC 6238's own table", () => {
    const secret = new Secret({ buffer: new TextEncoder().encode("12345678901234567890").buffer as ArrayBuffer }).base32;
    for (const [seconds, code] of [
      [59, "287082"],
      [1111111109, "081804"],
      [1234567890, "005924"],
      [20000000000, "353130"],
    ] as const)
      expect(timeStepOf(secret, code, seconds * 1000)).toBe(Math.floor(seconds / 30));
  });

  test("are taken a step early or late, and no more", () => {
    const secret = newSecret();
    const step = Math.floor(NOW / 30_000);
    expect([-2, -1, 0, 1, 2].map((off) => timeStepOf(secret, codeAt(secret, NOW + off * 30_000), NOW))).toEqual([
      null,
      step - 1,
      step,
      step + 1,
      null,
    ]);
    expect([" 12 34", "abcdef", "1234567", ""].map((typed) => timeStepOf(secret, typed, NOW))).toEqual([null, null, null, null]);
  });

  test("have an address that an app reads and a picture of it", () => {
    const secret = newSecret();
    const address = appAddress(secret, { email: "olena@example.org", record: "Record" });
    expect(address).toContain(`secret=${secret}`);
    expect(address.startsWith("otpauth://totp/")).toBe(true);
    const { path, size } = qrPath(address);
    expect(size).toBeGreaterThan(20);
    expect(path.startsWith("M0 0h1v1h-1z")).toBe(true);
  });
});

describe("the second step", () => {
  const turnOn = () => {
    const secret = newSecret();
    beginTwoFactor(db, own, secret);
    return { secret, codes: confirmTwoFactor(db, own, timeStepOf(secret, codeAt(secret, NOW), NOW)!) };
  };

  test("is on only once a code proved that the app has the key, and off again", () => {
    beginTwoFactor(db, own, newSecret());
    expect(findTwoFactor(db, own.accountId)).toMatchObject({ isOn: false });
    const { codes } = turnOn();
    expect(new Set(codes).size).toBe(10);
    expect(findTwoFactor(db, own.accountId)).toMatchObject({ isOn: true, codesLeft: 10 });
    expect(() => beginTwoFactor(db, own, newSecret())).toThrow("two_factor.on_already");
    const other = makeActor({ accountId: 99, name: "other", role: "editor" });
    expect(() => endTwoFactor(db, other, own.accountId)).toThrow("role.not_allowed");
    endTwoFactor(db, shell, own.accountId);
    expect(findTwoFactor(db, own.accountId)).toBeNull();
  });

  test("takes a code once: a replay, and any older one, is refused", () => {
    turnOn();
    const step = Math.floor(NOW / 30_000);
    expect(() => spendTimeStep(db, own, own.accountId, step)).toThrow("two_factor.wrong");
    spendTimeStep(db, own, own.accountId, step + 1);
    expect(() => spendTimeStep(db, own, own.accountId, step + 1)).toThrow("two_factor.wrong");
    expect(() => spendTimeStep(db, own, own.accountId, step)).toThrow("two_factor.wrong");
  });

  test("takes a recovery code once, however it is typed, and holds none in the file", () => {
    const { codes } = turnOn();
    expect(spendRecoveryCode(db, own, own.accountId, codes[0]!.toLowerCase().replaceAll("-", " "))).toBe(true);
    expect(spendRecoveryCode(db, own, own.accountId, codes[0]!)).toBe(false);
    expect(spendRecoveryCode(db, own, 99, codes[1]!)).toBe(false);
    expect(spendRecoveryCode(db, own, own.accountId, "ABCD-EFGH")).toBe(false);
    expect(findTwoFactor(db, own.accountId)).toMatchObject({ codesLeft: 9 });
    db.close();
    const bytes = readFileSync(db.file, "latin1");
    for (const code of codes) for (const text of [code, code.replaceAll("-", "")]) expect(bytes).not.toContain(text);
  });

  test("is over after ten minutes, five wrong codes, or its end", () => {
    turnOn();
    const token = startSecondStep(db, own);
    expect(accountOfSecondStep(db, token)).toBe(own.accountId);
    const later = openDatabase(db.file, { now: () => NOW + 10 * 60_000 });
    expect(accountOfSecondStep(later, token)).toBeNull();
    later.close();
    for (let n = 0; n < 4; n++) recordWrongCode(db, own, token, own.accountId);
    expect(accountOfSecondStep(db, token)).toBe(own.accountId);
    recordWrongCode(db, own, token, own.accountId);
    expect(accountOfSecondStep(db, token)).toBeNull();
    const second = startSecondStep(db, own);
    endSecondStep(db, own, second);
    expect(accountOfSecondStep(db, second)).toBeNull();
  });
});

test("with a second step eight characters are enough, not seven, and none that is common", () => {
  const withCode = (password: string) => passwordProblem(password, ["Olena"], { hasSecondStep: true });
  expect(withCode("kf7!wq2z")).toBeNull();
  expect(withCode("kf7!wq2")).toBe("password.too_short_with_code");
  expect(withCode("password1")).toBe("password.too_common");
  expect(passwordProblem("kf7!wq2z", [])).toBe("password.too_short");
});

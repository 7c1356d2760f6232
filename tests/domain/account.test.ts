/** What a password must be: long, not common, no pattern, not about its owner; nothing else. */
import { describe, expect, test } from "vitest";
import { AccountInput, EmailInput, passwordProblem } from "@/domain/account";

const ABOUT = ["Olena Kovalenko", "olena.k"];

test.each([
  ["short", "password.too_short"],
  ["fourteen chars", "password.too_short"],
  ["пароль довгий", "password.too_short"],
  ["x".repeat(257), "password.too_long"],
  ["passwordpassword", "password.pattern"],
  ["password12345678", "password.too_common"],
  ["Qwerty-Password-2026", "password.too_common"],
  ["correct horse battery staple", "password.too_common"],
  ["aaaaaaaaaaaaaaaaaaaa", "password.pattern"],
  ["abcabcabcabcabcabc", "password.pattern"],
  ["123456789012345678", "password.pattern"],
  ["zyxwvutsrqponmlkjihg", "password.pattern"],
  ["qwertyuiopasdfgh", "password.pattern"],
  ["the kovalenko house", "password.has_name"],
  ["Olena likes the sea", "password.has_name"],
])("%j is refused: %s", (password, code) => {
  expect(passwordProblem(password, ABOUT)).toBe(code);
});

test.each([
  "tall grey heron at noon",
  "сіра чапля стоїть опівдні",
  "fifteen chars !",
  "all lower case and nothing else",
  "UPPER LOWER 9 marks ?!",
  "🦩🐘🦒🐆🐊🦓🐫🦏🐪🐃🐂🐄🐎🐖🐏",
  "y".repeat(3) + " many words, up to the longest ".repeat(8).slice(0, 253),
])("%j is taken", (password) => {
  expect(passwordProblem(password, ABOUT)).toBeNull();
});

describe("an account", () => {
  test("has its address in lower case", () => {
    expect(EmailInput.parse("  Olena@Example.ORG ")).toBe("olena@example.org");
  });

  test.each(["olena", "olena@", "@example.org", "olena@example", "o lena@example.org", "olena@@example.org"])(
    "needs an address, which %j is not",
    (email) => {
      expect(EmailInput.safeParse(email).success).toBe(false);
    },
  );

  test("says what is wrong beside its field", () => {
    const { error } = AccountInput.safeParse({ name: " ", email: "nobody", password: "short" });
    expect(error?.issues.map(({ path, message }) => [path.join("."), message])).toEqual([
      ["name", "name.missing"],
      ["email", "email.invalid"],
      ["password", "password.too_short"],
    ]);
    const weak = AccountInput.safeParse({ name: "Olena", email: "o@example.org", password: "olena olena olena" });
    expect(weak.error?.issues.map(({ path, message }) => [path.join("."), message])).toEqual([["password", "password.has_name"]]);
  });
});

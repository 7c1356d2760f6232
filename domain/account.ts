/** Accounts: e-mail, name, role, and what a password must be (NIST SP 800-63B-4, section 3.1.1: long, not common, no composition rules). */
import { z } from "zod";
import { typedText } from "./text";
import { ROLES } from "./vocabulary";

export const SHORTEST_PASSWORD = 15;
/** With a second step, so many are enough (SP 800-63B-4, 3.1.1.2). */
export const SHORTEST_WITH_SECOND_STEP = 8;
export const LONGEST_PASSWORD = 256;

/** zod: an e-mail address in lower case. */
export const EmailInput = typedText()
  .toLowerCase()
  .max(254, { error: "text.too_long" })
  .regex(/^[^\s@]+@[^\s@]+\.[^\s@.]+$/, { error: "email.invalid" });

/** zod schema of a new account. The password is judged together with the name and the address that it must not repeat. */
export const AccountInput = z
  .object({
    name: typedText().min(1, { error: "name.missing" }).max(120, { error: "text.too_long" }),
    email: EmailInput,
    password: z.string(),
  })
  .superRefine(({ name, email, password }, ctx) => {
    const problem = passwordProblem(password, [name, email.split("@")[0]!]);
    if (problem) ctx.addIssue({ code: "custom", path: ["password"], message: problem });
  });
export type AccountInput = z.input<typeof AccountInput>;

/** zod: the role of an account made from the command line. */
export const RoleInput = z.enum(ROLES);

/** zod schema of signing in: whatever was typed that cannot be anybody's is simply a wrong one. */
export const SignInInput = z.object({
  email: EmailInput.catch(""),
  password: z.string().max(LONGEST_PASSWORD).catch(""),
});

/** Words and phrases that guessing begins with; a password that is little else is refused. */
const COMMON = [
  "correcthorsebatterystaple",
  "ihatepasswords",
  "thisismypassword",
  "neverstopdreaming",
  "trustno1",
  "password",
  "passphrase",
  "parol",
  "пароль",
  "qwertyuiop",
  "qwerty",
  "asdfghjkl",
  "asdfgh",
  "zxcvbnm",
  "йцукен",
  "letmein",
  "iloveyou",
  "welcome",
  "administrator",
  "admin",
  "attest",
  "casualty",
  "record",
  "dragon",
  "monkey",
  "football",
  "baseball",
  "sunshine",
  "princess",
  "superman",
  "master",
  "shadow",
  "michael",
  "secret",
  "login",
  "hello",
  "ukraine",
  "україна",
  "slavaukraini",
  "славаукраїні",
  "kyiv",
  "київ",
];
const ROWS = [
  "abcdefghijklmnopqrstuvwxyz",
  "0123456789",
  "qwertyuiopasdfghjklzxcvbnm",
  "йцукенгшщзхїфівапролджєячсмитьбю",
  "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
];
/** So many letters and digits must be left once the common ones are taken away. */
const LEAST_LEFT = 8;
const SHORTEST_NAME = 4;

/**
 * What is wrong with a password, as a message key, or null. `about` are words that it must not contain: the person's
 * name and the name in their address. Length is counted in characters as a person sees them, not in bytes.
 */
export function passwordProblem(
  password: string,
  about: readonly string[],
  { hasSecondStep = false }: { hasSecondStep?: boolean } = {},
): string | null {
  const plain = password.normalize("NFKC");
  const { length } = [...plain];
  if (length < (hasSecondStep ? SHORTEST_WITH_SECOND_STEP : SHORTEST_PASSWORD))
    return hasSecondStep ? "password.too_short_with_code" : "password.too_short";
  if (length > LONGEST_PASSWORD) return "password.too_long";
  const bare = plain.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  const names = about
    .flatMap((text) => [text, ...text.split(/[\s._+-]+/)])
    .map((text) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ""));
  if (names.some((name) => name.length >= SHORTEST_NAME && bare.includes(name))) return "password.has_name";
  if (isPattern(plain.toLowerCase())) return "password.pattern";
  return isCommon(bare) ? "password.too_common" : null;
}

/** One short piece over and over, or a run along the alphabet, the digits or a keyboard. */
function isPattern(text: string): boolean {
  if (new Set(text).size < 5 || /^(.{1,12}?)\1+.{0,6}$/u.test(text)) return true;
  const reversed = [...text].reverse().join("");
  return ROWS.some((row) => {
    const round = row.repeat(Math.ceil(text.length / row.length) + 1);
    return round.includes(text) || round.includes(reversed);
  });
}

function isCommon(bare: string): boolean {
  // Without letters and digits nothing common is in it.
  if (bare === "") return false;
  const left = COMMON.reduce((rest, word) => rest.replaceAll(word, ""), bare).replace(
    /(?:19|20)\d\d|0?123(?:4(?:5(?:6(?:7(?:8(?:90?)?)?)?)?)?)?/g,
    "",
  );
  return left !== bare && left.length < LEAST_LEFT;
}

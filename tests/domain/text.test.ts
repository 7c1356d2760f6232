import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { EmailInput } from "@/domain/account";
import { IncidentInput } from "@/domain/incident";
import { WebAddress } from "@/domain/report";
import { SourceNoteInput } from "@/domain/source";
import { cleanText, typedText } from "@/domain/text";
import { textOf } from "@/app/_server/form";

const NOTE = { day: "2022-03-01", reliability: "B" };
const codesOf = (input: unknown) => SourceNoteInput.safeParse(input).error?.issues.map(({ path, message }) => [path[0], message]);

it("text loses the space around it and NUL, and nothing else", () => {
  expect(cleanText(" \u0000 two\u0000 killed\n\u0000")).toBe("two killed");
  expect(cleanText("дві\u0001\t💥")).toBe("дві\u0001\t💥");
});

it("what is asked of a text is asked of the cleaned one", () => {
  expect(typedText().min(1).safeParse("\u0000").success).toBe(false);
  expect(typedText().max(3).parse("\u0000 abc \u0000")).toBe("abc");
});

it("a text of nothing but NUL is missing, where SQLite would call it empty", () => {
  expect(codesOf({ ...NOTE, note: "\u0000" })).toEqual([["note", "note.missing"]]);
  expect(IncidentInput.safeParse({ title: "\u0000", dateStart: "2022-03-01", locationPrecision: "country" }).success).toBe(false);
  const form = new FormData();
  form.set("reason", " \u0000\r\n");
  expect(textOf(form, "reason")).toBeNull();
});

it("an address of the web and one of mail hold none either", () => {
  expect(WebAddress.parse("https://example.org/a\u0000b")).toBe("https://example.org/ab");
  expect(EmailInput.parse("a\u0000@example.org")).toBe("a@example.org");
});

it("no input trims its text by itself", () => {
  const files = readdirSync("domain", { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const trims = /z\s*\.string\(\)\s*\.trim\(\)/;
  expect(files.filter((name) => trims.test(readFileSync(join("domain", name), "utf8")))).toEqual([]);
});

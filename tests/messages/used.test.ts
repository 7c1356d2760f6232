/** No message is kept that nobody says: each key stands in the code, whole or as a template that can make it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import en from "@/messages/en.json";

const ROOMS = ["app", "components", "server", "domain", "cli", "db", "messages"];

const code = ROOMS.flatMap((room) =>
  readdirSync(room, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8")),
).join("\n");

/** Strings, and templates with any text in their holes. */
const literals = new Set([...code.matchAll(/"([\w.-]+)"/g)].map(([, text]) => text!));
const templates = [
  ...new Set([...code.matchAll(/`((?:[\w.-]|\$\{(?:[^{}`]|\{[^{}]*\}|`[^`]*`)*\})+)`/g)].map(([, text]) => text!)),
]
  .filter((text) => text.includes("${") && /^[\w-]+\./.test(text))
  .map(
    (text) =>
      new RegExp(
        `^${text
          .replace(/\$\{(?:[^{}`]|\{[^{}]*\}|`[^`]*`)*\}/g, "\u0000")
          .replaceAll(".", "\\.")
          .replaceAll("\u0000", "[\\w.-]+")}$`,
      ),
  );

function keysOf(messages: object, prefix = ""): string[] {
  return Object.entries(messages).flatMap(([key, value]) =>
    typeof value === "string" ? [prefix + key] : keysOf(value as object, `${prefix}${key}.`),
  );
}

test("every message is said somewhere", () => {
  // The codebook's words are looked up by data set and column; tests/messages/codebook.test.ts holds them.
  const unused = keysOf(en).filter(
    (key) => !key.startsWith("data.codebook.") && !literals.has(key) && !templates.some((template) => template.test(key)),
  );
  expect(unused.join("\n")).toBe("");
});

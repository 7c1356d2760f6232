/** The documents say what is there: their links, environment variables, scripts and decision records are checked. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const SKIPPED = new Set(["node_modules", "data", "coverage", "test-results", "playwright-report"]);

const documents = readdirSync(root, { withFileTypes: true }).flatMap((entry) => {
  if (SKIPPED.has(entry.name) || entry.name.startsWith(".")) return [];
  if (!entry.isDirectory()) return entry.name.endsWith(".md") ? [entry.name] : [];
  return readdirSync(join(root, entry.name), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join(entry.name, file));
});
const DECISIONS = "docs/decisions";

/** Where a document's links and pictures lead, without addresses on the web and places within the page itself. */
function linksOf(text: string): string[] {
  const prose = text.replace(/```[\s\S]*?```/g, "").replace(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g)]
    .map(([, markdown, html]) => markdown ?? html!)
    .filter((target) => !/^(?:[a-z]+:|#)/i.test(target));
}

/** The places of a document as links name them: GitHub's rule for headings. */
function headingsOf(text: string): string[] {
  return [...text.replace(/```[\s\S]*?```/g, "").matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, "")
      .replaceAll(" ", "-"),
  );
}

test("there are documents to check", () => {
  expect(documents).toEqual(expect.arrayContaining(["README.md", "CONTRIBUTING.md", "docs/operating.md", "docs/methodology.md"]));
});

describe.each(documents)("%s", (document) => {
  test("has no link or picture that leads nowhere", () => {
    const missing = linksOf(read(document)).filter(
      (target) => !existsSync(join(root, dirname(document), decodeURIComponent(target.split("#")[0]!))),
    );
    expect(missing).toEqual([]);
  });

  test("leads to no place within a document that is not there", () => {
    const lost = linksOf(read(document)).filter((target) => {
      const [file = "", place] = target.split("#");
      const path = join(root, dirname(document), decodeURIComponent(file));
      return place && path.endsWith(".md") && existsSync(path) && !headingsOf(readFileSync(path, "utf8")).includes(place);
    });
    expect(lost).toEqual([]);
  });

  test("names no script that package.json does not have", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const named = [...read(document).matchAll(/npm run ([a-z][\w:-]*)/g)].map(([, script]) => script!);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });
});

test("every environment variable that the server reads is in docs/operating.md", () => {
  const variables = [...read("server/environment.ts").matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name]) => name!);
  expect(variables).toEqual(expect.arrayContaining(["ATTEST_DB", "PORT", "HOST"]));
  const rows = [...read("docs/operating.md").matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name!);
  expect(variables.filter((name) => !rows.includes(name))).toEqual([]);
});

test("the plan of the house in CONTRIBUTING.md names every room that there is, and no other", () => {
  const rooms = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && !SKIPPED.has(entry.name))
    .map(({ name }) => name);
  const text = read("CONTRIBUTING.md");
  const table = text.slice(text.indexOf("| room |"), text.indexOf("Inside the rooms:"));
  expect([...table.matchAll(/^\| `([a-z]+)\/` \|/gm)].map(([, name]) => name!).sort()).toEqual(rooms.sort());
  const named = [
    ...text.slice(text.indexOf("Inside the rooms:")).matchAll(/`((?:app|cli|components|db|domain|server|tests)\/[^`…*]*)`/g),
  ];
  expect(named.map(([, path]) => path!).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  expect(named.length).toBeGreaterThan(15);
});

test("every dependency has its line in the record of dependencies", () => {
  const { dependencies } = JSON.parse(read("package.json")) as { dependencies: Record<string, string> };
  const named = read(`${DECISIONS}/0010-dependencies.md`)
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .flatMap((line) => line.split("|")[1]!.trim().split(", "));
  expect(Object.keys(dependencies).filter((name) => !named.includes(name))).toEqual([]);
});

describe("a decision record", () => {
  const records = readdirSync(join(root, DECISIONS)).filter((file) => file.endsWith(".md") && file !== "README.md");

  test("has its line in the index, with its title", () => {
    const lines = records.map((file) => {
      const title = /^# (.+)$/m.exec(read(join(DECISIONS, file)))?.[1];
      return `- [${title}](${file})`;
    });
    expect(
      read(join(DECISIONS, "README.md"))
        .split("\n")
        .filter((line) => line.startsWith("- [")),
    ).toEqual(lines);
  });

  test("has a number of its own", () => {
    const numbers = records.map((file) => /^(\d{4})-[a-z0-9-]+\.md$/.exec(file)?.[1]);
    expect(new Set(numbers).size).toBe(records.length);
    expect(numbers).not.toContain(undefined);
  });

  test.each(records)("%s has its four parts in order, and a title with its number", (file) => {
    const text = read(join(DECISIONS, file));
    expect(text).toMatch(new RegExp(`^# ${Number(file.slice(0, 4))}\\. `));
    expect([...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).toEqual([
      "Context",
      "Decision",
      "Consequences",
      "How it is checked",
    ]);
  });

  test.each(records)("%s names no file that is not there", (file) => {
    const named = [
      ...read(join(DECISIONS, file)).matchAll(
        /`((?:app|cli|components|db|docs|domain|messages|server|tests)\/[\w./[\]()-]+\.\w+)`/g,
      ),
    ];
    expect(named.map(([, path]) => path!).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

/** Random queries at every address of the site that answers GET: a page, a notice or a refusal, never a failure. */
import { readdirSync } from "node:fs";
import { test as http } from "@playwright/test";
import fc from "fast-check";
import { captureText } from "@/db/commands/readings";
import { makeRelease } from "@/db/commands/releases";
import { openDatabase } from "@/db/open";
import { EXPORT_FILES } from "@/db/queries/export-bytes";
import { FILTER_PARAMETERS } from "@/domain/filter";
import { noteFigure, share } from "../support/figures";
import { startStaffed, type StaffedServer } from "../support/staffed-server";
import { expect, origin, test } from "./fixtures";

const SEED = 20220301;
const CASES = share(5_000, 500);

const API = ["record", "totals", "series", "incidents", "claims", "cities", "sources", "rulings", "policies", "corrections"];

/** What stands for a folder in brackets, by the folder before it; a folder without its row fails. */
const SAMPLES: Record<string, readonly string[]> = {
  "api [[...path]]": [
    "v1",
    "v1/openapi.json",
    "v1/incidents/UA-0003",
    "v1/claims/C1",
    "v1/nothing",
    ...API.map((one) => `v1/${one}`),
  ],
  "chart [file]": ["killed.svg", "killed.png", "map.svg", "ranking.svg", "revision-killed.csv", "none.svg"],
  "cities [slug]": ["kharkiv", "nowhere"],
  "claims [code]": ["C1", "C0"],
  "embed [file]": ["killed", "map", "none"],
  "export [file]": [...EXPORT_FILES, "package.zip", "citation.bib", "none.csv"],
  "import [job]": ["1"],
  "incidents [code]": ["UA-0003", "UA-9999"],
  "invitation [token]": ["none"],
  "read [id]": ["1"],
  "releases [version]": ["VERSION", "2001-01-01"],
  "sources [slug]": ["oleh-syniehubov", "nobody"],
  "[version] [file]": ["SHA256SUMS", "release.json", "none"],
  " [...rest]": ["nowhere/at/all"],
};

/** Every page and route of the tree, with what stands for its folders in brackets. */
function addressesOfTree(version: string): string[] {
  const folders = readdirSync("app", { recursive: true, encoding: "utf8" })
    .filter((file) => /(?:^|\/)(?:page|route)\.tsx?$/.test(file) && !/(?:^|\/)_/.test(file))
    .map((file) =>
      file
        .split("/")
        .slice(0, -1)
        .filter((part) => part !== "[locale]" && !part.startsWith("(")),
    );
  return folders.flatMap((parts) =>
    parts.reduce<string[]>(
      (paths, part, index) => {
        if (!part.startsWith("[")) return paths.map((path) => `${path}/${part}`);
        const stands = SAMPLES[`${parts[index - 1] ?? ""} ${part}`];
        if (!stands) throw new Error(`Nothing stands for ${part} in ${parts.join("/")}.`);
        return paths.flatMap((path) => stands.map((one) => `${path}/${one.replace("VERSION", version)}`));
      },
      [""],
    ),
  );
}

let server: StaffedServer;
let addresses: string[];
http.beforeAll(async () => {
  http.setTimeout(300_000);
  server = await startStaffed();
  const db = openDatabase(server.file, { create: false });
  captureText(db, server.people.admin, { text: "Two people were killed in Lviv.", publisher: "Gazette" });
  const version = await makeRelease(db, server.people.editor, { note: null, origin: "" });
  db.close();
  addresses = addressesOfTree(version).map((path) => path || "/");
});
http.afterAll(() => server.stop());

const word = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom(
    "",
    "0",
    "-1",
    "1e9",
    "null",
    "NaN",
    "../../etc/passwd",
    "'; drop table incident; --",
    "<script>alert(1)</script>",
    "%",
    "%00",
    "%zz",
    "💥",
    "2022-02-30",
    "9999-99-99",
    "2022-03-01T25:00Z",
    "2022-03-01T18:00 02:00",
    "kharkiv",
    "killed",
    "latest",
    "month",
    "a".repeat(3000),
  ),
);
const parameter = fc.oneof(
  fc.constantFrom(
    ...FILTER_PARAMETERS,
    ..."after before bom cursor fields hxl history id incident limit narrow next of one page q saved sort since to_version two".split(
      " ",
    ),
  ),
  fc.string({ maxLength: 8 }),
);
const query = fc.array(fc.tuple(parameter, word, fc.boolean()), { maxLength: 5 });

http(`${CASES.count} random queries give a page, a notice or a refusal, never a failure`, async () => {
  http.setTimeout(900_000);
  const samples = fc.sample(fc.tuple(fc.constantFrom(...addresses), fc.constantFrom("", "", "/uk"), query), {
    numRuns: CASES.to,
    seed: SEED,
  });
  const cookie = server.cookieOf("admin");
  const bad: string[] = [];
  const asked = new Set<string>();
  const ask = async ([path, language, pairs]: (typeof samples)[number]) => {
    const text = pairs
      .map(([name, value, raw]) =>
        raw
          ? `${escapeRaw(name)}=${escapeRaw(value)}`
          : `${encodeURIComponent(toWellFormed(name))}=${encodeURIComponent(toWellFormed(value))}`,
      )
      .join("&");
    const url = `${/^\/(?:api|export)\//.test(path) ? "" : language}${path}?${text}`;
    const headers: Record<string, string> = path.startsWith("/admin") ? { cookie } : {};
    const response = await fetch(server.origin + url, { redirect: "manual", headers });
    const body = await response.text();
    asked.add(path);
    // A page that fails after its head was sent still says 200: its failure stands in it as a digest.
    if (response.status >= 500 || /"digest":"\d+"|data-dgst="\d/.test(body)) bad.push(`${response.status} ${url}`);
  };
  for (let index = CASES.from; index < CASES.to; index += 8)
    await Promise.all(samples.slice(index, Math.min(index + 8, CASES.to)).map(ask));
  const failures = server
    .output()
    .split("\n")
    .filter((line) => line.includes('"level":"error"'));
  noteFigure({
    what: "random queries over every GET",
    count: CASES.count,
    wrong: bad.length,
    seed: SEED,
    note: `spread over ${addresses.length} addresses in two languages, those of the desk as an admin; no 5xx`,
  });
  expect(bad.slice(0, 10)).toEqual([]);
  expect(failures.slice(0, 3)).toEqual([]);
});

/** Bytes that a hand-made request may hold, without those that no client can send in a request line. */
function escapeRaw(text: string): string {
  return toWellFormed(text).replace(/[^\x21-\x7e]|[#&=]/gu, (char) => encodeURIComponent(char));
}

function toWellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\uFFFD");
}

test("an unknown city, reversed dates and a policy that does not exist are said on the page and refused to machines", async ({
  page,
  request,
}) => {
  await page.goto(`${origin()}/?city=atlantis&from=2022-05-01&to=2022-04-01&policy=nonsense`);
  const notice = page.getByRole("alert").filter({ hasText: "could not be read" });
  await expect(notice).toContainText("no city “atlantis”");
  await expect(notice).toContainText("first day is after the last");
  await expect(notice).toContainText("“nonsense” is no value of policy");
  for (const bad of [
    "city=atlantis",
    "from=2022-05-01&to=2022-04-01",
    "policy=nonsense",
    "form=2022-01-01",
    "known=tomorrow",
    "from=2022-01-01&from=2022-01-02",
    "hxl=yes",
  ]) {
    const response = await request.get(`${origin()}/export/series.csv?${bad}`);
    expect(response.status(), bad).toBe(400);
    expect(response.headers()["content-type"]).toContain("application/problem+json");
    expect((await response.json()).errors[0].parameter).toBe(bad.split("=")[0]);
  }
});

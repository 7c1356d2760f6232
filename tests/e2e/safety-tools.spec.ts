/**
 * Tools that nobody here wrote, let loose on the running server: sqlmap, wapiti, slowhttptest, zzuf, and the evaluator of content
 * security policies. Each where it is installed (CONTRIBUTING.md names them), under `npm run test:deep`.
 */
import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { isDeep, noteFigure, share } from "../support/figures";
import { formsOf } from "../support/site-forms";
import { startStaffed, type StaffedServer } from "../support/staffed-server";
import { expect, test } from "@playwright/test";

const isHere = (tool: string) => spawnSync("which", [tool]).status === 0;
const needs = (tool: string) => {
  test.skip(!isDeep, "takes minutes: runs under test:deep");
  test.skip(!isHere(tool), `${tool} is not installed here`);
};

test.describe.configure({ mode: "serial" });
let server: StaffedServer;
let folder: string;
test.beforeAll(async () => {
  test.setTimeout(300_000);
  folder = mkdtempSync(join(tmpdir(), "attest-tools-"));
  if (isDeep) server = await startStaffed();
});
test.afterAll(async () => {
  if (isDeep) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a tool to its end or until its time is up; what it said on both outputs. */
function said(tool: string, args: readonly string[], seconds: number): Promise<{ text: string; inTime: boolean }> {
  return new Promise((resolve) => {
    execFile(tool, args, { timeout: seconds * 1_000, killSignal: "SIGINT", maxBuffer: 2 ** 28, cwd: folder }, (error, out, err) =>
      resolve({ text: stripVTControlCharacters(`${out}\n${err}`), inTime: !(error as { killed?: boolean } | null)?.killed }),
    );
  });
}

const failures = () =>
  server
    .output()
    .split("\n")
    .filter((line) => /"level":"error"|"failure"/.test(line));

const FILTER =
  "from=2022-03-01&to=2022-04-01&city=kharkiv&metric=killed&group=all&policy=latest&by=month&known=2023-01-01&attack=shelling";

/** What sqlmap is given: an address, where a star marks what is no parameter, and whether somebody is signed in. */
const TARGETS: readonly { at: string; signedIn?: boolean }[] = [
  { at: `/incidents?q=strike&sort=killed&after=1&${FILTER}` },
  { at: `/export/series.csv?${FILTER}` },
  { at: `/api/v1/claims?limit=5&cursor=1&${FILTER}` },
  { at: "/chart/killed.svg?narrow=1&from=2022-03-01&city=kharkiv" },
  { at: "/incidents/UA-0003*" },
  { at: "/cities/kharkiv*" },
  { at: "/sources/oleh-syniehubov*" },
  { at: "/api/v1/claims/C1*" },
  { at: "/data/releases/compare?from_version=2026-01-01&to_version=2026-01-02" },
  { at: "/admin/places?q=khar", signedIn: true },
  { at: "/admin/incidents/near?place=Kharkiv&date=2022-03-01", signedIn: true },
  { at: "/admin/audit?action=account.create&person=1&subject=account&from=2022-01-01&to=2030-01-01", signedIn: true },
  { at: "/admin/claims/C1*", signedIn: true },
];

const SQLMAP = [
  "--batch --level=2 --risk=1 --technique=BEUST --dbms=SQLite --threads=4 --time-sec=3 --timeout=20 --retries=1",
  "--flush-session --disable-coloring --skip-waf --ignore-code=400,401,403,404,410,414,429",
].flatMap((some) => some.split(" "));

/** Lets sqlmap try what its arguments name, and fails where it finds a way in or had nothing to try. */
async function expectNoInjection(what: string, of: string, args: readonly string[]): Promise<void> {
  const { text, inTime } = await said(
    "sqlmap",
    [...args, ...SQLMAP, `--output-dir=${mkdtempSync(join(folder, "sqlmap-"))}`],
    220,
  );
  const tried = [...text.matchAll(/parameter '.+?' does not seem to be injectable/g)].length;
  const found = [...text.matchAll(/parameter '.+?' is vulnerable|identified the following injection point/g)].length;
  noteFigure({
    what: `sqlmap on ${what}`,
    count: tried,
    wrong: found,
    seed: null,
    note: `${of} that are not injectable${inTime ? "" : "; stopped when its time was up"}`,
  });
  expect(found, text.slice(-2_000)).toBe(0);
  expect(tried, text.slice(-3_000)).toBeGreaterThan(0);
  expect(failures().slice(0, 3)).toEqual([]);
}

for (const { at, signedIn = false } of TARGETS)
  test(`sqlmap finds nothing in ${at}`, async () => {
    needs("sqlmap");
    test.setTimeout(300_000);
    const cookie = signedIn ? [`--cookie=${server.cookieOf("admin")}`] : [];
    const what = `${at.split("?")[0]}${at.includes("?") ? "?…" : ""}`;
    await expectNoInjection(what, "parameters", ["-u", server.origin + at, ...cookie]);
  });

test("sqlmap finds nothing in the form of signing in", async () => {
  needs("sqlmap");
  test.setTimeout(300_000);
  const html = await (await fetch(`${server.origin}/sign-in?next=/admin`)).text();
  const { action } = formsOf(html)[0]!;
  const part = (name: string, value: string) => `--xx\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const body = `${part("_1_locale", "en")}${part("_1_next", "/admin")}${part("_1_email", "a@example.org*")}${part("_1_password", "slow river amber lantern*")}${part("0", '[null,"$K1"]')}--xx--\r\n`;
  const headers = [
    `Origin: ${server.origin}`,
    `Next-Action: ${action}`,
    "Accept: text/x-component",
    "Content-Type: multipart/form-data; boundary=xx",
  ].join("\n");
  const posted = ["-u", `${server.origin}/sign-in`, "--method=POST", `--data=${body}`, `--headers=${headers}`];
  await expectNoInjection("the form of signing in", "fields", posted);
});

const WAPITI =
  "blindsql,cookieflags,crlf,csp,exec,file,htaccess,http_headers,methods,permanentxss,redirect,shellshock,sql,xss,xxe";

interface WapitiReport {
  vulnerabilities: Record<string, { method: string; path: string; info: string; parameter: string }[]>;
  anomalies: WapitiReport["vulnerabilities"];
  infos: { crawled_pages_nbr?: number };
}

test("wapiti finds nothing on the site", async () => {
  needs("wapiti");
  test.setTimeout(1_800_000);
  const report = join(folder, "wapiti.json");
  const stores = ["session", "config"].map((name) => join(folder, `wapiti-${name}`));
  for (const store of stores) mkdirSync(store);
  // A form of forty boxes for cities would be tried box by box, each a page never seen: the same parameters are tried once, in addresses.
  const bounds =
    "--max-scan-time 60 --max-attack-time 20 --max-parameters 12 -d 2 --max-links-per-page 25 --max-files-per-dir 15 -S polite";
  const starts = [
    `/?${FILTER}`,
    `/incidents?q=strike&sort=killed&${FILTER}`,
    `/compare?${FILTER}`,
    `/chart/killed.svg?${FILTER}`,
    "/sign-in",
  ];
  const places = ["--store-session", stores[0]!, "--store-config", stores[1]!, "-f", "json", "-o", report];
  const args = [
    "-u",
    `${server.origin}/`,
    ...starts.flatMap((start) => ["-s", `${server.origin}${start}`]),
    "-m",
    WAPITI,
    ...bounds.split(" "),
    ...places,
    "-H",
    `Origin: ${server.origin}`,
    // It asks for brotli, which it reads only where a library of its own is installed: it would see no link.
    "-H",
    "Accept-Encoding: identity",
    "--no-bugreport",
  ];
  const { text } = await said("wapiti", args, 1_700);
  const { vulnerabilities, anomalies, infos } = JSON.parse(readFileSync(report, "utf8")) as WapitiReport;
  const listed = (kinds: WapitiReport["vulnerabilities"]) =>
    Object.entries(kinds).flatMap(([kind, all]) =>
      all.map((one) => `${kind}: ${one.method} ${one.path} ${one.parameter} ${one.info}`),
    );
  // The test's own server speaks http: that there is no HSTS is so by its configuration. X-XSS-Protection is a filter that browsers
  // gave up; OWASP advises against sending it.
  const found = [...listed(vulnerabilities), ...listed(anomalies)].filter(
    (line) => !/Strict-Transport-Security|X-XSS-Protection is not set/.test(line),
  );
  const crawled = infos.crawled_pages_nbr ?? Number(/found (\d+) URLs/.exec(text)?.[1] ?? 0);
  noteFigure({
    what: "wapiti on the site",
    count: WAPITI.split(",").length,
    wrong: found.length,
    seed: null,
    note: `kinds of attack over ${crawled} addresses`,
  });
  expect(found.slice(0, 10)).toEqual([]);
  expect(crawled, text.slice(-2_000)).toBeGreaterThan(20);
  expect(failures().slice(0, 3)).toEqual([]);
});

const SLOW: Record<string, readonly string[]> = {
  "slow heads": "-H -c 300 -r 100 -i 5 -x 24 -l 45".split(" "),
  "slow bodies": "-B -c 300 -r 100 -i 5 -s 8192 -x 10 -l 30".split(" "),
  "slow readers": "-X -c 300 -r 100 -w 512 -y 1024 -n 5 -z 32 -k 3 -l 45".split(" "),
};

for (const [name, args] of Object.entries(SLOW))
  test(`slowhttptest: 300 connections of ${name} hold nobody up`, async () => {
    needs("slowhttptest");
    test.setTimeout(180_000);
    let isOver = false;
    const at = `${server.origin}${name === "slow readers" ? "/export/claims.csv" : "/sign-in"}`;
    const attack = said("slowhttptest", [...args, "-u", at, "-p", "3", "-v", "1"], 90).then((result) => {
      isOver = true;
      return result;
    });
    const took: number[] = [];
    const bad: string[] = [];
    for (let n = 0; !isOver; n++) {
      const began = performance.now();
      const path = n % 2 === 0 ? "/" : `/incidents/UA-00${10 + (n % 50)}`;
      const answer = await fetch(server.origin + path, { signal: AbortSignal.timeout(10_000) }).catch((error: Error) => error);
      if (answer instanceof Error || answer.status !== 200)
        bad.push(`${path}: ${answer instanceof Error ? answer.message : answer.status}`);
      else await answer.arrayBuffer();
      took.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const { text } = await attack;
    const p99 = took.sort((a, b) => a - b)[Math.floor(took.length * 0.99)]!;
    noteFigure({
      what: `pages beside 300 connections of ${name} (slowhttptest)`,
      count: took.length,
      wrong: bad.length,
      seed: null,
      note: `p99 ${p99.toFixed(0)} ms; its own probe found the service ${/service available:\s*NO/.test(text) ? "**gone**" : "there"} throughout`,
    });
    expect(bad.slice(0, 5)).toEqual([]);
    expect(text).toMatch(/service available:\s*YES/);
    expect(text).not.toMatch(/service available:\s*NO/);
    expect(failures().slice(0, 3)).toEqual([]);
  });

const FILES = share(500, 0);

test(`zzuf: ${FILES.count} damaged tables are taken or refused, never a failure`, async () => {
  needs("zzuf");
  test.setTimeout(900_000);
  const cookie = server.cookieOf("admin");
  const table = Buffer.from(await (await fetch(`${server.origin}/export/claims.csv`)).arrayBuffer()).subarray(0, 20_000);
  const bad: string[] = [];
  const answers: Record<string, number> = {};
  for (let n = FILES.from; n < FILES.to; n++) {
    const ratio = ["0.0001", "0.001", "0.01", "0.1"][n % 4]!;
    const { stdout: damaged } = spawnSync("zzuf", ["-s", String(n), "-r", ratio], { input: table });
    const upload = `/admin/import/upload?${new URLSearchParams({ size: String(damaged.length), at: "0", name: `${n}.csv` })}`;
    const answer = await fetch(server.origin + upload, {
      method: "POST",
      headers: { cookie, origin: server.origin, "content-type": "application/octet-stream" },
      body: new Uint8Array(damaged),
    });
    const told = (await answer.json().catch(() => ({}))) as { job?: number };
    answers[answer.status] = (answers[answer.status] ?? 0) + 1;
    if (answer.status >= 500) bad.push(`seed ${n}, ratio ${ratio}: ${answer.status}`);
    if (told.job === undefined) continue;
    const page = await fetch(`${server.origin}/admin/import/${told.job}`, { headers: { cookie } });
    if (page.status !== 200) bad.push(`seed ${n}, ratio ${ratio}: its page is ${page.status}`);
    await page.arrayBuffer();
  }
  noteFigure({
    what: "tables damaged by zzuf, uploaded and looked at",
    count: FILES.count,
    wrong: bad.length,
    seed: 0,
    note: "seeds from 0 on, one bit in ten to one in ten thousand",
  });
  expect(bad.slice(0, 10)).toEqual([]);
  expect(failures().slice(0, 3)).toEqual([]);
});

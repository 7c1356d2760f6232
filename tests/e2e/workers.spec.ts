/** Several processes over one database: what one publishes the others show at once, limits and counts are one, a dead one is replaced. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { get } from "node:http";
import { createAccount, startSession } from "@/db/commands/accounts";
import { makeActor, type Actor } from "@/db/commands/actor";
import { recordClaim } from "@/db/commands/claims";
import { recordIncident, submitIncident } from "@/db/commands/incidents";
import { openDatabase } from "@/db/open";
import { startAttest, type AttestServer } from "../support/attest-server";
import { fieldsOfForm, postForm } from "../support/post-form";
import { expect, test } from "./fixtures";

const INCIDENTS = 6;
let server: AttestServer;
let codes: string[];
let cookie: string;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  server = await startAttest({ env: { ATTEST_WORKERS: "2" } });
  const db = openDatabase(server.file, { create: false });
  const shell = makeActor({ accountId: null, name: "command line", role: "admin" });
  const { id } = createAccount(db, shell, { email: "e@example.org", name: "E", passwordHash: "$", role: "editor" });
  const editor = makeActor({ accountId: id, name: "E", role: "editor" }) as Actor & { accountId: number };
  cookie = `__Host-attest=${startSession(db, editor)}`;
  codes = Array.from({ length: INCIDENTS }, (_, n) => {
    const code = recordIncident(db, editor, { title: `Waiting ${n}`, dateStart: "2022-03-09", locationPrecision: "country" });
    recordClaim(db, editor, code, {
      claimant: { name: "Mayor" },
      report: { publisher: "Gazette", publishedAt: "2022-03-09" },
      figures: [{ metric: "killed", qualifier: "exact", low: 1000 + n, high: 1000 + n }],
    });
    submitIncident(db, editor, { code, version: 1 });
    return code;
  });
  db.close();
});
test.afterAll(() => server.stop("SIGKILL"));

/** Asks on a connection of its own, which any of the processes may take; says which one did. */
function asked(path: string): Promise<{ status: number; by: string; text: string }> {
  return new Promise((resolve, reject) => {
    get(`${server.origin}${path}`, { agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.once("end", () => {
        resolve({ status: response.statusCode!, by: String(response.headers["x-request-id"]).split("-")[0]!, text });
      });
    }).once("error", reject);
  });
}

test("what one process publishes, every process shows at the next request", async () => {
  const [writers, readers] = [new Set<string>(), new Set<string>()];
  for (const code of codes) {
    // Kept by all of them as it was before.
    for (let n = 0; n < 4; n++) expect((await asked(`/incidents/${code}`)).status).toBe(404);
    const path = `/admin/incidents/${code}`;
    const page = await fetch(server.origin + path, { headers: { cookie, connection: "close" } });
    const form = fieldsOfForm(await page.text(), "publish");
    const answer = await postForm(server.origin, path, { form, fields: {}, cookie });
    expect(answer.status).toBe(303);
    writers.add(answer.headers.get("x-request-id")!.split("-")[0]!);
    for (let n = 0; n < 4; n++) {
      const { status, by } = await asked(`/incidents/${code}`);
      expect(status, `${code} by ${by}`).toBe(200);
      readers.add(by);
    }
    expect((await asked("/export/incidents.csv")).text).toContain(code);
  }
  expect(readers.size).toBe(2);
  expect([...writers].every((writer) => readers.has(writer))).toBe(true);
});

test("tries to sign in are counted once for all processes", async () => {
  const said: boolean[] = [];
  for (let n = 0; n < 12; n++) {
    const page = await asked("/sign-in");
    const form = fieldsOfForm(page.text, "sign-in");
    const fields = { email: "e@example.org", password: "wrong and long enough" };
    const answer = await postForm(server.origin, "/sign-in", { form, fields, cookie: "" });
    said.push(/too many|too often/i.test(await answer.text()));
  }
  expect(said).toEqual([...Array<boolean>(10).fill(false), true, true]);
});

test("/metrics adds up what all have counted, and says once what is one", async () => {
  const text = (await asked("/metrics")).text;
  const exports = /^attest_http_requests_total\{kind="export",method="GET",status="200",cut="0"\} (\d+)$/m.exec(text)?.[1];
  expect(Number(exports)).toBe(INCIDENTS);
  expect(text).toMatch(/^attest_incidents\{publication="published"\} 6\d$/m);
  expect(Number(/^attest_write_duration_seconds_count\{outcome="kept"\} (\d+)$/m.exec(text)?.[1])).toBeGreaterThanOrEqual(
    INCIDENTS,
  );
});

test("a process that dies is replaced, and the end of the first one ends all within ten seconds", async () => {
  const first = server.process.pid!;
  const workers = () => readFileSync(`/proc/${first}/task/${first}/children`, "utf8").trim().split(" ").map(Number);
  const before = workers();
  expect(before).toHaveLength(2);
  process.kill(before[0]!, "SIGKILL");
  await expect.poll(() => workers().filter((pid) => pid !== before[0]).length, { timeout: 20_000 }).toBe(2);
  const seen = new Set<string>();
  await expect
    .poll(async () => {
      const { status, by } = await asked("/");
      expect(status).toBe(200);
      return seen.add(by).size;
    })
    .toBe(2);
  const all = workers();
  const began = performance.now();
  server.process.kill("SIGTERM");
  const [code] = (await once(server.process, "exit")) as [number | null];
  expect(code).toBe(0);
  expect(performance.now() - began).toBeLessThan(10_000);
  for (const pid of all) expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
});

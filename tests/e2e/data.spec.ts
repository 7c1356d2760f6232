/** Taking data along as people do: examples run as they stand, a release made at the desk, nothing stale after a publish. */
import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createAccount } from "@/db/commands/accounts";
import { makeActor } from "@/db/commands/actor";
import { ruleEstimate } from "@/db/commands/rulings";
import { openDatabase, openForReading } from "@/db/open";
import { hashPassword } from "@/db/passwords";
import { exportedText } from "../support/exported";
import { csvRows } from "../support/read-page";
import { expect, origin, test, testOnOwnRecord } from "./fixtures";

const testOnOwn = testOnOwnRecord();

const run = promisify(execFile);
const has = (program: string, needs: readonly string[] = ["--version"]) => spawnSync(program, needs).status === 0;

test.describe("the API's examples", () => {
  const RUNNERS = {
    curl: { program: "curl", file: "example.sh", args: ["bash"] },
    python: { program: "python3", file: "example.py", args: ["python3"] },
    r: { program: "Rscript", needs: ["-e", "library(jsonlite)"], file: "example.R", args: ["Rscript"] },
    javascript: { program: "node", file: "example.mjs", args: [process.execPath] },
  } as const;
  for (const [language, { program, file, args, ...runner }] of Object.entries(RUNNERS)) {
    test(`in ${language} runs as it stands on the page and finds what the CSV holds`, async ({ request }) => {
      const needs = "needs" in runner ? runner.needs : undefined;
      test.skip(!has(program, needs), `${program}, or a package that the example uses, is not on this machine: it was not run.`);
      const html = await (await request.get(`${origin()}/data/api`)).text();
      const code = unescaped(new RegExp(`<pre[^>]*data-example="${language}"[^>]*><code>([^]*?)</code>`).exec(html)![1]!);
      const folder = mkdtempSync(join(tmpdir(), "attest-example-"));
      try {
        writeFileSync(join(folder, file), code);
        const { stdout } = await run(args[0], [file], {
          cwd: folder,
          maxBuffer: 1 << 26,
          // Node colours a number where it is told to, which the test runner does.
          env: { ...process.env, FORCE_COLOR: "0" },
        });
        const rows = csvRows(
          await (await request.get(`${origin()}/export/incidents.csv?from=2022-03-01&to=2022-03-31&policy=latest`)).text(),
        );
        expect(rows.length).toBeGreaterThan(10);
        if (language === "curl") {
          const pages = stdout
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line) as { data: { incident_id: string }[] });
          expect(pages.flatMap(({ data }) => data.map((one) => one.incident_id))).toEqual(rows.map((row) => row.incident_id));
        } else expect(stdout.trim()).toBe(`${rows.length} ${rows[0]!.incident_id} ${rows[0]!.killed_best}`);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }
});

const unescaped = (text: string) =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");

testOnOwn(
  "an editor makes two releases; what is published between them shows at once, and old files stay",
  async ({ page, server }) => {
    test.setTimeout(180_000);
    const get = (path: string, headers: Record<string, string> = {}) => fetch(server.origin + path, { headers });
    const db = openDatabase(server.file, { create: false });
    try {
      const shell = makeActor({ accountId: null, name: "command line", role: "admin" });
      const password = "slow river amber lantern";
      createAccount(db, shell, {
        email: "editor@example.org",
        name: "Editor",
        role: "editor",
        passwordHash: await hashPassword(password),
      });
      await page.goto("/sign-in?next=/admin/releases");
      await page.getByLabel("E-mail address").fill("editor@example.org");
      await page.getByLabel("Password", { exact: true }).fill(password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page).toHaveURL(/^[^?]*\/admin\/releases$/);

      const make = async (note: string) => {
        await page.goto("/admin/releases");
        await page.getByLabel("Note to readers").fill(note);
        await page.getByRole("button", { name: /^Make release/ }).click();
        const made = page
          .getByRole("listitem")
          .filter({ hasText: note })
          .getByRole("link", { name: /^Release/ });
        await expect(made).toBeVisible({ timeout: 60_000 });
        return (await made.innerText()).replace("Release ", "");
      };
      const first = await make("The first one");
      const files = ((await (await get("/api/v1/releases")).json()) as ReleasesJson).data[0]!.files;
      expect(files.map(({ name }) => name)).toContain(`attest-${first}.sqlite`);
      for (const { address, sha256 } of files) {
        const answer = await get(address);
        expect(answer.headers.get("cache-control")).toContain("immutable");
        expect(
          createHash("sha256")
            .update(Buffer.from(await answer.arrayBuffer()))
            .digest("hex"),
          address,
        ).toBe(sha256);
        expect((await get(address, { "if-none-match": answer.headers.get("etag")! })).status).toBe(304);
      }
      const before = exportedText(db, "incidents");
      const middle = await get(`/data/releases/${first}/attest-${first}.sqlite`, { range: "bytes=16-31" });
      expect([middle.status, (await middle.arrayBuffer()).byteLength]).toEqual([206, 16]);

      // Asked for once, so that anything that keeps answers has kept them.
      const PATHS = [
        "/api/v1/incidents/UA-0003",
        "/api/v1/totals",
        "/export/incidents.csv",
        "/export/incidents.geojson",
        "/export/package.zip",
        "/",
      ];
      const asked = await Promise.all(
        PATHS.map((path) => get(path).then(async (answer) => ({ etag: answer.headers.get("etag")!, text: await answer.text() }))),
      );
      ruleEstimate(db, shell, "UA-0003", { metric: "killed", best: 51, reason: "The list of names." });
      for (const [index, path] of PATHS.entries()) {
        const anew = await get(path, { "if-none-match": asked[index]!.etag });
        expect(anew.status, path).toBe(200);
        expect(await anew.text(), path).not.toBe(asked[index]!.text);
      }
      const incident = (await (await get("/api/v1/incidents/UA-0003")).json()) as { data: { incident: { killed_best: number } } };
      expect(incident.data.incident.killed_best).toBe(51);

      const second = await make("With the list of names");
      await page.goto(`/data/releases/${second}`);
      await expect(page.locator('[data-incident="UA-0003"]')).toContainText("→ 51");
      await page.goto("/uk/data/releases");
      await page.getByRole("button", { name: "Порівняти" }).click();
      await expect(page.locator('[data-incident="UA-0003"]')).toContainText("→ 51");

      const path = join(mkdtempSync(join(tmpdir(), "attest-release-")), "first.sqlite");
      writeFileSync(path, Buffer.from(await (await get(`/data/releases/${first}/attest-${first}.sqlite`)).arrayBuffer()));
      const frozen = openForReading(path);
      expect(exportedText(frozen, "incidents")).toBe(before);
      frozen.close();
      rmSync(join(path, ".."), { recursive: true });
    } finally {
      db.close();
    }
  },
);

interface ReleasesJson {
  data: { version: string; files: { name: string; address: string; sha256: string }[] }[];
}

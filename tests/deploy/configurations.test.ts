/** The configurations of deploy/, each checked by the real program where it is here, and by what they must say everywhere. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const read = (name: string) => readFileSync(join(root, "deploy", name), "utf8");
const has = (program: string) => spawnSync(program, ["--version"]).error === undefined;
const folder = mkdtempSync(join(tmpdir(), "attest-deploy-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function ran(program: string, args: string[]) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", cwd: folder });
  return { status, said: stdout + stderr };
}

test.skipIf(!has("nginx") || !has("openssl"))("nginx takes its configuration", () => {
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const made = [
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-subj",
    "/CN=record.example.org",
  ];
  expect(ran("openssl", [...made, "-keyout", key, "-out", certificate]).status).toBe(0);
  const site = read("nginx/attest.conf")
    .replace(/\/etc\/letsencrypt\S+fullchain\.pem/, certificate)
    .replace(/\/etc\/letsencrypt\S+privkey\.pem/, key)
    .replace("/var/cache/nginx/attest", join(folder, "cache"));
  const file = join(folder, "nginx.conf");
  writeFileSync(file, `pid ${join(folder, "pid")};\nerror_log stderr;\nevents {}\nhttp {\n${site}\n}\n`);
  expect(ran("nginx", ["-t", "-c", file, "-p", folder, "-e", "stderr"])).toEqual({
    status: 0,
    said: expect.stringContaining("test is successful") as string,
  });
});

test.skipIf(!has("caddy"))("Caddy takes its configuration", () => {
  const { status, said } = ran("caddy", ["validate", "--config", join(root, "deploy/Caddyfile"), "--adapter", "caddyfile"]);
  expect({ status, valid: said.includes("Valid configuration") }).toEqual({ status: 0, valid: true });
});

test.skipIf(spawnSync("varnishd", ["-V"]).error !== undefined)("Varnish takes its configuration", () => {
  mkdirSync(join(folder, "varnish"));
  const { status } = ran("varnishd", ["-C", "-n", join(folder, "varnish"), "-f", join(root, "deploy/varnish/attest.vcl")]);
  expect(status).toBe(0);
});

test.skipIf(!has("systemd-analyze"))("systemd takes the unit, and finds it little exposed", () => {
  const unit = join(root, "deploy/systemd/attest.service");
  const { said } = ran("systemd-analyze", ["verify", unit]);
  // Where the program is not installed, that is all there is to say.
  expect(said.split("\n").filter((line) => line !== "" && !/is not executable|Failed to open|attest\.env/.test(line))).toEqual(
    [],
  );
  const exposure = /Overall exposure level for attest\.service: ([\d.]+)/.exec(
    ran("systemd-analyze", ["security", "--offline=true", unit]).said,
  )?.[1];
  expect(Number(exposure)).toBeLessThanOrEqual(2);
});

test("the image is built in stages, runs as nobody in particular, and starts Node itself", () => {
  const lines = read("Dockerfile")
    .replaceAll(/\\\n\s*/g, " ")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  expect(lines.filter((line) => line.startsWith("FROM")).length).toBeGreaterThanOrEqual(3);
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith("FROM")));
  expect(last).toContain("USER 1000:1000");
  expect(last.findIndex((line) => line.startsWith("USER"))).toBeLessThan(last.findIndex((line) => line.startsWith("CMD")));
  expect(last.at(-1)).toBe('CMD ["node", "--import", "tsx", "server/main.ts"]');
  // The image's own packages have no compiler and nothing for development.
  expect(last.filter((line) => /apt-get|npm /.test(line))).toEqual([]);
});

test("what the configurations say of the server is what the server is told", () => {
  const variables = new Set(
    [...readFileSync(join(root, "docs/operating.md"), "utf8").matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name),
  );
  const said = ["Dockerfile", "compose.yaml", "systemd/attest.service"].flatMap(
    (name) => read(name).match(/\bATTEST_[A-Z_]+/g) ?? [],
  );
  // These two name the site and its server to Caddy.
  const unknown = said.filter((name) => !variables.has(name) && name !== "ATTEST_NAME" && name !== "ATTEST_SERVER");
  expect([...new Set(unknown)]).toEqual([]);
});

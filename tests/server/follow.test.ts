import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { makeActor } from "@/db/commands/actor";
import { makeRelease } from "@/db/commands/releases";
import { openForReading } from "@/db/open";
import { findRecord } from "@/db/queries/record";
import { findRelease } from "@/db/queries/releases";
import { releasesFolder } from "@/db/releases/make";
import { followingOf, forgetOthers, isNewer, newestOffered, newestOwn, takeOver } from "@/server/follow";
import { isDesk, refusalOf } from "@/server/gate";
import { demoDatabase } from "../support/database";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), "attest-follow-"));
  folders.push(folder);
  return folder;
}

/** A folder as `attest release` fills it, with one release. */
async function released() {
  const db = demoDatabase({ now: "2026-11-23T12:00:00Z" });
  const version = await makeRelease(db, makeActor({ accountId: null, name: "command line", role: "admin" }), {
    note: null,
    origin: "",
  });
  return { db, version, folder: releasesFolder(db.file) };
}

test("a newer release is one of a later day, or a later one of the same day", () => {
  expect(isNewer("2026-11-24", "2026-11-23.9")).toBe(true);
  expect(isNewer("2026-11-23.10", "2026-11-23.9")).toBe(true);
  expect(isNewer("2026-11-23.2", "2026-11-23")).toBe(true);
  expect(isNewer("2026-11-23", "2026-11-23")).toBe(false);
  expect(isNewer("2026-11-22", "2026-11-23")).toBe(false);
});

test("a release of a folder is taken over whole, opened, and found again without the folder", async () => {
  const { version, folder } = await released();
  const own = temporary();
  const offered = await newestOffered(followingOf(folder));
  expect(offered?.version).toBe(version);
  const file = await takeOver(offered!, own);
  expect(readdirSync(own)).toEqual([`attest-${version}.sqlite`]);
  expect(newestOwn(own)).toEqual({ version, file });
  const mirrored = openForReading(file);
  expect(findRecord(mirrored).releaseVersion).toBe(version);
  mirrored.close();
  forgetOthers(own, []);
  expect(newestOwn(own)).toBeNull();
});

test("a folder that is still being copied offers nothing, and one that is not there is said", async () => {
  const { version, folder } = await released();
  const copy = temporary();
  cpSync(folder, copy, { recursive: true });
  rmSync(join(copy, version, "SHA256SUMS"), { force: true });
  expect(await newestOffered({ folder: copy })).toBeNull();
  await expect(newestOffered({ folder: join(copy, "nowhere") })).rejects.toThrow("ENOENT");
});

test("a database of another checksum, or that is no release, is not taken over and leaves nothing", async () => {
  const { db, version, folder } = await released();
  const copy = temporary();
  cpSync(folder, copy, { recursive: true });
  const file = join(copy, version, `attest-${version}.sqlite`);
  chmodSync(file, 0o600);
  const bytes = readFileSync(file);
  bytes[bytes.length - 1]! ^= 1;
  writeFileSync(file, bytes);
  const own = temporary();
  await expect(takeOver((await newestOffered({ folder: copy }))!, own)).rejects.toThrow(/has the SHA-256 .* should have/);
  expect(readdirSync(own)).toEqual([]);

  const { sha256OfFile } = await import("@/db/files");
  db.close();
  const kept = { version, sha256: sha256OfFile(db.file), bring: async (target: string) => cpSync(db.file, target) };
  await expect(takeOver(kept, own)).rejects.toThrow("a record that is being kept");
  expect(readdirSync(own)).toEqual([]);
});

test("a site's newest release is found in its list and brought with its checksum; an answer that is none is said", async () => {
  const { db, version, folder } = await released();
  const { files } = findRelease(db, version)!;
  let broken = false;
  const server = createServer((request, response) => {
    const path = request.url!.replace("/data/releases/", "");
    if (request.url === "/api/v1/releases") return void response.end(JSON.stringify({ data: [{ version, files }] }));
    const file = join(folder, path);
    if (!existsSync(file)) return void response.writeHead(404).end();
    const bytes = readFileSync(file);
    if (!broken) return void response.end(bytes);
    // Broken off in the middle, as by a server that ends.
    response.writeHead(200, { "Content-Length": bytes.length });
    response.write(bytes.subarray(0, bytes.length / 2), () => response.socket!.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const own = temporary();
    broken = true;
    await expect(takeOver((await newestOffered(followingOf(`${site}/`)))!, own)).rejects.toThrow();
    expect(readdirSync(own)).toEqual([]);
    broken = false;
    expect(await takeOver((await newestOffered(followingOf(site)))!, own)).toBe(join(own, `attest-${version}.sqlite`));
    await expect(newestOffered({ site: `${site}/elsewhere` })).rejects.toThrow("answered 404");
  } finally {
    server.close();
  }
});

test("a mirror takes no forms, and has no desk however its address is spelt", () => {
  const post = { method: "POST", url: "/", headers: { origin: "http://a", host: "a", "content-length": "1" } };
  expect(refusalOf(post, undefined, { isMirror: true })).toMatchObject({ status: 405 });
  for (const url of ["/admin", "/uk/admin/people", "/%61dmin", "/./sign-in", "/x/../admin", "/invitation/abc", "/en/admin?x=1"])
    expect(isDesk(url), url).toBe(true);
  for (const url of ["/", "/uk", "/administration", "/incidents?q=/admin"]) expect(isDesk(url), url).toBe(false);
});

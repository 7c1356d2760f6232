import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { Health, type HealthOptions } from "@/server/health";
import { kindOf } from "@/server/kinds";
import { readinessOf } from "@/db/readiness";
import { openDatabase } from "@/db/open";
import { demoDatabase } from "../support/database";

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

async function probed(options: Partial<HealthOptions> = {}) {
  const health = new Health({
    file: join(tmpdir(), "record.sqlite"),
    needsRoom: true,
    checks: { database: () => ({ ok: true, says: "writable" }) },
    metrics: () => Promise.resolve({ type: "text/plain; version=0.0.4", text: "attest_info 1\n" }),
    isStopping: () => false,
    ...options,
  });
  const server = createServer((request, response) => void (health.answer(request, response) || response.end("a page")));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return async (path: string, headers: Record<string, string> = {}, method = "GET") => {
    const answer = await fetch(`${origin}${path}`, { headers, method });
    return { status: answer.status, cache: answer.headers.get("cache-control"), text: await answer.text() };
  };
}

test("/healthz says that the process answers, whatever the database does", async () => {
  const get = await probed({ checks: { database: () => ({ ok: false, says: "broken" }) } });
  expect(await get("/healthz")).toEqual({ status: 200, cache: "no-store", text: "ok\n" });
  expect((await get("/healthz", {}, "POST")).status).toBe(405);
  expect((await get("/healthzz")).text).toBe("a page");
});

test("/readyz is 503 where a check fails or throws, and while the server ends", async () => {
  const broken = await probed({
    checks: {
      database: () => {
        throw new Error("disk I/O error");
      },
    },
  });
  const answer = await broken("/readyz");
  expect(answer.status).toBe(503);
  expect(JSON.parse(answer.text)).toMatchObject({
    ready: false,
    checks: { disk: { ok: true }, database: { ok: false, says: "disk I/O error" } },
  });
  const ending = await probed({ isStopping: () => true });
  expect((await ending("/readyz")).status).toBe(503);
  const undecided = await probed({ checks: { backup: () => ({ ok: null, says: "none yet" }) } });
  expect((await undecided("/readyz")).status).toBe(200);
});

test("details and numbers are for a program on this machine that asks without a proxy between", async () => {
  const get = await probed();
  expect(JSON.parse((await get("/readyz")).text)).toHaveProperty("checks");
  expect((await get("/metrics")).text).toBe("attest_info 1\n");
  const proxies: Record<string, string>[] = [
    { "x-forwarded-for": "203.0.113.9" },
    { via: "1.1 varnish" },
    { forwarded: "for=203.0.113.9" },
  ];
  for (const proxied of proxies) {
    expect(JSON.parse((await get("/readyz", proxied)).text)).toEqual({ ready: true });
    expect((await get("/metrics", proxied)).status).toBe(404);
  }
});

test("with a token they are for those who bring it, through a proxy too, and for nobody else", async () => {
  const get = await probed({ token: "0123456789abcdef" });
  expect((await get("/metrics")).status).toBe(404);
  expect((await get("/metrics", { authorization: "Bearer 0123456789abcdeX" })).status).toBe(404);
  const proxied = { authorization: "Bearer 0123456789abcdef", "x-forwarded-for": "203.0.113.9" };
  expect((await get("/metrics", proxied)).status).toBe(200);
});

test("a database is writable, or busy while somebody writes, and is not changed by being asked", () => {
  const db = demoDatabase();
  const { ask, close } = readinessOf(db.file);
  expect(ask()).toEqual({ writable: "yes", pending: 0 });
  const other = openDatabase(db.file);
  other.transaction(() => expect(ask()).toEqual({ writable: "busy", pending: 0 }));
  other.close();
  close();
});

test("an address is counted by its kind", () => {
  const kinds = {
    "/": "page",
    "/uk": "page",
    "/uk/incidents?q=x": "page",
    "/incidents/UA-1": "page",
    "/admin": "desk",
    "/uk/admin/people": "desk",
    "/administrators": "page",
    "/invitation/secret": "desk",
    "/export/series.csv": "export",
    "/api/v1/incidents": "api",
    "/uk/chart/killed.svg": "picture",
    "/embed/killed": "picture",
    "/uk/feed.xml": "feed",
    "/_next/static/a.js": "asset",
    "/metrics": "probe",
  };
  for (const [url, kind] of Object.entries(kinds)) expect(kindOf(url), url).toBe(kind);
  expect(kindOf("/?_rsc=1", true)).toBe("part");
});

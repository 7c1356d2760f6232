import { gunzipSync, brotliDecompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { FrontCache, isKeepable, keepPage, mostBytes, sendKept } from "@/server/front-cache";

const get = (url: string, headers: Record<string, string> = {}) => ({ method: "GET", url, headers });

describe("what may be kept", () => {
  it.each([
    [get("/"), true],
    [get("/uk?city=kharkiv"), true],
    [get("/incidents/UA-0003"), true],
    [{ ...get("/"), method: "HEAD" }, true],
    [{ ...get("/"), method: "POST" }, false],
    [get("/", { cookie: "__Host-attest=x" }), false],
    [get("/", { cookie: "theme=dark" }), true],
    [get("/", { rsc: "1" }), false],
    [get("/", { "next-action": "x" }), false],
    [get("/admin"), false],
    [get("/uk/admin/incidents/new"), false],
    [get("/sign-in?next=/admin"), false],
    [get("/invitation/secret"), false],
    [get("/export/series.csv"), false],
    [get("/_next/static/a.js"), false],
  ])("%j: %s", (request, keepable) => {
    expect(isKeepable(request as never)).toBe(keepable);
  });
});

async function sent(page: ReturnType<typeof keepPage>, headers: Record<string, string>) {
  const answer: { status?: number; headers?: Record<string, unknown>; body?: Buffer } = {};
  await sendKept(
    get("/", headers) as never,
    {
      writeHead: (status: number, h: Record<string, unknown>) => Object.assign(answer, { status, headers: h }),
      end: (body?: Buffer) => Object.assign(answer, { body }),
    } as never,
    page,
  );
  return answer;
}

describe("a kept page", () => {
  const body = Buffer.from("<p>twenty</p>".repeat(50));
  const page = keepPage({ status: 200, headers: { "content-type": "text/html" }, policy: "p", body });

  it("goes out in the form the client accepts, the same in each", async () => {
    expect(brotliDecompressSync((await sent(page, { "accept-encoding": "gzip, deflate, br" })).body!)).toEqual(body);
    expect(gunzipSync((await sent(page, { "accept-encoding": "gzip" })).body!)).toEqual(body);
    expect((await sent(page, {})).body).toEqual(body);
    expect((await sent(page, { "accept-encoding": "br;q=0, gzip;q=0" })).body).toEqual(body);
  });

  it("is compressed once for all who ask for a form, and not for those who do not", async () => {
    const fresh = keepPage({ status: 200, headers: {}, policy: "", body: Buffer.from("twenty ".repeat(500)) });
    const plain = await sent(fresh, {});
    expect(Object.keys(fresh.bodies)).toEqual(["identity"]);
    expect(plain.body).toBe(fresh.bodies.identity);
    const [a, b] = await Promise.all([sent(fresh, { "accept-encoding": "br" }), sent(fresh, { "accept-encoding": "br" })]);
    expect(a.body).toBe(b.body);
    expect(a.headers).toMatchObject({ "Content-Encoding": "br", "Content-Length": a.body!.length });
    expect(fresh.bodies.gzip).toBeUndefined();
  });

  it("is 304 for a client that has it, by the ETag of its own form", async () => {
    expect((await sent(page, { "if-none-match": page.etags.identity })).status).toBe(304);
    expect((await sent(page, { "if-none-match": `W/${page.etags.gzip}, "x"`, "accept-encoding": "gzip" })).status).toBe(304);
    expect((await sent(page, { "if-none-match": page.etags.gzip })).status).toBe(200);
  });

  it("is never given for another state of the record", async () => {
    const cache = new FrontCache();
    cache.set("1 2026-11-23", "/", page);
    expect(cache.get("1 2026-11-23", "/")).toBeDefined();
    expect(cache.get("2 2026-11-23", "/")).toBeUndefined();
    expect(cache.get("1 2026-11-24", "/")).toBeUndefined();
  });

  it("falls out when there are too many bytes, the longest unused first", async () => {
    const cache = new FrontCache(70_000_000);
    const large = keepPage({ status: 200, headers: {}, policy: "", body: Buffer.alloc(22_000_000) });
    for (const url of ["/1", "/2", "/3"]) cache.set("1", url, large);
    cache.get("1", "/1");
    cache.set("1", "/4", large);
    expect(["/1", "/2", "/3", "/4"].map((url) => cache.get("1", url) !== undefined)).toEqual([true, false, true, true]);
  });

  it("takes no more room than the form that clients want: many more fit once they are compressed", async () => {
    const cache = new FrontCache(1_000_000);
    for (let n = 0; n < 100; n++) {
      const one = keepPage({ status: 200, headers: {}, policy: "", body: Buffer.from(`${n} and twenty `.repeat(20_000)) });
      cache.set("1", `/${n}`, one);
      await sent(one, { "accept-encoding": "br" });
      expect(Object.keys(one.bodies)).toEqual(["br"]);
    }
    expect(cache.size).toBeGreaterThan(90);
    const kept = cache.get("1", "/99")!;
    const plain = "99 and twenty ".repeat(20_000);
    expect(gunzipSync((await sent(kept, { "accept-encoding": "gzip" })).body!).toString()).toBe(plain);
    expect((await sent(kept, {})).body!.toString()).toBe(plain);
    // Whoever wants the plain form once may want it again.
    expect(Object.keys(kept.bodies).sort()).toEqual(["br", "gzip", "identity"]);
  });

  it.each([
    [1, 96],
    [4, 128],
    [24, 512],
  ])("has a share of a memory of %i GB: %i MB", (memory, most) => {
    expect(mostBytes(memory * 1024 ** 3)).toBe(most * 1024 ** 2);
  });
});

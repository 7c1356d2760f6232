import { describe, expect, it } from "vitest";
import { MOST_BODY_BYTES, refusalOf } from "@/server/gate";

const post = (headers: Record<string, string>) => ({
  method: "POST",
  url: "/admin",
  headers: { host: "record.example.org", "content-length": "10", ...headers },
});

describe("the gate", () => {
  it.each([
    ["/", null],
    ["/?city=kharkiv&from=2022-03-01", null],
    ["/uk/incidents/UA-0003?known=2022-03-01T18:00Z", null],
    ["/incidents/%D0%9A", null],
    ["/?q=%zz", null],
    ["/%zz", 400],
    ["/%00", 400],
    ["/a%0d%0ab", 400],
    ["//evil.example", 400],
    ["/\\evil.example", 400],
    ["http://evil.example/", 400],
    [`/?${"a".repeat(9_000)}`, 414],
  ])("answers GET %s with %s", (url, status) => {
    expect(refusalOf({ method: "GET", url, headers: {} })?.status ?? null).toBe(status);
  });

  it.each(["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])("refuses %s", (method) => {
    expect(refusalOf({ method, url: "/", headers: {} })?.status).toBe(405);
  });

  it.each(["/_next/static/chunks/a.js", "/%5Fnext/static/chunks/a.js", "/uk/../_next/static/chunks/a.js", "/icon.svg?v=1"])(
    "takes no form at the file %s",
    (url) => {
      for (const method of ["POST", "OPTIONS"])
        expect(refusalOf({ ...post({ origin: "https://record.example.org" }), method, url })).toMatchObject({
          status: 405,
          allow: "GET, HEAD",
        });
      expect(refusalOf({ method: "GET", url, headers: {} })).toBeNull();
    },
  );

  it.each<[string, Record<string, string>, number | null]>([
    ["its own origin", { origin: "https://record.example.org" }, null],
    ["no origin", {}, 403],
    ["the null origin", { origin: "null" }, 403],
    ["a foreign origin", { origin: "https://evil.example" }, 403],
    ["a foreign origin with our name in it", { origin: "https://record.example.org.evil.example" }, 403],
    ["another port", { origin: "https://record.example.org:8443" }, 403],
    ["a site that the browser calls foreign", { origin: "https://record.example.org", "sec-fetch-site": "cross-site" }, 403],
    ["a body that is too large", { origin: "https://record.example.org", "content-length": String(MOST_BODY_BYTES + 1) }, 413],
  ])("answers a form from %s", (_name, headers, status) => {
    expect(refusalOf(post(headers))?.status ?? null).toBe(status);
  });

  it("asks for a length where a form says none", () => {
    expect(refusalOf({ method: "POST", url: "/", headers: { host: "a", origin: "http://a" } })?.status).toBe(411);
  });

  it("takes the configured public origin behind a proxy", () => {
    const request = {
      method: "POST",
      url: "/",
      headers: { host: "127.0.0.1:3000", origin: "https://record.example.org", "content-length": "1" },
    };
    expect(refusalOf(request, "https://record.example.org")).toBeNull();
    expect(refusalOf(request)?.status).toBe(403);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limitOf, Limits, LIMITS, visitorOf } from "@/server/limits";

describe("what a request counts as", () => {
  it.each([
    ["POST", "/sign-in", "login"],
    ["POST", "/uk/invitation/abc", "login"],
    ["POST", "/admin/incidents/new", "write"],
    ["GET", "/export/claims.csv", "export"],
    ["GET", "/uk/chart/killed.svg", "export"],
    ["GET", "/uk/feed.xml", "export"],
    ["GET", "/incidents?q=kharkiv", "search"],
    ["GET", "/incidents?q=&city=kyiv", null],
    ["GET", "/admin/places?q=k", "search"],
    ["GET", "/", null],
    ["GET", "/sign-in", null],
    ["GET", "/_next/static/x.js?q=1", null],
    ["GET", "/api/v1/incidents?q=x", null],
  ])("%s %s is %s", (method, url, limited) => {
    expect(limitOf({ method, url })).toBe(limited);
  });
});

describe("whom a request comes from", () => {
  const from = (remoteAddress: string, told?: string) =>
    ({ headers: told ? { "x-forwarded-for": told } : {}, socket: { remoteAddress } }) as never;
  it.each([
    ["127.0.0.1", undefined, false, null],
    ["::1", undefined, false, null],
    ["::ffff:127.0.0.1", undefined, false, null],
    ["203.0.113.7", undefined, false, "203.0.113.7"],
    ["203.0.113.7", "198.51.100.1", false, "203.0.113.7"],
    ["127.0.0.1", "198.51.100.1, 203.0.113.7", true, "203.0.113.7"],
    ["127.0.0.1", undefined, true, null],
  ])("%s that says %o, behind a proxy %s, is %s", (remote, told, isBehindProxy, visitor) => {
    expect(visitorOf(from(remote, told), isBehindProxy)).toBe(visitor);
  });
});

describe("limits", () => {
  it("let so many through, then say how long to wait, and begin anew with the next minute", () => {
    const limits = new Limits();
    const began = 1_000_000;
    for (let n = 0; n < LIMITS.login; n++) expect(limits.take("login", "203.0.113.7", began)).toBe(0);
    expect(limits.take("login", "203.0.113.9", began + 20_000)).toBe(40);
    expect(limits.take("login", "198.51.100.1", began + 20_000)).toBe(0);
    expect(limits.take("export", "203.0.113.7", began + 20_000)).toBe(0);
    expect(limits.take("login", "203.0.113.7", began + 60_000)).toBe(0);
  });

  it("count nobody on the machine itself, and nothing where they are switched off", () => {
    for (const [limits, visitor] of [
      [new Limits(), null],
      [new Limits(0), "203.0.113.7"],
    ] as const)
      for (let n = 0; n < 100; n++) expect(limits.take("login", visitor, 0)).toBe(0);
  });

  it("never let more through in a window than they say, whoever asks in whatever order", () => {
    const address = fc.tuple(fc.constantFrom("203.0.113", "198.51.100"), fc.integer({ min: 1, max: 254 }));
    fc.assert(
      fc.property(fc.array(address, { maxLength: 120 }), (asked) => {
        const limits = new Limits();
        const through = new Map<string, number>();
        for (const [network, host] of asked)
          if (limits.take("login", `${network}.${host}`, 5) === 0) through.set(network, (through.get(network) ?? 0) + 1);
        return [...through.values()].every((count) => count <= LIMITS.login);
      }),
    );
  });
});

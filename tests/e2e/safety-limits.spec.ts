/** Too much, too slow: limits by network without keeping addresses, readers that stop reading, heads that never end. */
import { createConnection, createServer, type Socket } from "node:net";
import { readFileSync } from "node:fs";
import { startAttest } from "../support/attest-server";
import { isDeep, noteFigure } from "../support/figures";
import { expect, test } from "@playwright/test";

test.describe.configure({ mode: "serial" });

test("one network is told to wait, by 429 and for how long, and another is served; no address is kept or logged", async () => {
  test.setTimeout(300_000);
  const port = await freePort();
  const server = await startAttest({
    env: { PORT: String(port), ATTEST_ORIGIN: "http://record.example.org", ATTEST_RATE_LIMIT: "0.1", ATTEST_LOG: "debug" },
  });
  try {
    const [visitor, neighbour, other] = ["203.0.113.77", "203.0.113.78", "198.51.100.9"];
    const ask = async (path: string, from: string, init: RequestInit = {}) => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
        redirect: "manual",
        ...init,
        headers: { "x-forwarded-for": `10.0.0.1, ${from}`, ...init.headers },
      });
      await answer.arrayBuffer();
      return answer;
    };
    const login = { method: "POST", headers: { origin: "http://record.example.org" }, body: new URLSearchParams({ email: "x" }) };
    // Pages that had to be made for the searches count as read ones, too.
    const kinds: [string, (n: number) => [string, RequestInit?], number][] = [
      ["login", () => ["/sign-in", login], 2],
      ["export", () => ["/export/series.csv"], 12],
      ["search", (n) => [`/incidents?q=${n}`], 12],
      ["read", (n) => [`/?from=2022-03-0${(n % 9) + 1}&to=2022-04-${10 + (n % 19)}`], 40],
    ];
    for (const [kind, at, most] of kinds) {
      // Should the minute end in between, the counts begin anew: then once more.
      for (let round = 0; ; round++) {
        let refused: Response | null = null;
        let asked = 0;
        for (; asked < 2 * most + 30 && !refused; asked++) {
          const answer = await ask(...withVisitor(at(asked), visitor));
          if (answer.status === 429) refused = answer;
        }
        expect(refused?.status, kind).toBe(429);
        expect(Number(refused!.headers.get("retry-after")), kind).toBeGreaterThan(0);
        expect(Number(refused!.headers.get("retry-after")), kind).toBeLessThanOrEqual(60);
        const [near, far] = [
          (await ask(...withVisitor(at(asked + 1), neighbour))).status,
          (await ask(...withVisitor(at(asked + 2), other))).status,
        ];
        if (near !== 429 && round === 0) continue;
        expect(asked, kind).toBeGreaterThan(round === 0 ? most : 0);
        expect(near, `${kind}, a neighbour`).toBe(429);
        expect(far, `${kind}, another network`).not.toBe(429);
        break;
      }
    }
    const kept = readFileSync(server.file).toString("latin1") + readFileSync(`${server.file}-wal`).toString("latin1");
    for (const address of [visitor, neighbour, other, "10.0.0.1", "203.0.113"]) {
      expect(server.output(), "the log").not.toContain(address);
      expect(kept.includes(address), "the file").toBe(false);
    }
    noteFigure({
      what: "kinds of request with a limit by network",
      count: kinds.length,
      wrong: 0,
      seed: null,
      note: "429 with Retry-After; no address in log or file",
    });
  } finally {
    await server.stop();
  }
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

function withVisitor([path, init]: [string, RequestInit?], from: string): [string, string, RequestInit?] {
  return [path, from, init];
}

test("eight readers that stop reading and forty that never finish their head hold nobody up", async () => {
  test.skip(!isDeep, "slow by its nature: runs under test:deep");
  test.setTimeout(300_000);
  const server = await startAttest();
  const { hostname, port } = new URL(server.origin);
  const sockets: Socket[] = [];
  const open = (text: string) => {
    const socket = createConnection(Number(port), hostname, () => socket.write(text));
    socket.on("error", () => {});
    sockets.push(socket);
    return socket;
  };
  try {
    for (let n = 0; n < 8; n++) open(`GET /export/claims.csv HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`).pause();
    const slow = Array.from({ length: 40 }, () => open("GET / HTTP/1.1\r\nHost: a\r\nX-Slow: "));
    const closed = slow.map(
      (socket) => new Promise<number>((resolve) => socket.resume().once("close", () => resolve(performance.now()))),
    );
    const began = performance.now();
    const times: number[] = [];
    for (let n = 0; n < 200; n++) {
      const start = performance.now();
      const answer = await fetch(`${server.origin}/incidents/UA-${String((n % 50) + 1).padStart(4, "0")}`);
      await answer.arrayBuffer();
      expect(answer.status).toBe(200);
      times.push(performance.now() - start);
    }
    const p99 = times.sort((a, b) => a - b)[197]!;
    const longest = Math.max(...(await Promise.all(closed))) - began;
    noteFigure({
      what: "pages beside 8 stalled readers and 40 slow heads",
      count: times.length,
      wrong: 0,
      seed: null,
      note: `p99 ${p99.toFixed(0)} ms; every slow head was closed within ${(longest / 1000).toFixed(0)} s`,
    });
    expect(longest).toBeLessThan(40_000);
  } finally {
    for (const socket of sockets) socket.destroy();
    await server.stop();
  }
});

/** The door with a site behind it that answers as it is told: headers on every answer, limits, and what a full disk makes of a form's 200. */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createConnection, type AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { answerWith, beginAction } from "@/app/_server/answer";
import { forgetTrouble, noteTrouble, unwritable } from "@/db/trouble";
import { Door } from "@/server/door";
import { readEnvironment } from "@/server/environment";
import { makeServer } from "@/server/http";
import { makeLog } from "@/server/log";

const FILE = "/tmp/attest-door-test.sqlite";
let server: Server;
let origin: string;
/** What the site answers; a test sets it. */
let site: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

beforeEach(async () => {
  site = (_request, response) => void response.writeHead(200, { "Content-Type": "text/html" }).end("<p>A page.</p>");
  const environment = readEnvironment({ ATTEST_DB: FILE, ATTEST_ORIGIN: "https://record.example.org", ATTEST_RATE_LIMIT: "0.1" });
  const door = new Door({
    answer: async (request: IncomingMessage, response: ServerResponse) => site(request, response),
    environment,
    state: () => "1",
    log: makeLog("silent"),
    health: { answer: () => false },
    open: { add: () => {} },
  } as never);
  server = makeServer((request, response) => void door.serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  forgetTrouble(FILE);
  server.closeAllConnections();
  server.close();
});

const ALWAYS: Record<string, RegExp> = {
  "content-security-policy": /^default-src 'none'; script-src 'self'(?!.*unsafe)/,
  "x-content-type-options": /^nosniff$/,
  "referrer-policy": /^strict-origin-when-cross-origin$/,
  "cross-origin-opener-policy": /^same-origin$/,
  "cross-origin-resource-policy": /^same-origin$/,
  "permissions-policy": /camera=\(\)/,
  "x-permitted-cross-domain-policies": /^none$/,
  "x-frame-options": /^DENY$/,
};

function lacking(has: (name: string) => string | null): string[] {
  return Object.entries(ALWAYS).flatMap(([name, pattern]) => (pattern.test(has(name) ?? "") ? [] : [`${name}: ${has(name)}`]));
}

const form = (headers: Record<string, string> = {}): RequestInit => ({
  method: "POST",
  headers: { origin: "https://record.example.org", ...headers },
  body: "x=1",
});

describe("every answer has the whole set of headers", () => {
  it.each<[string, string, RequestInit, number]>([
    ["a page", "/", {}, 200],
    ["a file", "/export/claims.csv", {}, 200],
    ["a form", "/sign-in", form(), 200],
    ["a form from elsewhere", "/sign-in", form({ origin: "https://evil.example" }), 403],
    ["an address that cannot be read", "/%zz", {}, 400],
    ["one that is too long", `/?${"a".repeat(9_000)}`, {}, 414],
    ["a body that is too large", "/sign-in", { ...form(), body: "x".repeat(1_000_001) }, 413],
    ["a method that is none", "/", { method: "DELETE" }, 405],
  ])("%s", async (_name, path, init, status) => {
    const answer = await fetch(origin + path, init);
    await answer.arrayBuffer();
    expect(answer.status).toBe(status);
    expect(lacking((name) => answer.headers.get(name))).toEqual([]);
    expect(answer.headers.get("strict-transport-security")).toContain("max-age=63072000");
  });

  it("what failed, too", async () => {
    site = () => {
      throw new Error("on purpose");
    };
    for (const path of ["/", "/export/claims.csv"]) {
      const answer = await fetch(origin + path);
      expect(answer.status).toBe(500);
      expect(await answer.text()).not.toContain("on purpose");
      expect(lacking((name) => answer.headers.get(name))).toEqual([]);
    }
  });

  it.each([
    ["no HTTP", "hello\r\n\r\n"],
    ["no host", "GET / HTTP/1.1\r\n\r\n"],
    ["two lengths", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx"],
    ["a head that is too long", `GET / HTTP/1.1\r\nHost: a\r\nX-A: ${"a".repeat(40_000)}\r\n\r\n`],
    [
      "pieces without a length",
      "POST / HTTP/1.1\r\nHost: a\r\nOrigin: http://a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
    ],
  ])("what is broken: %s", async (_name, request) => {
    const answer = (await raw(request)).toLowerCase();
    expect(answer).toMatch(/^http\/1\.1 4\d\d /);
    expect(lacking((name) => new RegExp(`\n${name}: ([^\r]*)`).exec(answer)?.[1]?.replace("deny", "DENY") ?? null)).toEqual([]);
  });
});

function raw(request: string): Promise<string> {
  return new Promise((resolve) => {
    const { port } = server.address() as AddressInfo;
    const socket = createConnection(port, "127.0.0.1", () => socket.write(request));
    let answer = "";
    socket.setTimeout(5_000, () => socket.destroy());
    socket.on("data", (chunk: Buffer) => {
      answer += chunk.toString("latin1");
      if (answer.includes("\r\n\r\n")) socket.destroy();
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(answer));
  });
}

describe("a form whose write is refused by the disk", () => {
  const full = Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });

  it("is answered 503 with what the form says, and when to try again", async () => {
    site = async (_request, response) => {
      await Promise.resolve();
      unwritable(FILE, full);
      response.writeHead(200, { "Content-Type": "text/x-component" }).end("what was typed");
    };
    const answer = await fetch(`${origin}/admin/incidents/new`, form());
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("60");
    expect(await answer.text()).toBe("what was typed");
  });

  it("does not make a 503 of another request beside it, nor of reading", async () => {
    noteTrouble(FILE, "full", full);
    const [one, two] = await Promise.all([fetch(`${origin}/admin/incidents/new`, form()), fetch(`${origin}/`)]);
    expect([one.status, two.status]).toEqual([200, 200]);
  });

  it("and a page that fails for the same reason is 503, not 500", async () => {
    noteTrouble(FILE, "damaged", full);
    site = (_request, response) => void response.writeHead(500).end();
    for (const path of ["/", "/export/claims.csv"]) {
      const answer = await fetch(origin + path);
      expect(answer.status, path).toBe(503);
      expect(answer.headers.get("retry-after"), path).toBe("60");
    }
  });
});

it("a call of an action that cannot be read as one is the sender's fault: 400; what fails in an action or a route is ours: 500", async () => {
  const call = form({ "next-action": "00" });
  const multipart = form({ "content-type": "multipart/form-data; boundary=x" });
  const failing = (begins: boolean) => () => {
    if (begins) beginAction();
    throw new Error("It broke.");
  };
  const statuses: number[] = [];
  for (const [begins, init] of [
    [false, call],
    [false, multipart],
    [true, call],
    [false, form()],
    [false, {}],
  ] as const) {
    site = async (_request, response) => {
      await Promise.resolve();
      try {
        failing(begins)();
      } catch {
        response.writeHead(500).end();
      }
    };
    const answer = await fetch(`${origin}/admin`, init);
    statuses.push(answer.status);
    expect(answer.headers.has("retry-after")).toBe(false);
  }
  expect(statuses).toEqual([400, 400, 500, 500, 500]);
});

it("a throttled sign-in is 429, for as long as the throttle says", async () => {
  site = (_request, response) => {
    answerWith(429, 840);
    response.writeHead(200).end("Too many tries.");
  };
  const answer = await fetch(`${origin}/sign-in`, form());
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "840"]);
});

it("what is refused while it is still being sent hears why, not a broken line", async () => {
  const { port } = server.address() as AddressInfo;
  const piece = "x".repeat(400_000);
  for (const [sender, says] of [
    ["https://evil.example", "from this site's own pages only"],
    ["https://record.example.org", "larger than"],
  ]) {
    const heard = await new Promise<{ text: string; pieces: number }>((resolve, reject) => {
      const head = `POST /admin HTTP/1.1\r\nHost: a\r\nOrigin: ${sender}\r\nContent-Length: ${4 * piece.length}\r\n\r\n`;
      const socket = createConnection(port, "127.0.0.1", () => socket.write(head + piece));
      let [text, pieces] = ["", 1];
      socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
      socket.once("error", reject);
      socket.once("close", () => resolve({ text, pieces }));
      // The answer is there, and the sender goes on sending what it began.
      for (const after of [100, 200, 300]) setTimeout(() => socket.write(piece, () => pieces++), after);
    });
    expect(heard.text).toContain(says);
    expect(heard.pieces).toBe(4);
  }
});

it("a network that asks too much waits, and another does not", async () => {
  const ask = async (from: string, path: string, init: RequestInit = {}) => {
    const answer = await fetch(origin + path, {
      ...init,
      headers: { ...(init.headers as object), "x-forwarded-for": `10.0.0.1, ${from}` },
    });
    await answer.arrayBuffer();
    return answer;
  };
  for (const [path, init, most] of [
    ["/sign-in", form(), 2],
    ["/export/claims.csv", {}, 12],
    ["/incidents?q=x", {}, 12],
  ] as const) {
    for (let n = 0; n < most; n++) expect((await ask("203.0.113.7", path, init)).status, path).toBe(200);
    const refused = await ask("203.0.113.99", path, init);
    expect(refused.status, path).toBe(429);
    expect(Number(refused.headers.get("retry-after")), path).toBeGreaterThan(0);
    expect(
      lacking((name) => refused.headers.get(name)),
      path,
    ).toEqual([]);
    expect((await ask("198.51.100.7", path, init)).status, path).toBe(200);
  }
});

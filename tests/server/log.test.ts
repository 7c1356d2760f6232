import { EventEmitter } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { OpenAnswers } from "@/server/closing";
import { Door } from "@/server/door";
import { readEnvironment } from "@/server/environment";
import type { Health } from "@/server/health";
import { makeLog, takeOverConsole } from "@/server/log";

function logged() {
  const lines: string[] = [];
  const log = makeLog("debug", (line) => void lines.push(line));
  return { log, lines, events: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

/** A response that takes what it is given and ends when told to. */
class Taker extends EventEmitter {
  statusCode = 200;
  headersSent = false;
  writableFinished = true;
  shouldKeepAlive = true;
  headers: Record<string, unknown> = {};
  setHeader = (name: string, value: unknown) => void (this.headers[name] = value);
  getHeader = (name: string) => this.headers[name];
  getHeaderNames = () => Object.keys(this.headers);
  removeHeader = (name: string) => void delete this.headers[name];
  writeHead(status: number) {
    this.statusCode = status;
    this.headersSent = true;
    return this;
  }
  end = () => this.emit("close");
}

test("an answer's line names its kind, and nothing by which a visitor could be told", async () => {
  const { log, lines, events } = logged();
  const door = new Door({
    environment: readEnvironment({ ATTEST_ORIGIN: "https://record.example.org" }),
    answer: () => Promise.reject(new Error("the page broke")),
    state: () => "1",
    log,
    health: { answer: () => false } as unknown as Health,
    open: new OpenAnswers(),
  });
  const request = {
    method: "GET",
    url: "/admin/people?q=olena%20shevchenko&known=2022-03-01",
    headers: {
      host: "record.example.org",
      cookie: "__Host-attest=secret-session",
      "user-agent": "Browser/1.0 of Olena",
      "x-forwarded-for": "203.0.113.9",
      referer: "https://elsewhere.example/olena",
    },
    socket: { remoteAddress: "198.51.100.7" },
  } as unknown as IncomingMessage;
  const response = new Taker();
  await door.serve(request, response as unknown as ServerResponse);
  expect(events().map(({ msg, kind, status, level }) => ({ msg, kind, status, level }))).toEqual([
    { msg: "An answer failed.", kind: undefined, status: undefined, level: "error" },
    { msg: "answer", kind: "desk", status: 500, level: "error" },
  ]);
  expect(events()[0]).toMatchObject({ request: response.headers["X-Request-Id"], err: { message: "the page broke" } });
  for (const secret of ["olena", "Olena", "secret-session", "203.0.113.9", "198.51.100.7", "/admin/people", "elsewhere"])
    expect(lines.join("\n")).not.toContain(secret);
});

test("an error is said with its stack, its code and its cause, not with the values that it carries", () => {
  const { log, events, lines } = logged();
  const cause = Object.assign(new Error("disk I/O error"), { code: "SQLITE_IOERR" });
  log.error({ err: Object.assign(new Error("not saved", { cause }), { typed: "a name", digest: "123" }) }, "failed");
  expect(events()[0]).toMatchObject({
    msg: "failed",
    err: { message: "not saved", digest: "123", cause: { message: "disk I/O error", code: "SQLITE_IOERR" } },
  });
  expect(lines[0]).not.toContain("a name");
});

test("what libraries print becomes lines of the log", () => {
  const { log, events } = logged();
  const before = console.warn;
  const undo = takeOverConsole(log);
  console.warn("a", { b: 1 });
  console.error(new Error("broke"));
  undo();
  expect(console.warn).toBe(before);
  expect(events()).toMatchObject([
    { level: "warn", msg: "a { b: 1 }" },
    { level: "error", msg: "broke", err: { message: "broke" } },
  ]);
});

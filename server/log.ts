/**
 * The server's log: a line of JSON an event on standard error, for programs. It names no visitor: no addresses of theirs,
 * no browsers, no cookies, no search words, no path beyond its kind. What a person who starts the server is told goes to
 * standard output in plain words instead.
 */
import { format } from "node:util";
import { destination, pino, type Logger } from "pino";

/** From the least said to the most: "debug" has a line for every answer, "info" for saves, slow answers and failures. */
export const LOG_LEVELS = ["silent", "error", "warn", "info", "debug"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A log that writes at once, so that the last line before an end is there. `write` takes the lines in a test. */
export function makeLog(level: LogLevel, write?: (line: string) => void): Logger {
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    // A failure's message and stack, never the values that an error of a library may carry along.
    serializers: { err: (error: unknown) => saidOf(error) },
  };
  return write ? pino(options, { write }) : pino(options, destination({ fd: 2, sync: true }));
}

/** Sends what libraries print (Next prints failures of pages) into the log. Gives back how to undo it. */
export function takeOverConsole(log: Logger): () => void {
  const before = { error: console.error, warn: console.warn, log: console.log, info: console.info };
  const line = (level: "error" | "warn" | "info") => {
    return (...args: unknown[]) => {
      const error = args.find((one) => one instanceof Error);
      const text = args.filter((one) => one !== error).map((one) => (typeof one === "string" ? one : format(one)));
      log[level](error ? { err: error } : {}, text.join(" ").trim() || (error instanceof Error ? error.message : ""));
    };
  };
  Object.assign(console, { error: line("error"), warn: line("warn"), log: line("info"), info: line("info") });
  return () => void Object.assign(console, before);
}

function saidOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, digest } = error as { code?: unknown; digest?: unknown };
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...(typeof code === "string" ? { code } : {}),
    ...(typeof digest === "string" ? { digest } : {}),
    ...(error.cause === undefined ? {} : { cause: saidOf(error.cause) }),
  };
}

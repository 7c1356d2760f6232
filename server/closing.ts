/**
 * A graceful end: no new connections, present answers end, and whatever has not ended in time is broken off so that its
 * reader sees it (a connection reset, never a file that only looks whole).
 */
import type { Server, ServerResponse } from "node:http";

/** Answers get this long; with the closing of the database the process is gone within ten seconds. */
export const ANSWERS_END_MS = 8_500;

/**
 * A connection that waits for its next request is kept this long, and what is asked on it meanwhile is answered with "close": a proxy
 * that sends on the very moment in which we close would have to ask elsewhere, and find the same there where all are changed at once.
 */
const IDLE_MS = 500;

/** The answers that are under way. */
export class OpenAnswers {
  readonly #open = new Set<ServerResponse>();
  #closing = false;

  get isClosing(): boolean {
    return this.#closing;
  }

  get count(): number {
    return this.#open.size;
  }

  /** Takes an answer in from its request to its end. */
  add(response: ServerResponse): void {
    this.#open.add(response);
    if (this.#closing) response.shouldKeepAlive = false;
    response.once("close", () => this.#open.delete(response));
  }

  /** Ends a server's service. Resolves with how many answers were broken off, once no connection is left. */
  async close(server: Server, within = ANSWERS_END_MS): Promise<number> {
    this.#closing = true;
    // Each connection ends with the answer it is giving.
    for (const response of this.#open) if (!response.headersSent) response.shouldKeepAlive = false;
    const asked = performance.now();
    if ((await connectionsOf(server)) > this.#open.size)
      await new Promise((resolve) => setTimeout(resolve, Math.min(IDLE_MS, within / 4)));
    let cut = 0;
    await new Promise<void>((resolve) => {
      const idle = setInterval(() => server.closeIdleConnections(), 50);
      const late = setTimeout(
        () => {
          cut = this.#open.size;
          // A reset, not an end: a reader by HTTP/1.0 takes a connection's end for the file's.
          for (const response of this.#open) response.socket?.resetAndDestroy();
          server.closeAllConnections();
        },
        within - (performance.now() - asked),
      );
      server.close(() => {
        clearInterval(idle);
        clearTimeout(late);
        resolve();
      });
      server.closeIdleConnections();
    });
    return cut;
  }
}

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve, reject) => server.getConnections((error, count) => (error ? reject(error) : resolve(count))));
}

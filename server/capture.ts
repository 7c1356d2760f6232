/** Catching what Next would send, so that it can be frozen and kept before it leaves. */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";

export interface Captured {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Runs an answer and gives back what it would have sent; nothing is sent. Compression is asked off, since the kept page
 * is compressed once for all.
 */
export async function captureAnswer(request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<Captured> {
  const accepted = request.headers["accept-encoding"];
  delete request.headers["accept-encoding"];
  const original = {
    write: response.write,
    end: response.end,
    writeHead: response.writeHead,
    flushHeaders: response.flushHeaders,
  };
  const chunks: Buffer[] = [];
  const before = new Set(response.getHeaderNames());
  const take = (chunk: unknown, encoding?: unknown) => {
    if (typeof chunk === "string")
      chunks.push(Buffer.from(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8"));
    else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  };
  const done = new Promise<void>((resolve) => {
    response.flushHeaders = () => undefined;
    response.writeHead = ((status: number, ...rest: unknown[]) => {
      response.statusCode = status;
      const headers = rest.findLast((one) => typeof one === "object" && one !== null) as OutgoingHttpHeaders | undefined;
      for (const [name, value] of Object.entries(headers ?? {}))
        if (value !== undefined) response.setHeader(name, value as string);
      return response;
    }) as ServerResponse["writeHead"];
    response.write = ((chunk: unknown, encoding?: unknown, callback?: unknown) => {
      take(chunk, encoding);
      const called = typeof encoding === "function" ? encoding : callback;
      if (typeof called === "function") process.nextTick(called as () => void);
      return true;
    }) as ServerResponse["write"];
    response.end = ((chunk?: unknown, encoding?: unknown, callback?: unknown) => {
      if (typeof chunk !== "function") take(chunk, encoding);
      const called = [chunk, encoding, callback].find((one) => typeof one === "function");
      if (called) process.nextTick(called as () => void);
      resolve();
      return response;
    }) as ServerResponse["end"];
  });
  try {
    // A route of its own waits until its answer has left, which it does only after this has given it back.
    await Promise.race([done, answer(request, response).then(() => done)]);
  } finally {
    Object.assign(response, original);
    if (accepted !== undefined) request.headers["accept-encoding"] = accepted;
  }
  const headers: Record<string, string> = {};
  for (const name of response.getHeaderNames()) {
    if (before.has(name)) continue;
    headers[name] = String(response.getHeader(name));
    response.removeHeader(name);
  }
  return { status: response.statusCode, headers, body: Buffer.concat(chunks) };
}

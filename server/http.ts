/** The HTTP server before the door: what is too slow is closed, and what is no HTTP is answered with the headers of every answer. */
import { createServer, type RequestListener, type Server } from "node:http";
import { answerBroken } from "./broken";

export function makeServer(listener: RequestListener): Server {
  // A request without a host is refused by the door: Node's own refusal has none of our headers.
  const server = createServer({ connectionsCheckingInterval: 5_000, requireHostHeader: false }, listener);
  server.on("clientError", answerBroken);
  server.requestTimeout = 60_000;
  // Longer than proxies keep a connection that is idle (Caddy: two minutes): whoever closes first must be the one who asks,
  // or a request that is on its way meets a closed connection.
  server.keepAliveTimeout = 125_000;
  server.headersTimeout = 15_000;
  // A connection on which nothing moves, a reader that stopped reading or a half-sent form, is closed.
  server.timeout = 120_000;
  return server;
}

/** How a request to the API is answered: allowance → address → parameters → the same state again (304) → rows. Errors are problems. */
import { recordState } from "@/db/queries/api";
import { isLarge } from "@/db/queries/aside";
import type { FilterProblem } from "@/domain/filter";
import { wordsIn } from "@/messages";
import { refusedByAllowance } from "../allowance";
import { readDb } from "../database";
import { badParameters, machineFilter, problem } from "../machine";
import { API, ENDPOINTS, endpointAt, MOST_ROWS, PAGE_ROWS, type Answered, type Endpoint, type State } from "./endpoints";
import { openApiDocument } from "./openapi";

/** Grows when the same state of a record is answered otherwise than before. */
const FORM = 1;
/** A cache in front may hold an answer for half a minute; others ask each time and mostly get a 304. */
const CACHE_CONTROL = "public, max-age=0, must-revalidate, s-maxage=30";

/** For every answer, errors too: data that anybody may read may be read from any site. */
const CORS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": "ETag, Link, Retry-After",
};

/** Answers GET and HEAD. Never throws: a failure is logged and answered as a problem. */
export async function answerApi(request: Request, parts: readonly string[]): Promise<Response> {
  let response: Response;
  try {
    response = (await refusedByAllowance(request, "api")) ?? (await answerPath(request, `/${parts.join("/")}`));
  } catch (error) {
    process.stderr.write(
      `${JSON.stringify({ at: new Date().toISOString(), failure: error instanceof Error ? (error.stack ?? error.message) : String(error) })}\n`,
    );
    response = problem(500, "Something failed here", "It was written to the server's log. Try again later.");
  }
  for (const [name, value] of Object.entries(CORS)) response.headers.set(name, value);
  if (response.status >= 400) response.headers.set("Cache-Control", "no-store");
  return response;
}

/** The answer to a browser that asks whether it may ask (CORS). */
export function allowApi(): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...CORS,
      Allow: "GET, HEAD, OPTIONS",
      "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
      "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
      "Access-Control-Max-Age": "86400",
    },
  });
}

/** The answer to every method that would change something. */
export function refuseMethod(request: Request): Response {
  const refused = problem(405, "The API is read-only", `${request.method} is not answered here; GET, HEAD and OPTIONS are.`);
  refused.headers.set("Allow", "GET, HEAD, OPTIONS");
  for (const [name, value] of Object.entries(CORS)) refused.headers.set(name, value);
  return refused;
}

function answerPath(request: Request, path: string): Response | Promise<Response> {
  const version = API.slice("/api".length);
  if (path !== version && !path.startsWith(`${version}/`))
    return problem(404, "There is no such address", `The API is at ${API}; ${API}/openapi.json describes it.`);
  const below = path.slice(version.length);
  if (below === "/openapi.json") return keyed(request, () => openApiDocument());
  if (below === "" || below === "/") return keyed(request, index);
  const found = endpointAt(below);
  if (!found)
    return problem(404, "There is no such address", `The API has: ${ENDPOINTS.map((one) => API + one.path).join(", ")}.`);
  return answerEndpoint(request, found.endpoint, found.id);
}

function answerEndpoint(request: Request, endpoint: Endpoint, id: string): Response | Promise<Response> {
  const query = new URL(request.url).searchParams;
  const read = machineFilter(query, {
    flags: endpoint.flags,
    own: endpoint.paged ? ["limit", "cursor"] : [],
    of: endpoint.of,
  });
  if ("problem" in read) return read.problem;
  const page = readPage(query);
  if ("problem" in page) return page.problem;
  const db = readDb();
  const asked = { db, filter: read.filter, flags: read.flags, id, ...page };
  const { aside } = endpoint;
  if (aside && isLarge(db)) return answerAside(request, () => aside(asked));
  return db.snapshot(() => keyed(request, () => bodyOf(endpoint.run(asked))));
}

/** Under the state that the answer was read in, which may be a later one than that of the asking. */
async function answerAside(request: Request, ask: () => Promise<Answered<{ record: State }>>): Promise<Response> {
  const same = unchanged(request, tagOf(recordState(readDb())));
  if (same) return same;
  const answered = await ask();
  if (answered instanceof Response) return answered;
  return tagged(bodyOf(answered), tagOf(answered.body.record));
}

const bodyOf = (answered: Answered) =>
  answered instanceof Response || !answered.next ? plainBody(answered) : withNext(answered.body, answered.next);
const plainBody = (answered: Response | { body: object }) => (answered instanceof Response ? answered : answered.body);

function withNext(body: object, next: string): Response {
  const response = Response.json(body);
  response.headers.set("Link", `<${next}>; rel="next"`);
  return response;
}

/** How many rows, from where. */
function readPage(query: URLSearchParams): { limit: number; cursor: string | null } | { problem: Response } {
  const bad: FilterProblem[] = [];
  const one = (parameter: string): string | null => {
    const values = [...new Set(query.getAll(parameter))].filter((value) => value !== "");
    if (values.length > 1) bad.push({ parameter, value: values.join(", "), code: "given_twice" });
    return values[0] ?? null;
  };
  const [limit, cursor] = [one("limit"), one("cursor")];
  const rows = limit === null ? PAGE_ROWS : /^\d{1,6}$/.test(limit) ? Number(limit) : 0;
  if (rows < 1 || rows > MOST_ROWS)
    bad.push({ parameter: "limit", value: limit ?? "", code: "bad_limit", allowed: [String(MOST_ROWS)] });
  return bad.length > 0 ? { problem: badParameters(bad) } : { limit: rows, cursor };
}

/** An answer under the record's state: asked again in the same state it is a 304, without being made. */
function keyed(request: Request, make: () => object | Response): Response {
  const tag = tagOf(recordState(readDb()));
  return unchanged(request, tag) ?? tagged(make(), tag);
}

/** Weak: a server in front may compress the answer. The instant tells a restored backup from what it replaced. */
function tagOf({ revision, changed_at: changedAt }: State): string {
  return `W/"${FORM}.${revision}.${changedAt?.replace(/\D/g, "") ?? "new"}"`;
}

const headersOf = (tag: string) => ({ ETag: tag, "Cache-Control": CACHE_CONTROL, Vary: "Accept-Encoding" });

/** What somebody hears who has the answer of this state. */
function unchanged(request: Request, tag: string): Response | null {
  return isHeld(request.headers.get("if-none-match"), tag) ? new Response(null, { status: 304, headers: headersOf(tag) }) : null;
}

function tagged(made: object | Response, tag: string): Response {
  const response = made instanceof Response ? made : Response.json(made);
  if (response.status === 200) for (const [name, value] of Object.entries(headersOf(tag))) response.headers.set(name, value);
  return response;
}

function isHeld(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  const bare = (tag: string) => tag.trim().replace(/^W\//, "");
  return ifNoneMatch.trim() === "*" || ifNoneMatch.split(",").some((tag) => bare(tag) === bare(etag));
}

function index(): object {
  const { t } = wordsIn("en");
  return {
    openapi: `${API}/openapi.json`,
    reference: "/data/api",
    addresses: ENDPOINTS.map(({ path, id }) => ({ address: API + path, summary: t(`apiReference.endpoint.${id}.summary`) })),
  };
}

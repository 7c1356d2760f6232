/** The addresses of the API, each once: from this table requests are answered, and the OpenAPI document and the reference page are made. */
import type { z } from "zod";
import {
  claimAnswer,
  correctionsAnswer,
  incidentAnswer,
  policiesAnswer,
  recordAnswer,
  recordState,
  releasesAnswer,
  totalsAnswer,
  viewOf,
  type Found,
} from "@/db/queries/api";
import { KEY_SHAPES, pageOfRows } from "@/db/queries/api-pages";
import type { ReadDb } from "@/db/open";
import {
  ClaimAnswer,
  CorrectionsPage,
  IncidentAnswer,
  pageOf,
  PoliciesAnswer,
  RecordAnswer,
  ReleasesAnswer,
  Totals,
} from "@/domain/api/answers";
import { readCursor, writeCursor, type CursorKey } from "@/domain/api/cursor";
import type { DatasetName } from "@/domain/datasets/datasets";
import { FILTER_PARAMETERS, filterToQuery, type Filter, type FilterParameter } from "@/domain/filter";
import type { Messages } from "@/messages";
import { askAside } from "../aside";
import { badParameters, problem } from "../machine";

export const API = "/api/v1";
export const PAGE_ROWS = 100;
export const MOST_ROWS = 1_000;

export type EndpointId = keyof Messages["apiReference"]["endpoint"];

/** A request that was understood. */
export interface Asked {
  db: ReadDb;
  filter: Filter;
  flags: ReadonlySet<string>;
  /** What stands in the address in the place of {id}. */
  id: string;
  limit: number;
  /** As it was sent. */
  cursor: string | null;
}

/** An answer's body, with the address of its next page; or why there is none. */
export type Answered<Body extends object = object> = { body: Body; next?: string | null } | Response;

/** The record's state that an answer was read in. */
export type State = ReturnType<typeof recordState>;

export interface Endpoint {
  /** Below /api/v1; {id} stands for an identifier. */
  path: string;
  /** Its operation's name; its words are under apiReference.endpoint. */
  id: EndpointId;
  /** The filter's parameters that it takes. */
  of: readonly FilterParameter[];
  flags: readonly "history"[];
  paged: boolean;
  answer: z.ZodType;
  run: (asked: Asked) => Answered;
  /** The same, asked aside: of what takes long of a large record. Its body tells which state it is of. */
  aside?: (asked: Asked) => Promise<Answered<{ record: State }>>;
}

function rowsEndpoint(name: DatasetName): Endpoint {
  const path = `/${name}`;
  const body = (record: State, filter: Filter, rows: readonly object[]) => ({
    record,
    view: viewOf(filter),
    data: rows,
  });
  return {
    path,
    id: `list${name[0]!.toUpperCase()}${name.slice(1)}` as EndpointId,
    of: FILTER_PARAMETERS,
    flags: [],
    paged: true,
    answer: pageOf(name),
    run: (asked) =>
      paged(asked, path, KEY_SHAPES[name], (after) => {
        const { rows, next } = pageOfRows(asked.db, name, asked.filter, { after, most: asked.limit });
        return { body: body(recordState(asked.db), asked.filter, rows), next };
      }),
    // Its rows go over every claim, whichever page of them is asked for.
    ...(name === "sources" && {
      aside: async (asked: Asked) => {
        const after = afterOf(asked, path, KEY_SHAPES.sources);
        if (after instanceof Response) return after;
        const { record, rows, next } = await askAside("sourceRows", asked.filter, { after, most: asked.limit });
        return withNextPage(asked, path, { body: body(record, asked.filter, rows), next });
      },
    }),
  };
}

/** A page from behind the cursor, and the address of the one behind it. */
function paged(
  asked: Asked,
  path: string,
  shape: Parameters<typeof readCursor>[2],
  make: (after: CursorKey | null) => { body: object; next: CursorKey | null },
): Answered {
  const after = afterOf(asked, path, shape);
  return after instanceof Response ? after : withNextPage(asked, path, make(after));
}

const viewAt = (path: string, filter: Filter) => `${path}?${filterToQuery(filter)}`;

/** What the cursor stands behind; null at the first page. */
function afterOf({ filter, cursor }: Asked, path: string, shape: Parameters<typeof readCursor>[2]): CursorKey | null | Response {
  if (cursor === null) return null;
  const after = readCursor(viewAt(path, filter), cursor, shape);
  return after ?? badParameters([{ parameter: "cursor", value: cursor, code: "bad_cursor" }]);
}

function withNextPage<Body extends object>(
  { filter, limit }: Asked,
  path: string,
  { body, next }: { body: Body; next: CursorKey | null },
): { body: Body & { next: string | null }; next?: string } {
  if (next === null) return { body: { ...body, next: null } };
  const query = filterToQuery(filter);
  if (limit !== PAGE_ROWS) query.set("limit", String(limit));
  query.set("cursor", writeCursor(viewAt(path, filter), next));
  const address = `${API}${path}?${query}`;
  return { body: { ...body, next: address }, next: address };
}

function foundOr404<Data>(what: string, { db, filter, id }: Asked, found: Found<Data>): Answered {
  switch (found.is) {
    case "found":
      return { body: { record: recordState(db), view: viewOf(filter), data: found.data } };
    case "retracted":
      return problem(410, `This ${what} was retracted`, found.reason, { reason: found.reason });
    case "not_yet":
      return problem(
        404,
        `This ${what} is not in this view`,
        `${id} was not known on that day, or its figures are of other kinds.`,
      );
    case "unknown":
      return problem(
        404,
        `There is no such ${what}`,
        `No ${what} has the identifier "${id.slice(0, 60)}". Identifiers are never reused.`,
      );
  }
}

export const ENDPOINTS: readonly Endpoint[] = [
  {
    path: "/record",
    id: "getRecord",
    of: [],
    flags: [],
    paged: false,
    answer: RecordAnswer,
    run: ({ db }) => ({ body: { record: recordState(db), data: recordAnswer(db) } }),
  },
  {
    path: "/totals",
    id: "getTotals",
    of: FILTER_PARAMETERS,
    flags: [],
    paged: false,
    answer: Totals,
    run: ({ db, filter }) => ({ body: { record: recordState(db), view: viewOf(filter), data: totalsAnswer(db, filter) } }),
  },
  rowsEndpoint("series"),
  rowsEndpoint("incidents"),
  {
    path: "/incidents/{id}",
    id: "getIncident",
    of: ["metric", "group", "policy", "known"],
    flags: ["history"],
    paged: false,
    answer: IncidentAnswer,
    run: (asked) =>
      foundOr404("incident", asked, incidentAnswer(asked.db, asked.id, asked.filter, { history: asked.flags.has("history") })),
  },
  rowsEndpoint("claims"),
  {
    path: "/claims/{id}",
    id: "getClaim",
    of: ["metric", "group", "policy", "known"],
    flags: [],
    paged: false,
    answer: ClaimAnswer,
    run: (asked) => foundOr404("claim", asked, claimAnswer(asked.db, asked.id, asked.filter)),
  },
  rowsEndpoint("cities"),
  rowsEndpoint("sources"),
  rowsEndpoint("rulings"),
  {
    path: "/policies",
    id: "comparePolicies",
    of: FILTER_PARAMETERS,
    flags: [],
    paged: false,
    answer: PoliciesAnswer,
    run: ({ db, filter }) => ({ body: { record: recordState(db), view: viewOf(filter), data: policiesAnswer(db, filter) } }),
    aside: async ({ filter }) => {
      const { record, data } = await askAside("policies", filter);
      return { body: { record, view: viewOf(filter), data } };
    },
  },
  {
    path: "/corrections",
    id: "listCorrections",
    of: [],
    flags: [],
    paged: true,
    answer: CorrectionsPage,
    run: (asked) =>
      paged(asked, "/corrections", ["number"], (after) => {
        const before = (after?.[0] as number | undefined) ?? null;
        const { data, next } = correctionsAnswer(asked.db, { before, most: asked.limit });
        return { body: { record: recordState(asked.db), data }, next: next === null ? null : [next] };
      }),
  },
  {
    path: "/releases",
    id: "listReleases",
    of: [],
    flags: [],
    paged: false,
    answer: ReleasesAnswer,
    run: ({ db }) => ({ body: { record: recordState(db), data: releasesAnswer(db) } }),
  },
];

/** The endpoint of a path below /api/v1, with what stands for {id}. */
export function endpointAt(path: string): { endpoint: Endpoint; id: string } | null {
  for (const endpoint of ENDPOINTS) {
    const [before, after] = endpoint.path.split("{id}");
    if (after === undefined) {
      if (path === endpoint.path) return { endpoint, id: "" };
    } else if (path.startsWith(before!) && path.length > before!.length && !path.slice(before!.length).includes("/"))
      return { endpoint, id: path.slice(before!.length) };
  }
  return null;
}

import { inspect } from "node:util";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { answerApi, allowApi, refuseMethod } from "@/app/_server/api/answer";
import { ENDPOINTS } from "@/app/_server/api/endpoints";
import { endAside } from "@/app/_server/aside";
import { makeActor } from "@/db/commands/actor";
import { retractClaim } from "@/db/commands/claims";
import { retractIncident } from "@/db/commands/incidents";
import { ruleEstimate } from "@/db/commands/rulings";
import type { Db } from "@/db/open";
import { isLarge } from "@/db/queries/aside";
import { record } from "@/db/schema";
import { unguardText } from "@/domain/datasets/csv";
import { DATASET_NAMES, DATASETS } from "@/domain/datasets/datasets";
import { FILTER_PARAMETERS, parseFilter } from "@/domain/filter";
import { ATTACK_TYPES, GROUPS, METRICS, PERIODS, POLICIES } from "@/domain/vocabulary";
import { demoDatabase } from "../support/database";
import { exportedText } from "../support/exported";
import { schemaProblems } from "../support/json-schema";
import { csvRows } from "../support/read-page";
import { anyRecord, makeRecord } from "../support/records";

const EDITOR = makeActor({ accountId: null, name: "an editor", role: "editor" });
const connections = globalThis as { attestConnections?: { read?: Db } };

function serve(db: Db): Db {
  connections.attestConnections!.read = db;
  return db;
}
afterEach(() => {
  delete connections.attestConnections!.read;
  delete process.env.ATTEST_ORIGIN;
});

async function get(path: string, headers: Record<string, string> = {}) {
  const url = new URL(`http://localhost/api${path}`);
  const parts = url.pathname.split("/").slice(2).map(decodeURIComponent);
  const response = await answerApi(new Request(url, { headers }), parts);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
}

type Row = Record<string, unknown>;
async function everyRow(path: string, limit: number): Promise<Row[]> {
  const rows: Row[] = [];
  let address: string | null = `${path}${path.includes("?") ? "&" : "?"}limit=${limit}`;
  for (let pages = 0; address !== null; pages++) {
    expect(pages).toBeLessThan(2_000);
    const { status, body, headers } = await get(address);
    expect(status, address).toBe(200);
    rows.push(...body.data);
    expect(headers.get("link")).toBe(body.next === null ? null : `<${body.next}>; rel="next"`);
    address = body.next === null ? null : body.next.replace("/api", "");
  }
  return rows;
}

/** A CSV's cells as the API's values. */
function rowsOfCsv(text: string, name: keyof typeof DATASETS): Row[] {
  const types = new Map(DATASETS[name].columns.map(({ name, type }) => [name, type]));
  const valueOf = (column: string, cell: string) => {
    if (cell === "") return null;
    const type = types.get(column);
    if (type === "integer" || type === "number") return Number(cell);
    return type === "boolean" ? cell === "true" : unguardText(cell);
  };
  return csvRows(text).map((row) => Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, valueOf(name, cell)])));
}

function atVersion(db: Db, table: "claim" | "incident", code: string) {
  return { code, ...db.first<{ version: number }>(sql`select version from ${sql.raw(table)} where code = ${code}`)! };
}

const sorted = (rows: Row[]) => rows.map((row) => JSON.stringify(row)).sort();

describe("pages of rows", () => {
  it.each(DATASET_NAMES)("of %s are the file's rows, whatever the page's length", async (name) => {
    const db = serve(demoDatabase());
    for (const query of ["", "city=kharkiv&policy=latest", "known=2022-03-01T18:00Z&by=day", "metric=killed&group=children"]) {
      const { filter } = parseFilter(new URLSearchParams(query), () => true);
      const file = rowsOfCsv(exportedText(db, name, filter), name);
      for (const limit of [7, 1000]) {
        const rows = await everyRow(`/v1/${name}?${query}`, limit);
        // Sources come by slug here and by name in the file.
        if (name === "sources") expect(sorted(rows)).toEqual(sorted(file));
        else expect(rows, `${name}?${query}`).toEqual(file);
      }
    }
  });

  it(
    "hold for random records: the same rows as the files, and every answer fits the published schema",
    { timeout: 300_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(anyRecord, fc.integer({ min: 1, max: 3 }), async (facts, limit) => {
          const db = serve(makeRecord(facts));
          try {
            const { body: document } = await get("/v1/openapi.json");
            for (const name of DATASET_NAMES) {
              const rows = await everyRow(`/v1/${name}`, limit);
              expect(sorted(rows)).toEqual(sorted(rowsOfCsv(exportedText(db, name), name)));
            }
            for (const path of addressesOf(db)) expectToFit(document, path, await get(`/v1${path}`));
          } finally {
            db.close();
          }
        }),
        { numRuns: 60 },
      );
    },
  );

  it("begin behind the row where the page before ended, even when rows came in between", async () => {
    const db = serve(demoDatabase());
    const first = (await get("/v1/claims?limit=5")).body;
    retractClaim(db, EDITOR, atVersion(db, "claim", first.data[0].claim_id), "A mistake.");
    const second = (await get(first.next.replace("/api", ""))).body;
    expect(second.data[0].recorded_no).toBeGreaterThan(first.data.at(-1).recorded_no);
    expect(second.record.revision).toBe(first.record.revision + 1);
  });

  it("refuse a cursor of another view, one that was changed, and a limit that is none, by name", async () => {
    serve(demoDatabase());
    const { next } = (await get("/v1/incidents?limit=2&policy=latest")).body;
    const cursor = new URLSearchParams(next.split("?")[1]).get("cursor")!;
    for (const bad of [
      `/v1/incidents?cursor=${cursor}`,
      `/v1/claims?policy=latest&cursor=${cursor}`,
      `/v1/incidents?policy=latest&cursor=${cursor.slice(0, -3)}`,
      "/v1/incidents?cursor=%F0%9F%92%A5",
      "/v1/incidents?cursor=W10",
    ]) {
      const { status, body } = await get(bad);
      expect(status, bad).toBe(400);
      expect(body.errors[0]).toMatchObject({ parameter: "cursor", code: "bad_cursor" });
    }
    for (const limit of ["0", "1001", "-1", "x", "1e2"])
      expect((await get(`/v1/incidents?limit=${limit}`)).body.errors[0]).toMatchObject({ parameter: "limit", code: "bad_limit" });
  });
});

describe("one incident", () => {
  it("says as data why each estimate is what it is", async () => {
    serve(demoDatabase());
    const { body } = await get("/v1/incidents/UA-0003?policy=latest&known=2022-03-01T20:00%2B02:00");
    const killed = body.data.estimates.find((one: Row) => one.metric === "killed" && one.group === "all");
    expect(killed).toMatchObject({ low: 7, best: 7, high: 10, open: true, state: "figure" });
    const byClaim = new Map(body.data.claims.map((row: Row) => [row.claim_id, row.claimant]));
    expect(killed.reason.map(({ claim_id, is }: Row) => [byClaim.get(claim_id), is])).toEqual(
      expect.arrayContaining([
        ["Oleh Syniehubov", "decides"],
        ["Anton Herashchenko", "decides"],
      ]),
    );
    const today = (await get("/v1/incidents/UA-0003?history=1")).body.data;
    expect(today.history.length).toBeGreaterThan(today.estimates.length);
    for (const { reason } of today.history)
      for (const { claim_id, is, by } of reason) {
        expect(claim_id).toMatch(/^C\d+$/);
        expect(by.length > 0).toBe(is === "overtaken" || is === "replaced");
      }
  });

  it("names the ruling that overrides best", async () => {
    const db = serve(demoDatabase());
    const id = ruleEstimate(db, EDITOR, "UA-0003", { metric: "killed", best: 50, reason: "The list." });
    const { data } = (await get("/v1/incidents/UA-0003?metric=killed&policy=lowest")).body;
    expect(data.estimates[0]).toMatchObject({ best: 50, ruling_id: id });
    expect(data.rulings).toMatchObject([{ ruling_id: id, reason: "The list." }]);
  });

  it("is 404 before it was known, and 410 with the reason once it is retracted; so is a claim", async () => {
    const db = serve(demoDatabase());
    expect(await get("/v1/incidents/UA-0003?known=2021-01-01")).toMatchObject({ status: 404 });
    expect(await get("/v1/incidents/UA-9999")).toMatchObject({ status: 404, body: { title: "There is no such incident" } });
    expect(await get("/v1/claims/C9999")).toMatchObject({ status: 404 });
    const claim = (await get("/v1/claims/C5")).body.data[0];
    retractClaim(db, EDITOR, atVersion(db, "claim", "C5"), "Read wrongly.");
    expect(await get("/v1/claims/C5")).toMatchObject({ status: 410, body: { reason: "Read wrongly." } });
    retractIncident(db, EDITOR, atVersion(db, "incident", "UA-0003"), "It is UA-0004.");
    const gone = await get("/v1/incidents/UA-0003");
    expect(gone).toMatchObject({ status: 410, body: { reason: "It is UA-0004.", detail: "It is UA-0004." } });
    expect(gone.headers.get("content-type")).toBe("application/problem+json");
    expect(gone.headers.get("cache-control")).toBe("no-store");
    expect(claim).toBeDefined();
  });
});

describe("a state of the record", () => {
  it("is asked for again without being sent, until something is published", async () => {
    const db = serve(demoDatabase());
    const { headers } = await get("/v1/incidents?limit=3");
    const etag = headers.get("etag")!;
    expect(headers.get("cache-control")).toContain("must-revalidate");
    for (const sent of [etag, etag.replace("W/", ""), `"other", ${etag}`, "*"]) {
      const again = await get("/v1/incidents?limit=3", { "if-none-match": sent });
      expect(again).toMatchObject({ status: 304, body: null });
      expect(again.headers.get("etag")).toBe(etag);
    }
    ruleEstimate(db, EDITOR, "UA-0003", { metric: "killed", best: 51, reason: "The list." });
    const anew = await get("/v1/incidents/UA-0003", { "if-none-match": etag });
    expect(anew.status).toBe(200);
    expect(anew.body.data.incident.killed_best).toBe(51);
  });
});

describe("anybody may ask from anywhere, but not endlessly", () => {
  it("answers CORS for reading alone", async () => {
    serve(demoDatabase());
    for (const path of ["/v1/record", "/v1/none", "/v1/incidents?nonsense=1"])
      expect((await get(path)).headers.get("access-control-allow-origin")).toBe("*");
    expect(allowApi().headers.get("access-control-allow-methods")).toBe("GET, HEAD, OPTIONS");
    const refused = refuseMethod(new Request("http://localhost/api/v1/record", { method: "DELETE" }));
    expect(refused.status).toBe(405);
    expect(refused.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
    expect(await refused.json()).toMatchObject({ status: 405 });
  });

  it("answers 429 with Retry-After to a network that asks too often, and goes on answering others", async () => {
    serve(demoDatabase());
    process.env.ATTEST_ORIGIN = "https://record.example.org";
    const from = (address: string) => get("/v1/record", { "x-forwarded-for": address });
    const statuses = new Set<number>();
    for (let count = 0; count < 600; count++) statuses.add((await from(`203.0.113.${count % 250}`)).status);
    expect([...statuses]).toEqual([200]);
    const refused = await from("203.0.113.7");
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused.body).toMatchObject({ title: "Too many requests" });
    const kept = inspect((globalThis as { attestAllowance?: unknown }).attestAllowance, { depth: null, showHidden: true });
    expect(kept).toContain("RateLimiterMemory");
    expect(kept).not.toContain("203.0.113");
    expect((await from("198.51.100.1")).status).toBe(200);
  });
});

const value = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom(
    "",
    "0",
    "1",
    "-1",
    "kharkiv",
    "atlantis",
    "2022-03-01",
    "2022-02-30",
    "2022-03-01T18:00Z",
    "2022-03-01T18:00 02:00",
  ),
  fc.constantFrom<string>(...METRICS, ...POLICIES, ...GROUPS, ...PERIODS, ...ATTACK_TYPES),
);
const query = fc.array(fc.tuple(fc.constantFrom(...FILTER_PARAMETERS, "limit", "cursor", "history", "nonsense"), value), {
  maxLength: 4,
});
const good = fc
  .record(
    {
      from: fc.constantFrom("2022-01-01", "2022-03-01"),
      to: fc.constantFrom("2022-12-31", "2024-12-31"),
      city: fc.constantFrom("kharkiv", "kyiv", "mariupol"),
      metric: fc.constantFrom(...METRICS),
      group: fc.constantFrom(...GROUPS),
      policy: fc.constantFrom(...POLICIES),
      by: fc.constantFrom(...PERIODS),
      known: fc.constantFrom("2022-03-02", "2022-03-01T12:00Z", "2023-01-01"),
      attack: fc.constantFrom(...ATTACK_TYPES),
    },
    { requiredKeys: [] },
  )
  .map((fields) => new URLSearchParams(Object.entries(fields)).toString());

/** Every address with identifiers that lead somewhere and some that do not. */
function addressesOf(db: Db): string[] {
  const codes = (table: string) =>
    db.rows<{ code: string }>(sql.raw(`select code from ${table} order by id`)).map(({ code }) => code);
  return ENDPOINTS.flatMap(({ path }) => {
    if (!path.includes("{id}")) return [path];
    const ids = path.startsWith("/incidents") ? codes("incident") : codes("claim");
    return [...ids.slice(0, 3), "none"].map((id) => path.replace("{id}", id));
  });
}

function expectToFit(document: Row, path: string, { status, body }: Awaited<ReturnType<typeof get>>): void {
  const [bare = ""] = path.split("?");
  const endpoint = ENDPOINTS.find((one) => new RegExp(`^${one.path.replace("{id}", "[^/]+")}$`).test(bare))!;
  const paths = document.paths as Record<
    string,
    { get: { responses: Record<string, { content: Record<string, { schema: unknown }> }> } }
  >;
  const response = paths[endpoint.path]!.get.responses[String(status)];
  expect(response, `${path}: ${status} is not declared`).toBeDefined();
  const { schema } = Object.values(response!.content)[0]!;
  expect(schemaProblems(document, schema, body), path).toEqual([]);
  if (status === 200) expect(endpoint.answer.safeParse(body).error?.issues ?? [], path).toEqual([]);
}

describe("the OpenAPI document", () => {
  it("describes every address, and random views of the demonstration fit it", { timeout: 300_000 }, async () => {
    const db = serve(demoDatabase());
    const { body: document } = await get("/v1/openapi.json");
    expect(document.openapi).toBe("3.1.0");
    expect(Object.keys(document.paths)).toEqual(ENDPOINTS.map(({ path }) => path));
    const samples = fc.sample(fc.tuple(fc.constantFrom(...addressesOf(db)), good), 150);
    const got = new Map<number, number>();
    for (const [path, query] of samples) {
      const { of } = ENDPOINTS.find((one) => new RegExp(`^${one.path.replace("{id}", "[^/]+")}$`).test(path))!;
      const kept = new URLSearchParams(
        [...new URLSearchParams(query)].filter(([name]) => (of as readonly string[]).includes(name)),
      );
      const answer = await get(`/v1${path}?${kept}`);
      got.set(answer.status, (got.get(answer.status) ?? 0) + 1);
      expectToFit(document, path, answer);
    }
    expect(got.get(200)).toBeGreaterThan(100);
    expect([...got.keys()].every((status) => status === 200 || status === 404)).toBe(true);
  });

  it("hides nothing behind references that lead nowhere, and forbids no field that is yet to come", async () => {
    serve(demoDatabase());
    const text = JSON.stringify((await get("/v1/openapi.json")).body);
    const { components } = JSON.parse(text);
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) expect(components.schemas).toHaveProperty(name!);
    expect(text).not.toContain('"additionalProperties":false');
  });

  it("400 random queries give an answer, a 400 with names, a 404 or a 410: never a failure", { timeout: 300_000 }, async () => {
    const db = serve(demoDatabase());
    const addresses = [...addressesOf(db), "/", "/openapi.json", "/none", "/incidents/", "/incidents/a/b", "/incidents/%00"];
    for (const [path, pairs] of fc.sample(fc.tuple(fc.constantFrom(...addresses), query), 400)) {
      const text = pairs
        .map(([name, value]) => `${name}=${encodeURIComponent(value.replace(/\p{Surrogate}/gu, "\uFFFD"))}`)
        .join("&");
      const { status, body } = await get(`/v1${path}?${text}`);
      expect([200, 400, 404, 410], `${status} ${path}?${text}`).toContain(status);
      if (status === 400) expect(body.errors.length, `${path}?${text}`).toBeGreaterThan(0);
    }
  });
});

it("what a large record is asked aside is answered as in place: the same rows, pages, tags, and errors", async () => {
  const db = serve(demoDatabase());
  process.env.ATTEST_DB = db.file;
  const first = await get("/v1/sources?limit=4&city=kharkiv");
  const asked = [
    "/v1/policies",
    "/v1/policies?city=kharkiv&known=2022-03-02",
    "/v1/sources?limit=4&city=kharkiv",
    (first.body.next as string).replace("/api", ""),
    "/v1/sources?cursor=nothing",
    "/v1/sources?limit=0",
  ];
  const answers = async () => {
    const told = [];
    for (const path of asked) {
      const { status, headers, body } = await get(path);
      told.push([path, status, headers.get("etag"), headers.get("link"), headers.get("cache-control"), body]);
    }
    return told;
  };
  try {
    const inPlace = await answers();
    db.transaction((tx) => tx.update(record).set({ nextClaimNo: 400_000 }).run());
    expect(isLarge(db)).toBe(true);
    expect(await answers()).toEqual(inPlace);
    const etag = inPlace[0]![2] as string;
    expect(await get("/v1/policies", { "if-none-match": etag })).toMatchObject({ status: 304, body: null });
    expect((globalThis as { attestAside?: unknown }).attestAside).toBeDefined();
  } finally {
    delete process.env.ATTEST_DB;
    await endAside();
  }
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, isoInstant } from "@/domain/dates";
import {
  describeFilter,
  EVERYTHING,
  FILTER_PARAMETERS,
  filterToQuery,
  knownInstant,
  metricsOf,
  parseFilter,
  periodOf,
  unknownParameters,
  withFilter,
  type Filter,
  type FilterProblem,
  spanToDraw,
  readingOf,
} from "@/domain/filter";
import { ATTACK_TYPES, GROUPS, METRICS, PERIODS, POLICIES } from "@/domain/vocabulary";

const CITIES = ["chernihiv", "kharkiv", "kyiv", "lviv", "odesa"];
const isCity = (slug: string) => CITIES.includes(slug);
const read = (query: string) => parseFilter(new URLSearchParams(query), isCity);

test("every parameter is read", () => {
  const query =
    "from=2022-03-01&to=2022-03-31&city=kyiv&city=kharkiv&city=kyiv&metric=wounded&group=children&policy=latest&by=week&known=2022-04-01&attack=drone";
  expect(read(query)).toEqual({
    filter: {
      from: "2022-03-01",
      to: "2022-03-31",
      cities: ["kharkiv", "kyiv"],
      metric: "wounded",
      group: "children",
      policy: "latest",
      by: "week",
      known: "2022-04-01",
      attack: "drone",
    },
    problems: [],
  });
});

test.each([
  ["nothing", ""],
  ["empty values, as a form sends them", "from=&to=&city=&metric=&group=&policy=&by=&known=&attack="],
  ["blanks", "from=+&city=%20&metric=%09"],
  ["the defaults spelt out", "group=all&policy=majority"],
  ["parameters of somebody else", "utm_source=x&page=2"],
])("%s means everything", (_, query) => {
  expect(read(query)).toEqual({ filter: EVERYTHING, problems: [] });
});

test("the same value twice is one, and an empty one beside it is none", () => {
  expect(read("metric=killed&metric=killed&by=&by=day")).toEqual({
    filter: { ...EVERYTHING, metric: "killed", by: "day" },
    problems: [],
  });
});

describe("what cannot be read is named and left out", () => {
  const many = Array.from({ length: 101 }, (_, index) => `city=c${index}`).join("&");
  test.each<[string, FilterProblem[]]>([
    ["from=2022-02-30", [{ parameter: "from", value: "2022-02-30", code: "bad_date" }]],
    ["to=tomorrow", [{ parameter: "to", value: "tomorrow", code: "bad_date" }]],
    ["from=2022-03-02&to=2022-03-01", [{ parameter: "from", value: "2022-03-02 – 2022-03-01", code: "reversed" }]],
    ["city=atlantis", [{ parameter: "city", value: "atlantis", code: "unknown_city" }]],
    ["city=KYIV", [{ parameter: "city", value: "KYIV", code: "unknown_city" }]],
    ["metric=dead", [{ parameter: "metric", value: "dead", code: "not_in_list", allowed: METRICS }]],
    ["group=men%00", [{ parameter: "group", value: "men\0", code: "not_in_list", allowed: GROUPS }]],
    ["policy=average", [{ parameter: "policy", value: "average", code: "not_in_list", allowed: POLICIES }]],
    ["by=decade", [{ parameter: "by", value: "decade", code: "not_in_list", allowed: PERIODS }]],
    ["attack=siege", [{ parameter: "attack", value: "siege", code: "not_in_list", allowed: ATTACK_TYPES }]],
    ["known=then", [{ parameter: "known", value: "then", code: "bad_known" }]],
    ["known=2022-03", [{ parameter: "known", value: "2022-03", code: "bad_known" }]],
    ["known=2022-03-01T10:00", [{ parameter: "known", value: "2022-03-01T10:00", code: "bad_known" }]],
    ["metric=killed&metric=wounded", [{ parameter: "metric", value: "killed, wounded", code: "given_twice" }]],
    ["from=2022-03-01&from=2022-03-02", [{ parameter: "from", value: "2022-03-01, 2022-03-02", code: "given_twice" }]],
    [many, [{ parameter: "city", value: "101", code: "too_many" }]],
  ])("%s", (query, problems) => {
    expect(read(query)).toEqual({ filter: EVERYTHING, problems });
  });

  test("the good parts stay", () => {
    expect(read("city=kyiv&city=atlantis&metric=dead&from=2022-03-01").filter).toEqual({
      ...EVERYTHING,
      cities: ["kyiv"],
      from: "2022-03-01",
    });
  });

  test("a parameter of no route is named, each once", () => {
    const query = new URLSearchParams("city=kyiv&colour=red&colour=blue&page=2");
    expect(unknownParameters(query, ["page"])).toEqual([
      { parameter: "colour", value: "red", code: "unknown_parameter", allowed: [...FILTER_PARAMETERS, "page"] },
    ]);
  });
});

test.each([
  ["2022-03-01", "2022-03-01"],
  ["2022-03-01T10:00:00Z", "2022-03-01T10:00:00Z"],
  ["2022-03-01T10:00Z", "2022-03-01T10:00:00Z"],
  ["2022-03-01T12:00%2B02:00", "2022-03-01T10:00:00Z"],
  ["2022-03-01T12:00+02:00", "2022-03-01T10:00:00Z"],
  ["2022-03-01T12:00+0200", "2022-03-01T10:00:00Z"],
  ["2022-03-01T07:00-03:00", "2022-03-01T10:00:00Z"],
  ["2022-03-01 10:00Z", "2022-03-01T10:00:00Z"],
])("known=%s is read as %s, a plus that arrived as a space too", (sent, known) => {
  expect(read(`known=${sent}`)).toEqual({ filter: { ...EVERYTHING, known }, problems: [] });
});

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const day = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays("1990-01-01", days));
const instant = fc.integer({ min: 0, max: 2_000_000_000 }).map((seconds) => isoInstant(seconds * 1000));
const anyFilter: fc.Arbitrary<Filter> = fc
  .record({
    days: fc.tuple(maybe(day), maybe(day)),
    cities: fc.subarray(CITIES),
    metric: maybe(fc.constantFrom(...METRICS)),
    group: fc.constantFrom(...GROUPS),
    policy: fc.constantFrom(...POLICIES),
    by: maybe(fc.constantFrom(...PERIODS)),
    known: maybe(fc.oneof(day, instant)),
    attack: maybe(fc.constantFrom(...ATTACK_TYPES)),
  })
  .map(({ days: [a, b], ...rest }) => {
    const [from, to] = a && b && a > b ? [b, a] : [a, b];
    const all = { from, to, ...rest };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as unknown as Filter;
  });

test("a filter written as a query is read back as the same filter, and written the same again", () => {
  fc.assert(
    fc.property(anyFilter, (filter) => {
      const query = filterToQuery(filter);
      const parsed = parseFilter(new URLSearchParams(query.toString()), isCity);
      expect(parsed).toEqual({ filter, problems: [] });
      expect(filterToQuery(parsed.filter).toString()).toBe(query.toString());
    }),
    { numRuns: 1000 },
  );
});

test("5,000 random queries never throw, and what is left of them is a filter without problems", () => {
  const name = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom<string>(...FILTER_PARAMETERS) },
    { weight: 1, arbitrary: fc.string() },
  );
  const value = fc.oneof(
    fc.string({ unit: "binary" }),
    day,
    instant,
    fc.constantFrom(
      "kyiv",
      "killed",
      "all",
      "latest",
      "week",
      "drone",
      "",
      "__proto__",
      "constructor",
      "2022-02-30",
      "%",
      "2022-03-01 10:00 02:00",
    ),
  );
  const raw = fc
    .array(fc.tuple(name, value), { maxLength: 12 })
    .map((pairs) => pairs.map(([key, one]) => `${key}=${one}`).join("&"));
  fc.assert(
    fc.property(fc.oneof(raw, fc.string({ unit: "binary" })), (query) => {
      const { filter } = read(query);
      expect(parseFilter(filterToQuery(filter), isCity)).toEqual({ filter, problems: [] });
      expect(Number.isNaN(knownInstant(filter, "Europe/Kyiv"))).toBe(false);
      unknownParameters(new URLSearchParams(query));
    }),
    { numRuns: 5000 },
  );
});

test("an address carries what differs from everything, in one order", () => {
  expect(withFilter("/incidents", EVERYTHING)).toBe("/incidents");
  const filter: Filter = {
    attack: "drone",
    known: "2022-04-01T10:00:00Z",
    policy: "latest",
    group: "all",
    cities: ["kyiv", "kharkiv"],
    from: "2022-03-01",
  };
  expect(withFilter("/incidents", filter)).toBe(
    "/incidents?from=2022-03-01&city=kharkiv&city=kyiv&policy=latest&known=2022-04-01T10%3A00%3A00Z&attack=drone",
  );
});

test("a day known means that day's end in the record's time zone, an instant itself, nothing means today", () => {
  const at = (known?: string) => knownInstant({ ...EVERYTHING, ...(known ? { known } : {}) }, "Europe/Kyiv");
  expect([at("2022-03-01"), at("2022-03-01T10:00:00Z"), at()]).toEqual([
    Date.parse("2022-03-01T21:59:59Z"),
    Date.parse("2022-03-01T10:00:00Z"),
    null,
  ]);
});

test("a view shows killed and wounded unless it asks for one metric", () => {
  expect([metricsOf(EVERYTHING), metricsOf({ ...EVERYTHING, metric: "missing" })]).toEqual([["killed", "wounded"], ["missing"]]);
});

test("a view's period is the one asked for, else by the span of its dates or of the incidents", () => {
  const span = { from: "2022-02-24", to: "2022-03-10" };
  expect([
    periodOf({ ...EVERYTHING, by: "year" }, span),
    periodOf(EVERYTHING, span),
    periodOf({ ...EVERYTHING, from: "2021-01-01" }, span),
    periodOf({ ...EVERYTHING, from: "2023-01-01" }, span),
    periodOf(EVERYTHING, null),
  ]).toEqual(["year", "day", "month", "month", "month"]);
});

test("a filter is told clause by clause, the policy always", () => {
  expect(describeFilter(EVERYTHING)).toEqual([{ key: "policy", values: { policy: "majority" } }]);
  expect(describeFilter({ ...EVERYTHING, from: "2022-03-01" })[0]).toEqual({ key: "since", values: { from: "2022-03-01" } });
  expect(describeFilter({ ...EVERYTHING, to: "2022-03-01" })[0]).toEqual({ key: "until", values: { to: "2022-03-01" } });
  expect(
    describeFilter({
      from: "2022-03-01",
      to: "2022-03-31",
      cities: ["kharkiv", "kyiv"],
      metric: "wounded",
      group: "children",
      policy: "latest",
      by: "week",
      known: "2022-04-01",
      attack: "drone",
    }),
  ).toEqual([
    { key: "cities", values: { cities: ["kharkiv", "kyiv"] } },
    { key: "dates", values: { from: "2022-03-01", to: "2022-03-31" } },
    { key: "metric", values: { metric: "wounded" } },
    { key: "group", values: { group: "children" } },
    { key: "policy", values: { policy: "latest" } },
    { key: "known", values: { known: "2022-04-01" } },
    { key: "attack", values: { attack: "drone" } },
  ]);
});

test.each<[string, { from?: string; to?: string }, "day" | "month" | "year", boolean]>([
  ["a month of days", { from: "2022-03-01", to: "2022-03-31" }, "day", true],
  ["no span", {}, "day", false],
  ["one end only", { from: "2022-03-01" }, "day", false],
  ["more days than can be told apart", { from: "2014-01-01", to: "2024-12-31" }, "day", false],
  ["the same by month", { from: "2014-01-01", to: "2024-12-31" }, "month", true],
])("whether a chart keeps the quiet periods of %s", (_name, dates, by, keeps) => {
  expect(spanToDraw({ ...EVERYTHING, ...dates }, by)).toEqual(keeps ? dates : undefined);
});

test("a record whose settings say another policy reads addresses without one by it, and writes them back the same", () => {
  const read = (query: string) => parseFilter(new URLSearchParams(query), () => true, "latest").filter;
  expect(read("").policy).toBe("latest");
  expect(read("policy=majority").policy).toBe("majority");
  for (const query of ["", "policy=majority", "policy=lowest", "from=2022-03-01&policy=majority"])
    expect(filterToQuery(read(query)).toString()).toBe(query);
  expect(filterToQuery(read("policy=latest")).toString()).toBe("");
  expect(withFilter("/incidents/UA-1", readingOf(read("policy=majority&city=kyiv&known=2022-03-01")))).toBe(
    "/incidents/UA-1?policy=majority&known=2022-03-01",
  );
  expect(describeFilter(read("")).find(({ key }) => key === "policy")).toEqual({ key: "policy", values: { policy: "latest" } });
});

/** docs/methodology.md's worked examples typed in by hand, and small cases for each rule of "From claims to an estimate". */
import { describe, expect, test } from "vitest";
import { readAmount } from "@/domain/amount-words";
import { instantOf } from "@/domain/dates";
import {
  estimateHistory,
  rowKnownAt,
  type ClaimForEstimate,
  type Estimate,
  type IncidentForEstimate,
  type RulingForEstimate,
} from "@/domain/estimate";
import type { Amount, Figure } from "@/domain/figure";
import { POLICIES, type Metric, type Policy } from "@/domain/vocabulary";

const KYIV = "Europe/Kyiv";
const TODAY = "2026-11-22T12:00";

function amount(typed: string): Amount {
  const read = readAmount(typed);
  if (!read.ok || !read.amount) throw new Error(`Not an amount: ${typed}`);
  return read.amount;
}

const figure = (metric: Metric, typed: string, more: Partial<Figure> = {}): Figure => ({
  metric,
  group: "all",
  scope: "incident",
  amount: amount(typed),
  ...more,
});

type Told = Partial<ClaimForEstimate> & { voice: string; killed?: string; wounded?: string; scope?: Figure["scope"] };

/** Claims in the order in which they were recorded. */
function incident(told: Told[], more: Partial<IncidentForEstimate> = {}): IncidentForEstimate {
  const claims = told.map(({ killed, wounded, scope = "incident", ...claim }, index): ClaimForEstimate => ({
    recordedNo: index + 1,
    publishedAt: null,
    asOf: null,
    retrievedAt: "2026-11-20",
    stance: "asserts",
    status: "standing",
    statusAt: null,
    isRepeat: false,
    figures: [
      ...(killed === undefined ? [] : [figure("killed", killed, { scope })]),
      ...(wounded === undefined ? [] : [figure("wounded", wounded, { scope })]),
    ],
    ...claim,
  }));
  return { dateStart: "2022-03-01", dateEnd: null, timeZone: KYIV, claims, rulings: [], ...more };
}

function known(of: IncidentForEstimate, at: string, metric: Metric = "killed"): Estimate | undefined {
  const rows = estimateHistory(of).filter((row) => row.metric === metric && row.group === "all");
  return rowKnownAt(rows, instantOf(at, KYIV))?.estimate;
}

/** "7–10 or more, best 7", as the pages say it. */
function said(estimate: Estimate | undefined, policy: Policy = "majority"): string {
  if (!estimate) return "nothing known";
  const { state, low, high, open, best } = estimate;
  if (state !== "figure") return state;
  return `${low === high ? low : `${low}–${high}`}${open ? " or more" : ""}, best ${best[policy]}`;
}

const parts = (estimate: Estimate | undefined) =>
  estimate?.reason.map((part) => (part.is === "overtaken" ? `${part.is} by ${part.by.join(", ")}` : part.is));

describe("Kharkiv regional administration, 1 March 2022", () => {
  const strike = incident([
    { voice: "Semenukha", publishedAt: "2022-03-01T09:57+02:00", killed: "at least 2" },
    { voice: "State Emergency Service", publishedAt: "2022-03-01T11:18+02:00", wounded: "about 20" },
    { voice: "Herashchenko", publishedAt: "2022-03-01T13:24+02:00", killed: "at least 10", wounded: "35" },
    { voice: "Syniehubov", publishedAt: "2022-03-01T19:48+02:00", killed: "7", wounded: "24" },
    { voice: "Syniehubov", publishedAt: "2022-04-01T16:54+03:00", killed: "29" },
    { voice: "Sigma TV", asOf: "2025-03", killed: "44" },
    { voice: "Vasylenko", killed: "at least 24" },
  ]);

  test.each<[string, Metric, Policy, string]>([
    ["2022-03-01T09:56", "killed", "latest", "nothing known"],
    ["2022-03-01T12:00", "killed", "latest", "2 or more, best 2"],
    ["2022-03-01T14:00", "killed", "latest", "2–10 or more, best 10"],
    ["2022-03-01T20:00", "killed", "latest", "7–10 or more, best 7"],
    ["2022-04-02", "killed", "latest", "29, best 29"],
    [TODAY, "killed", "latest", "29–44, best 44"],
    [TODAY, "killed", "majority", "29–44, best 44"],
    [TODAY, "killed", "highest", "29–44, best 44"],
    [TODAY, "killed", "lowest", "29–44, best 29"],
    [TODAY, "killed", "median", "29–44, best 29"],
    ["2022-03-01T12:00", "wounded", "latest", "20, best 20"],
    ["2022-03-01T14:00", "wounded", "latest", "20–35, best 35"],
    ["2022-03-01T20:00", "wounded", "latest", "24–35, best 24"],
  ])("known at %s, %s by %s: %s", (at, metric, policy, expected) => {
    expect(said(known(strike, at, metric), policy)).toBe(expected);
  });

  test("the reason says what each claim does", () => {
    expect(known(strike, TODAY)!.reason).toEqual([
      { claim: 1, is: "overtaken", by: [5, 6] },
      { claim: 3, is: "overtaken", by: [5, 6] },
      { claim: 4, is: "replaced", by: 5 },
      { claim: 5, is: "decides" },
      { claim: 6, is: "decides" },
      { claim: 7, is: "overtaken", by: [5, 6] },
    ]);
  });
});

describe("Kharkiv, 28 February 2022", () => {
  const shelling = incident(
    [
      { voice: "Herashchenko", publishedAt: "2022-02-28T13:34+02:00", killed: "dozens", wounded: "hundreds" },
      {
        voice: "Syniehubov",
        publishedAt: "2022-02-28T15:12+02:00",
        asOf: "2022-02-28T16:00+02:00",
        killed: "11",
        wounded: "tens",
      },
      { voice: "President's Office", publishedAt: "2022-02-28", wounded: "31", scope: "part" },
      { voice: "Terekhov", publishedAt: "2022-02-28T20:17+02:00", killed: "9", wounded: "37" },
    ],
    { dateStart: "2022-02-28" },
  );

  test.each<[string, Metric, string]>([
    ["2022-02-28T14:00", "killed", "12 or more, best 12"],
    ["2022-02-28T16:00", "killed", "11–12 or more, best 11"],
    ["2022-02-28T21:00", "killed", "9–12 or more, best 9"],
    ["2022-02-28T14:00", "wounded", "100 or more, best 100"],
    ["2022-02-28T16:00", "wounded", "10–100 or more, best 10"],
    ["2022-02-28T21:00", "wounded", "37–100 or more, best 37"],
  ])("known at %s, %s by latest: %s", (at, metric, expected) => {
    expect(said(known(shelling, at, metric), "latest")).toBe(expected);
  });
});

/** Claims a minute apart from 10:00 of the day, each its own voice unless it says otherwise. */
function minutes(told: (string | Partial<Told>)[]): IncidentForEstimate {
  return incident(
    told.map((one, index) => ({
      voice: `voice ${index + 1}`,
      publishedAt: `2022-03-01T10:${String(index).padStart(2, "0")}`,
      ...(typeof one === "string" ? { killed: one } : one),
    })),
  );
}

const TABLE: readonly [rule: string, told: (string | Partial<Told>)[], expected: string, parts?: string[]][] = [
  [
    "a voice's newest figure counts, even when it is lower",
    [
      { voice: "a", killed: "10" },
      { voice: "a", killed: "7" },
    ],
    "7, best 7",
    ["replaced", "decides"],
  ],
  [
    "unknown never replaces a number",
    [
      { voice: "a", killed: "10" },
      { voice: "a", killed: "unknown" },
    ],
    "10, best 10",
    ["decides", "unknown"],
  ],
  [
    "a vague word without a floor replaces no number",
    [
      { voice: "a", killed: "10" },
      { voice: "a", killed: "many" },
    ],
    "10, best 10",
  ],
  [
    "none replaces a number of its own voice",
    [
      { voice: "a", killed: "10" },
      { voice: "a", killed: "none" },
    ],
    "none",
  ],
  [
    "on a voice's latest day, if a figure lacks a clock, the one recorded last is the newest",
    [
      { voice: "a", publishedAt: "2022-03-01", killed: "10" },
      { voice: "a", publishedAt: "2022-03-01T08:00", killed: "12" },
    ],
    "12, best 12",
    ["replaced", "decides"],
  ],
  [
    "where all figures of the latest day have a clock, the later clock is the newest",
    [
      { voice: "a", publishedAt: "2022-03-01T09:00", killed: "10" },
      { voice: "a", publishedAt: "2022-03-01T08:00", killed: "12" },
    ],
    "10, best 10",
  ],
  [
    "a figure of an earlier day is not the newest for being recorded last",
    [
      { voice: "a", publishedAt: "2022-03-02", killed: "10" },
      { voice: "a", publishedAt: "2022-03-01", killed: "12" },
    ],
    "10, best 10",
  ],
  [
    "the order goes by what a claim speaks of, not by when it was published",
    [
      { voice: "a", publishedAt: "2022-03-05", asOf: "2022-03-01", killed: "10" },
      { voice: "a", publishedAt: "2022-03-03", killed: "12" },
    ],
    "12, best 12",
  ],
  [
    "a claim without any date speaks of the incident's end",
    [
      { voice: "a", publishedAt: null, killed: "10" },
      { voice: "a", publishedAt: "2022-03-02", killed: "12" },
    ],
    "12, best 12",
  ],
  ["a figure is not overtaken by one newer voice", ["5", "7"], "5–7, best 7", ["decides", "decides"]],
  ["a figure is overtaken by two newer voices", ["5", "7", "8"], "7–8, best 8", ["overtaken by 2, 3", "decides", "decides"]],
  ["… also by equal numbers", ["5", "5", "5"], "5, best 5", ["overtaken by 2, 3", "decides", "decides"]],
  ["… but not by two figures of one voice", ["5", { voice: "b", killed: "7" }, { voice: "b", killed: "8" }], "5–8, best 8"],
  ["… nor by lower ones", ["9", "7", "8"], "7–9, best 8"],
  ["an open-ended figure is overtaken by one bounded one", ["at least 5", "7"], "7, best 7", ["overtaken by 2", "decides"]],
  ["… that reaches its number", ["at least 5", "5"], "5, best 5"],
  ["… more than 20 needs 21", ["more than 20", "20"], "20–21 or more, best 20"],
  ["… not by an open-ended one", ["at least 5", "at least 7"], "5–7 or more, best 7"],
  ["… but by two of those", ["at least 5", "at least 7", "more than 7"], "7–8 or more, best 8"],
  ["a vague word does not overtake", ["5", "dozens", "dozens"], "5–12 or more, best 5"],
  ["a vague word is overtaken", ["dozens", "17"], "17, best 17"],
  ["an up-to does not overtake", ["at least 5", "up to 20", "up to 30"], "5–30 or more, best 5"],
  [
    "an overtaken figure still overtakes",
    ["4", "at least 5", "6"],
    "6, best 6",
    ["overtaken by 2, 3", "overtaken by 3", "decides"],
  ],
  [
    "at least 2 and a first 4 do not hold the range down after three others said 17",
    ["at least 2", "4", "17", "17", "17"],
    "17, best 17",
    ["overtaken by 2, 3, 4, 5", "overtaken by 3, 4, 5", "overtaken by 4, 5", "decides", "decides"],
  ],
  ["a higher old figure stays in the range", ["30", "17", "17"], "17–30, best 17"],
  ["an up-to alone is from nobody to its number", ["up to 8"], "0–8, best 8", ["decides"]],
  ["an up-to beside others gives no low and does not decide", ["up to 8", "5"], "5–8, best 5", ["counts", "decides"]],
  ["an up-to beside a vague word does not decide", ["up to 8", "several"], "3–8 or more, best 3"],
  ["a between figure stands for its low", ["10-15"], "10–15, best 10"],
  ["a between figure stands for its own best where it gives one", ["10-15, best 12"], "10–15, best 12"],
  [
    "an at-least that no bounded figure reaches decides too",
    ["17", "at least 20"],
    "17–20 or more, best 20",
    ["decides", "decides"],
  ],
  [
    "an at-least that an older bounded figure reaches only counts",
    ["20", "at least 17"],
    "17–20 or more, best 20",
    ["decides", "counts"],
  ],
  [
    "… and so does one whose number a bounded figure reaches exactly",
    ["20", "17", "at least 20"],
    "17–20 or more, best 17",
    ["decides", "decides", "counts"],
  ],
  [
    "of equal times the one recorded later is newer",
    [{ killed: "7" }, { killed: "5", publishedAt: "2022-03-01T10:00" }],
    "5–7, best 5",
  ],
  ["vague words decide only where nothing firm counts", ["9", "dozens"], "9–12 or more, best 9", ["decides", "counts"]],
  ["majority takes the number given most often", ["9", "7", "8", "7"], "7–9, best 7"],
  ["majority, ties go to the newer", ["20", "20", "10", "10"], "10–20, best 10"],
  ["about counts as its number", ["about 20"], "20, best 20"],
  ["a denial does not count", [{ killed: "5", stance: "denies" }], "not_stated", ["denied"]],
  ["a concession counts", [{ killed: "5", stance: "concedes" }], "5, best 5", ["decides"]],
  ["a repeat is shown and not counted", ["5", { killed: "5", isRepeat: true }], "5, best 5", ["decides", "repeat"]],
  ["what is set aside never counted", ["5", { killed: "50", status: "set_aside" }], "5, best 5", ["decides", "set_aside"]],
  ["a wider total is shown and not counted", ["5", { killed: "500", scope: "wider" }], "5, best 5", ["decides", "wider"]],
  ["a part is shown and not counted", [{ killed: "5", scope: "part" }], "not_stated", ["part"]],
  ["nobody is none, not zero of a figure", ["none"], "none", ["decides"]],
  ["nobody beside a number is a figure", ["none", "3"], "0–3, best 3"],
  ["unknown is its own state", ["unknown"], "unknown", ["unknown"]],
  ["a vague word without a floor is unknown, and kept", ["many"], "unknown", ["unknown"]],
  ["unknown beside none is none", ["unknown", "none"], "none"],
];

test.each(TABLE)("%s", (_, told, expected, does) => {
  const estimate = known(minutes(told), TODAY);
  expect(said(estimate)).toBe(expected);
  if (does) expect(parts(estimate)).toEqual(does);
});

test("the five policies take their number among the deciding figures", () => {
  const { best } = known(minutes(["12", "12", "10", "7", "8"]), TODAY)!;
  expect(Object.entries(best)).toEqual([
    ["majority", 12],
    ["latest", 8],
    ["lowest", 7],
    ["highest", 12],
    ["median", 10],
  ]);
});

test("the median of an even number of figures is the lower of the two in the middle", () => {
  expect(known(minutes(["40", "30", "20", "10"]), TODAY)!.best.median).toBe(20);
});

test("a metric that nobody speaks of has no rows, and a wounded figure no killed ones", () => {
  expect(estimateHistory(minutes([{ wounded: "5" }])).map((row) => row.metric)).toEqual(["wounded"]);
  expect(estimateHistory(incident([]))).toEqual([]);
});

test("a claim without any date speaks of the last day of an incident of several days", () => {
  const told = [
    { voice: "a", killed: "10" },
    { voice: "a", publishedAt: "2022-03-02T10:00", killed: "12" },
  ];
  expect(said(known(incident(told, { dateEnd: "2022-03-01" }), TODAY))).toBe("12, best 12");
  expect(said(known(incident(told, { dateEnd: "2022-03-03" }), TODAY))).toBe("10, best 10");
});

describe("when a claim is public", () => {
  test.each<[string, Partial<Told>, string, string]>([
    ["a date without a clock: at that day's end", { publishedAt: "2022-03-01" }, "2022-03-01T23:59:58", "2022-03-01T23:59:59"],
    ["a month: at its last day's end", { publishedAt: "2022-03" }, "2022-03-31T23:59:58", "2022-03-31T23:59:59"],
    [
      "a clock without an offset: in the record's time zone",
      { publishedAt: "2022-03-01T10:00" },
      "2022-03-01T09:59:59",
      "2022-03-01T10:00",
    ],
    ["an instant: at that instant", { publishedAt: "2022-03-01T10:00Z" }, "2022-03-01T11:59:59", "2022-03-01T12:00"],
    [
      "published after its as-of: when published",
      { publishedAt: "2022-03-05T10:00", asOf: "2022-03-01" },
      "2022-03-05T09:59:59",
      "2022-03-05T10:00",
    ],
    ["unpublished, by its as-of", { asOf: "2022-03-02T10:00" }, "2022-03-02T09:59:59", "2022-03-02T10:00"],
    ["undated, the day we read it", { retrievedAt: "2026-11-20" }, "2026-11-20T23:59:58", "2026-11-20T23:59:59"],
  ])("%s", (_, dates, before, from) => {
    const strike = incident([{ voice: "a", killed: "5", ...dates }]);
    expect([said(known(strike, before)), said(known(strike, from))]).toEqual(["nothing known", "5, best 5"]);
  });

  test("a withdrawn claim stands until its source withdrew it", () => {
    const strike = incident([
      { voice: "a", publishedAt: "2022-03-01T10:00", killed: "7" },
      { voice: "a", publishedAt: "2022-03-01T11:00", killed: "10", status: "withdrawn", statusAt: "2022-03-02T09:00" },
    ]);
    const times = ["2022-03-01T10:30", "2022-03-01T12:00", "2022-03-02T08:59:59", "2022-03-02T09:00"];
    expect(times.map((at) => said(known(strike, at)))).toEqual(["7, best 7", "10, best 10", "10, best 10", "7, best 7"]);
    expect(parts(known(strike, TODAY))).toEqual(["decides", "withdrawn"]);
  });

  test("what its source withdrew altogether leaves the metric not stated", () => {
    const strike = incident([
      { voice: "a", publishedAt: "2022-03-01", killed: "7", status: "withdrawn", statusAt: "2022-03-03" },
    ]);
    expect(said(known(strike, TODAY))).toBe("not_stated");
  });
});

describe("a ruling", () => {
  const strike = (rulings: Partial<RulingForEstimate>[], told: string[] = ["10", "12"]): IncidentForEstimate => ({
    ...minutes(told),
    rulings: rulings.map((one, index) => ({
      id: index + 1,
      metric: "killed",
      group: "all",
      best: 15,
      from: at("2022-03-05T12:00"),
      until: null,
      ...one,
    })),
  });
  const at = (stated: string) => instantOf(stated, KYIV);

  test("holds from its date until it is revoked, and widens the range to hold it", () => {
    const ruled = strike([{ until: at("2022-03-07T12:00") }]);
    const times = ["2022-03-05T11:59:59", "2022-03-05T12:00", "2022-03-07T11:59:59", "2022-03-07T12:00"];
    expect(times.map((time) => said(known(ruled, time)))).toEqual([
      "10–12, best 12",
      "10–15, best 15",
      "10–15, best 15",
      "10–12, best 12",
    ]);
  });

  test("overrides best under every policy and is named", () => {
    const estimate = known(strike([{ best: 5 }]), TODAY)!;
    expect(POLICIES.map((policy) => estimate.best[policy])).toEqual([5, 5, 5, 5, 5]);
    expect([estimate.low, estimate.high, estimate.voices, estimate.ruling]).toEqual([5, 12, 2, 1]);
  });

  test("of two, the newer decides; revoked, the older again", () => {
    const ruled = strike([{ best: 15 }, { best: 20, from: at("2022-03-06T12:00"), until: at("2022-03-08T12:00") }]);
    expect(["2022-03-05T13:00", "2022-03-07", TODAY].map((time) => known(ruled, time)!.ruling)).toEqual([1, 2, 1]);
  });

  test("of two from the same moment, the one made later decides", () => {
    expect(known(strike([{ best: 15 }, { best: 20 }]), TODAY)!.ruling).toBe(2);
  });

  test("has no effect before the first claim is public", () => {
    const ruled = strike([{ from: at("2022-02-01T12:00") }]);
    expect([said(known(ruled, "2022-03-01T09:59:59")), said(known(ruled, "2022-03-01T10:00"))]).toEqual([
      "nothing known",
      "10–15, best 15",
    ]);
  });

  test("of nobody is none where no figure counts, and a figure where one does", () => {
    expect(said(known(strike([{ best: 0 }], ["unknown"]), TODAY))).toBe("none");
    expect(said(known(strike([{ best: 0 }], ["10"]), TODAY))).toBe("0–10, best 0");
    expect(known(strike([{ best: 0 }], ["at least 0"]), TODAY)!.state).toBe("figure");
  });
});

test("combatants, children and the rest are estimated apart from all", () => {
  const strike = incident([
    {
      voice: "a",
      publishedAt: "2022-03-01",
      figures: [figure("killed", "22"), figure("killed", "200", { group: "combatants" })],
    },
  ]);
  const rows = estimateHistory(strike).map((row) => [row.metric, row.group, row.estimate.best.majority]);
  expect(rows).toEqual([
    ["killed", "all", 22],
    ["killed", "combatants", 200],
  ]);
});

import { expect, test } from "vitest";
import { revisionOf, type RevisionClaim, type RevisionRow } from "@/components/incident/revision";
import { REVISION_NARROW, REVISION_WIDE, RevisionPicture } from "@/components/incident/revision-picture";
import { revisionSummary } from "@/components/incident/revision-chart";
import { svgText } from "@/components/charts/svg-text";
import { DECLARED_FLOORS, type Bounds } from "@/domain/figure";
import type { Policy, Scope } from "@/domain/vocabulary";
import { wordsIn } from "@/messages";

const at = (iso: string) => Date.parse(iso);
const bounds = (qualifier: Bounds["qualifier"], low: number | null, high: number | null, word: string | null = null): Bounds => ({
  qualifier,
  low,
  high,
  best: null,
  word,
});
let recordedNo = 0;
const claim = (claimant: string, publishedAt: string, figure: Bounds, scope: Scope = "incident"): RevisionClaim => ({
  code: `C${(recordedNo += 1)}`,
  recordedNo,
  claimant,
  publishedAt,
  asOf: null,
  publicAt: at(publishedAt),
  scope,
  figures: [{ ...figure, metric: "killed", group: "all", scope }],
});
const best = (value: number | null) =>
  Object.fromEntries(["majority", "latest", "lowest", "highest", "median"].map((p) => [p, value])) as Record<
    Policy,
    number | null
  >;
const row = (from: string, until: string | null, low: number, high: number, open: boolean, taken: number): RevisionRow => ({
  knownFrom: at(from),
  knownUntil: until === null ? null : at(until),
  state: "figure",
  low,
  high,
  open,
  best: best(taken),
});

const claims = [
  claim("deputy governor", "2022-03-01T07:57:00Z", bounds("at_least", 2, null)),
  claim("adviser", "2022-03-01T11:24:00Z", bounds("at_least", 10, null)),
  claim("governor", "2022-03-01T17:48:00Z", bounds("exact", 7, 7)),
  claim("hospital", "2022-03-01T18:10:00Z", bounds("exact", 5, 5), "part"),
  claim("ministry", "2022-03-01T18:30:00Z", bounds("exact", 900, 900), "wider"),
  claim("witness", "2022-03-01T08:30:00Z", bounds("vague", null, null, "many")),
  claim("governor", "2022-04-01T13:54:00Z", bounds("exact", 29, 29)),
];
const history = [
  row("2022-03-01T07:57:00Z", "2022-03-01T11:24:00Z", 2, 2, true, 2),
  row("2022-03-01T11:24:00Z", "2022-03-01T17:48:00Z", 2, 10, true, 10),
  row("2022-03-01T17:48:00Z", "2022-04-01T13:54:00Z", 7, 10, true, 7),
  row("2022-04-01T13:54:00Z", null, 29, 29, false, 29),
];
const given = {
  metric: "killed" as const,
  policy: "latest" as const,
  claims,
  history,
  reason: [
    { claim: claims[0]!.recordedNo, is: "overtaken" as const, by: [3] },
    { claim: claims[1]!.recordedNo, is: "counts" as const },
    { claim: claims[2]!.recordedNo, is: "decides" as const },
  ],
  until: at("2022-03-01T18:45:00Z"),
  floors: DECLARED_FLOORS,
};

test("as known on an instant the chart ends there: later claims and steps are not in it", () => {
  const revision = revisionOf(given);
  expect(revision.points.map(({ claimant, number, standing }) => [claimant, number, standing])).toEqual([
    ["deputy governor", 2, "passed"],
    ["adviser", 10, "counts"],
    ["governor", 7, "counts"],
    ["hospital", 5, "never"],
  ]);
  expect(revision.steps.map(({ low, high, open, best: taken }) => [low, high, open, taken])).toEqual([
    [2, 2, true, 2],
    [2, 10, true, 10],
    [7, 10, true, 7],
  ]);
  expect(revision.steps.at(-1)!.until).toBe(given.until);
  expect(revision.wider).toBe(1);
  expect(revision.numberless).toBe(1);
});

test("the picture says each claim with its words, marks open ends and breaks, in both languages and sizes", () => {
  const revision = revisionOf({ ...given, until: at("2022-06-01T00:00:00Z") });
  for (const locale of ["en", "uk"] as const) {
    const words = wordsIn(locale);
    for (const size of [REVISION_WIDE, REVISION_NARROW]) {
      const svg = svgText(RevisionPicture({ words, revision, timeZone: "Europe/Kyiv", size, id: "fade" }));
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
      expect(svg).toContain(locale === "en" ? "adviser: at least 10" : "adviser: ");
      expect(svg).not.toContain("900");
    }
  }
  const svg = svgText(
    RevisionPicture({ words: wordsIn("en"), revision, timeZone: "Europe/Kyiv", size: REVISION_WIDE, id: "fade" }),
  );
  expect(svg).toContain("url(#fade)");
  expect(svg).toContain("1 Mar 2022");
  expect(revisionSummary(wordsIn("en"), revision, "Europe/Kyiv")).toBe(
    "Killed: 5 claims with a number, from 1 Mar 2022, 09:57 to 1 Apr 2022, 16:54. The first says at least 2, the last 29. What counted began at 2 or more, changed 3 times, and ends at 29.",
  );
});

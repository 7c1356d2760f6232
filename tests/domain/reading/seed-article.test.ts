import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { claimsIn } from "@/domain/reading/claims";

const ARTICLE = "../shared/data/seed-article.txt";

test.skipIf(!existsSync(ARTICLE))(`the seed article gives its three claims and not one more (skipped without ${ARTICLE})`, () => {
  const { claims, killed, wounded } = claimsIn({ id: 1, text: readFileSync(ARTICLE, "utf8"), date: "2022-03-01" });
  const said = claims.map(({ claimant, date, place, killed: k, wounded: w, casualties: c, scope }) => ({
    claimant,
    date,
    place,
    killed: k && `${k.qualifier} ${k.low}`,
    wounded: w && `${w.qualifier} ${w.low}`,
    casualties: c && `${c.qualifier} ${c.word}`,
    scope,
  }));
  expect(said).toEqual([
    {
      claimant: "Ukraine's State Service for Emergency Situations",
      date: "2022-03-01",
      place: "Kyiv",
      killed: "exact 5",
      wounded: "exact 5",
      casualties: null,
      scope: "incident",
    },
    {
      claimant: "Anton Herashchenko",
      date: "2022-03-01",
      place: "Kharkiv",
      killed: "at_least 10",
      wounded: "exact 35",
      casualties: null,
      scope: "incident",
    },
    {
      claimant: null,
      date: "2022-02-28",
      place: "Kharkiv",
      killed: null,
      wounded: null,
      casualties: "vague dozens",
      scope: "incident",
    },
  ]);
  expect([killed, wounded]).toEqual([
    { low: 5, high: 5, best: 5 },
    { low: 5, high: 5, best: 5 },
  ]);
});

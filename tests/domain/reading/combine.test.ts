import { describe, expect, test } from "vitest";
import { combine } from "@/domain/reading/combine";
import { readText } from "@/domain/reading/read";

type Bounds = readonly [low: number, high: number | null, best: number] | null;

// oxfmt-ignore
const TEXTS: readonly (readonly [rule: string, text: string, killed: Bounds, wounded: Bounds])[] = [
  ["one figure", "Four people were killed and nine wounded.", [4, 4, 4], [9, 9, 9]],
  ["an open end", "At least 10 people were killed.", [10, null, 10], null],
  ["bounds are kept as stated", "More than twenty fighters were killed.", [20, null, 20], null],
  ["a range takes its low as best", "Between 14 and 20 persons were killed.", [14, 20, 14], null],
  ["a closing total replaces", "A man was killed. Also, another person was killed. 3 fatalities.", [3, 3, 3], null],
  ["another is added", "A man was killed near the mill. Also, another man was killed in the wood.", [2, 2, 2], null],
  ["the victim is not counted twice", "A man was shot and killed at a bar. The victim died at once.", [1, 1, 1], null],
  ["a pronoun is not counted twice", "A farmer was killed. He was killed for his land.", [1, 1, 1], null],
  ["who died later of wounds", "Gunmen shot a baker. He died a day later.", [1, 1, 1], null],
  ["the dead attacker is added", "At least 8 people were killed. The assailant was shot and killed by police.", [9, null, 9], null],
  ["the attacker named among the dead is not added", "Three people, including the assailant, were killed. The assailant was killed by police.", [3, 3, 3], null],
  ["a share is not added", "Nine people were killed, four of them children.", [9, 9, 9], null],
  ["the toll is raised", "Six people were killed. The toll later rose to 8.", [8, 8, 8], null],
  ["the victims are those told of before", "A mob beat and burned four men accused of theft. The victims died.", [4, 4, 4], null],
  ["names are counted once", "John Brown and Mary Green were killed in the attack. Brown was killed by the first shot.", [2, 2, 2], null],
  ["claimants make a range, the newest is best", "The militia claimed killing two soldiers. The police said one soldier was killed.", [1, 2, 1], null],
  ["the day before is another incident", "Two people were killed on 5 May 2022. The previous day, ten people were killed.", [2, 2, 2], null],
  ["a wider total is not counted", "Two people were killed. More than 900 people have been killed since the invasion began.", [2, 2, 2], null],
  ["none", "The fire was put out. There were no casualties.", [0, 0, 0], [0, 0, 0]],
  ["no other casualties leaves the dead", "Four rebels were killed. There were no other casualties.", [4, 4, 4], [0, 0, 0]],
  ["unknown is not zero", "Casualties are unknown.", null, null],
  ["not stated is not zero", "The militants attacked a checkpoint.", null, null],
  ["a combined figure is not split", "Shelling killed and wounded dozens.", null, null],
  ["parts that add up to the total before them are not added", "In total, 8 people were killed and 21 wounded: 5 dead and 12 wounded in Kherson, 2 dead and 6 wounded in Nikopol, and one dead and three wounded in Orikhiv.", [8, 8, 8], [21, 21, 21]],
  ["who blew himself up is counted", "A bomber blew himself up at a wedding, killing at least 31 guests and wounding 60.", [32, null, 32], [60, 60, 60]],
  ["those in hospital stand where nobody says how many were hurt", "One person was killed, five others were taken to hospital.", [1, 1, 1], [5, 5, 5]],
  ["those in hospital are a part of the wounded", "Nine people were wounded. Four people were taken to hospital.", null, [9, 9, 9]],
  ["the missing are not the dead", "Two people were killed. Five people are missing.", [2, 2, 2], null],
  ["whom they had taken a week before died today", "Militants killed four hostages whom they had taken a week earlier.", [4, 4, 4], null],
  ["vague words take their floor", "Dozens were killed.", [12, null, 12], null],
];

describe("combine", () => {
  test.each(TEXTS)("%s: %s", (_rule, text, killed, wounded) => {
    const toll = combine(readText(text, { date: "2022-05-05" }));
    const triple = (figure: typeof toll.killed): Bounds => figure && [figure.low, figure.high, figure.best];
    expect([triple(toll.killed), triple(toll.wounded)]).toEqual([killed, wounded]);
  });
});

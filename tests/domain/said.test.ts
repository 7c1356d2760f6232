/** A claim's figures typed in one field. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { writeAmount } from "@/domain/amount-words";
import { readSaid } from "@/domain/said";

const read = (text: string) => {
  const said = readSaid(text);
  return said.ok
    ? said.figures.map(({ metric, group, amount }) => `${metric} ${group} ${writeAmount(amount)}`).join(" | ")
    : `${said.code}: ${said.part}`;
};

describe("one field", () => {
  test.each([
    ["", ""],
    ["at least 10 killed, 35 wounded", "killed all at least 10 | wounded all 35"],
    ["5 killed and 5 wounded", "killed all 5 | wounded all 5"],
    ["killed five people, wounded five", "killed all 5 | wounded all 5"],
    ["killed 7; injured about 20", "killed all 7 | wounded all about 20"],
    ["10+ killed", "killed all at least 10"],
    ["10-15 dead, best 12", "killed all 10–15, best 12"],
    ["between 10 and 15 killed and 3 wounded", "killed all 10–15 | wounded all 3"],
    ["dozens killed and wounded", "casualties all dozens"],
    ["killed and wounded dozens", "casualties all dozens"],
    ["dozens of casualties", "casualties all dozens"],
    ["20 killed or wounded", "casualties all 20"],
    [
      "12 killed (3 of them children), 40 wounded, including 5 children",
      "killed all 12 | killed children 3 | wounded all 40 | wounded children 5",
    ],
    ["3 killed, including a child", "killed all 3 | killed children 1"],
    ["3 killed including 2 women and a child", "killed all 3 | killed women 2 | killed children 1"],
    ["3 killed, including 2 women and a child", "killed all 3 | killed women 2 | killed children 1"],
    ["two civilians killed", "killed civilians 2"],
    ["1,200 killed, more than 3 000 wounded, 40 missing", "killed all 1200 | wounded all more than 3000 | missing all 40"],
    ["nobody killed, 2 hurt", "killed all none | wounded all 2"],
    ["unknown dead, several injured", "killed all unknown | wounded all several"],
    ["up to 8 deaths", "killed all up to 8"],
    ["щонайменше 10 загинули, 35 поранені", "killed all at least 10 | wounded all 35"],
    ["загинули 7 людей, з них 2 дітей, 24 поранено", "killed all 7 | killed children 2 | wounded all 24"],
    ["П’ятеро загинули, ще п'ятеро поранені", "killed all 5 | wounded all 5"],
    ["вбито 29 осіб та 3 зникли безвісти", "killed all 29 | missing all 3"],
    ["десятки загиблих", "killed all десятки"],
    ["10", "said.not_understood: 10"],
    ["killed", "said.not_understood: killed"],
    ["the whole street killed", "said.not_understood: the whole street killed"],
    ["5 killed, 6 killed", "said.twice: 6 killed"],
  ])("%s", (typed, expected) => expect(read(typed)).toBe(expected));

  test("reads what any two amounts write of themselves, in either order", () => {
    const amount = fc.oneof(
      fc.integer({ min: 1, max: 5000 }).map((value) => ({ qualifier: "exact", value }) as const),
      fc.integer({ min: 1, max: 5000 }).map((low) => ({ qualifier: "at_least", low }) as const),
      fc.integer({ min: 1, max: 5000 }).map((high) => ({ qualifier: "up_to", high }) as const),
      fc.constant({ qualifier: "vague", word: "dozens" } as const),
    );
    fc.assert(
      fc.property(amount, amount, fc.constantFrom(", ", " and ", "; "), (killed, wounded, between) => {
        const expected = {
          ok: true,
          figures: [
            { metric: "killed", group: "all", amount: killed },
            { metric: "wounded", group: "all", amount: wounded },
          ],
        };
        expect(readSaid(`${writeAmount(killed)} killed${between}${writeAmount(wounded)} wounded`)).toEqual(expected);
      }),
    );
  });

  test("never throws, whatever is typed", () => {
    fc.assert(fc.property(fc.string({ maxLength: 400 }), (text) => void readSaid(text)));
  });
});

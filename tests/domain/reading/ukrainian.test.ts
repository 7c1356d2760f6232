/** Ukrainian is a set of word lists: the rules are those that read English. Sentences of our own. */
import { describe, expect, test } from "vitest";
import { combine } from "@/domain/reading/combine";
import { languageOfText } from "@/domain/reading/languages";
import { readText } from "@/domain/reading/read";
import { gazetteerOf, namesIn } from "@/domain/reading/where";
import { UKRAINIAN } from "@/domain/reading/ukrainian/index";
import { shortForm } from "./corpus";

// oxfmt-ignore
const SENTENCES: readonly (readonly [text: string, claims: string])[] = [
  ["Унаслідок обстрілу загинуло п'ятеро людей, ще 12 поранено.", "k5 w12"],
  ["Загинули щонайменше 10 осіб, 35 поранені.", "k>=10 w35"],
  ["Ракетний удар по Харкову вбив 7 людей і поранив 24.", "k7 w24"],
  ["Троє людей загинули, зокрема одна дитина.", "k3 k1:children"],
  ["За даними ДСНС, загинули 5 людей, серед них двоє дітей.", "k5 k2:children"],
  ["Поранено жінку та дитину.", "w2"],
  ["Загинула жінка, поранено двох дітей.", "k1 w2"],
  ["Загинув 45-річний чоловік.", "k1"],
  ["Загинув чоловік 1970 року народження.", "k1"],
  ["Поранень зазнали 35 осіб.", "w35"],
  ["Кілька людей отримали поранення.", "wкілька"],
  ["Двоє поліцейських і медик загинули.", "k3"],
  ["4 загиблих та 9 поранених у Херсоні.", "k4 w9"],
  ["Кількість загиблих зросла до 24.", "k24"],
  ["Десятки людей поранено.", "wдесятки"],
  ["Понад 20 людей постраждали.", "w>20"],
  ["Сто двадцять п’ять осіб поранено.", "w125"],
  ["Атака забрала життя шести людей.", "k6"],
  ["Постраждалих немає.", "w0"],
  ["Ніхто не постраждав.", "w0"],
  ["Обійшлося без жертв.", "k0 w0"],
  ["Інформації про загиблих немає.", "k?"],
  ["Від початку вторгнення загинуло понад 10 тисяч цивільних.", "k>10000!"],
  ["Збито 14 дронів і три ракети.", ""],
  ["Пошкоджено 20 будинків і 12 автомобілів.", ""],
  ["Рятувальники працюють на місці.", ""],
];

describe("Ukrainian", () => {
  test.each(SENTENCES)("%s", (text, claims) => {
    expect(shortForm(readText(text, { date: "2022-03-02" }))).toBe(claims);
  });

  test("is told by its letters", () => {
    expect(languageOfText("Загинуло п'ятеро людей у Kyiv Post").code).toBe("uk");
    expect(languageOfText("Five people died in Київ.").code).toBe("en");
  });

  test("says who, when and where, a place in any case", () => {
    const text =
      "Унаслідок удару в Харкові 1 березня загинули 10 людей, повідомив радник міністра Антон Геращенко. Напередодні в Києві поранено двох дітей.";
    const places = [
      { id: 1, name: "Харків" },
      { id: 2, name: "Київ" },
    ];
    const names = namesIn(text, UKRAINIAN);
    const gazetteer = gazetteerOf(places);
    expect(names).toEqual(expect.arrayContaining([...gazetteer.keys()]));
    const read = readText(text, { date: "2022-03-02", gazetteer });
    expect(read.map(({ claimant, date, place, attack }) => [claimant?.name, date, place?.matches[0]?.id, attack])).toEqual([
      ["Антон Геращенко", "2022-03-01", 1, "unknown"],
      [undefined, "2022-03-01", 2, "unknown"],
    ]);
    expect(combine(read).killed?.best).toBe(10);
  });
});

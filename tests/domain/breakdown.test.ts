import { describe, expect, it } from "vitest";
import { readAmount } from "@/domain/amount-words";
import { breakdownWarnings } from "@/domain/breakdown";
import type { Figure } from "@/domain/figure";
import type { Group } from "@/domain/vocabulary";

function killed(stated: Partial<Record<Group, string>>): Figure[] {
  return Object.entries(stated).map(([group, text]) => {
    const read = readAmount(text);
    if (!read.ok || !read.amount) throw new Error(text);
    return { metric: "killed", group: group as Group, scope: "incident", amount: read.amount };
  });
}

describe("a claim's groups beside its total", () => {
  it.each<[string, Partial<Record<Group, string>>, string[]]>([
    ["a part smaller than the total", { all: "10", children: "3" }, []],
    ["all of them children", { all: "3", children: "3" }, []],
    ["more children than people", { all: "3", children: "5" }, ["group_above_total"]],
    ["parts that add up", { all: "59", women: "36", men: "22", children: "1" }, []],
    ["parts that add up to more", { all: "50", women: "36", men: "22", children: "1" }, ["parts_above_total"]],
    ["complete parts that add up to less", { all: "60", women: "36", men: "22", children: "1" }, ["parts_below_total"]],
    ["those of unknown sex make up the rest", { all: "19", women: "8", men: "10", children: "none", unknown: "1" }, []],
    ["incomplete parts that add up to less", { all: "60", women: "36", men: "22" }, []],
    ["an open total allows any part", { all: "at least 3", children: "5" }, []],
    ["an open part can be more than its low", { all: "60", civilians: "at least 30", combatants: "20" }, []],
    ["civilians and soldiers above the total", { all: "20", civilians: "15", combatants: "10" }, ["parts_above_total"]],
    ["no total to hold against", { children: "5" }, []],
    ["an unknown total", { all: "unknown", children: "5" }, []],
  ])("%s", (_name, stated, codes) => {
    expect(breakdownWarnings(killed(stated)).map(({ code }) => code)).toEqual(codes);
  });
});

/** The pictures that leave the site: what each says in both languages, that nothing runs over its edge, and its PNG. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { PICTURES } from "@/app/_server/pictures";
import { pngOf, TooManyPictures } from "@/app/_server/raster";
import { textWidth } from "@/components/charts/text-width";
import type { ReadDb } from "@/db/open";
import { wordsIn, type Locale } from "@/messages";
import { demoDatabase } from "../support/database";

let db: ReadDb;
vi.mock("@/app/_server/database", () => ({ readDb: () => db }));
beforeEach(() => {
  db = demoDatabase();
});

function svgOf(name: string, locale: Locale, query: string): string {
  const made = PICTURES.get(name)!(wordsIn(locale), new URLSearchParams(query), "https://record.example.org");
  if ("problem" in made) throw new Error(`${name} answered ${made.problem.status}`);
  return made.svg(false);
}

/** A picture's words: what stands on one line joined, lines apart. */
function saidIn(svg: string): string {
  return svg
    .replace(/<\/?tspan[^>]*>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
}

const CARDS = [
  ["card", "en", "", ["Between 1,610 and 2,975 or more", "Killed, by month", "Wounded, by month", "record.example.org/"]],
  ["card", "uk", "city=kharkiv&metric=killed", ["77–99 або більше", "Харків"]],
  ["card-city", "uk", "city=mariupol", ["Маріуполь", "302–603 або більше"]],
  ["card-incident", "en", "incident=UA-0003", ["between 29 and 44 people", "Oleh Syniehubov: 29", "29–44"]],
  ["card-incident", "uk", "incident=UA-0003&known=2022-03-01T18:00Z&policy=latest", ["7–10 або більше", "20:00"]],
  ["card-source", "en", "source=oleh-syniehubov", ["Oleh Syniehubov", "the same in", "below in"]],
] as const;

describe("the card of a shared link", () => {
  it.each(CARDS)("%s in %s of %s says its numbers, inside its edges, and is 1200 by 630", async (name, locale, query, words) => {
    const svg = svgOf(name, locale, query);
    expect(svg).not.toMatch(/NaN|undefined|var\(|href=/);
    const said = saidIn(svg);
    for (const word of words) expect(said).toContain(word);
    for (const [, size, group] of svg.matchAll(/<g font-family="'Source Serif[^"]*" font-size="(\d+)"[^>]*>(.*?)<\/g>/g))
      for (const [, line] of group!.matchAll(/<text [^>]*>(.*?)<\/text>/g))
        expect(textWidth(line!.replace(/<[^>]+>/g, ""), Number(size)) * 0.94, line).toBeLessThanOrEqual(1140);
    const png = await pngOf(svg);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 630]);
    expect(png.length).toBeLessThan(200_000);
    if (process.env.PICTURES_TO) writeFileSync(join(process.env.PICTURES_TO, `${name}-${locale}.png`), png);
  });

  it("of an empty view says that nothing was found and that this is no finding", () => {
    expect(saidIn(svgOf("card", "en", "from=2010-01-01&to=2010-12-31"))).toContain("No incident matches");
  });
});

describe("a picture", () => {
  it("refuses what it does not know: 400 for a parameter, 404 for what is not there", () => {
    const status = (name: string, query: string) => {
      const made = PICTURES.get(name)!(wordsIn("en"), new URLSearchParams(query), "");
      return "problem" in made ? made.problem.status : 200;
    };
    expect(status("map", "colour=red")).toBe(400);
    expect(status("card-city", "")).toBe(400);
    expect(status("card-incident", "incident=UA-9999")).toBe(404);
    expect(status("card-source", "source=nobody")).toBe(404);
    expect(status("ranking", "around=atlantis")).toBe(400);
    expect(status("policies-killed", "metric=wounded")).toBe(400);
  });

  it("gives its numbers as a table where no export holds them: an open end stays open", () => {
    const made = PICTURES.get("revision-killed")!(
      wordsIn("en"),
      new URLSearchParams("incident=UA-0003&known=2022-03-01T12:00Z"),
      "",
    );
    if ("problem" in made) throw new Error("refused");
    const lines = made.csv!().split("\r\n");
    expect(lines[0]).toMatch(/^incident_id,metric,row,from,until,/);
    expect(lines.filter((line) => line.includes(",estimate,")).at(-1)).toMatch(/,2,10,10,true,majority,2022-03-01T12:00:00Z$/);
  });
});

describe("drawing", () => {
  it("takes no more than can be waited for", async () => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>`;
    const drawn = await Promise.allSettled(Array.from({ length: 40 }, () => pngOf(svg)));
    expect(drawn.filter(({ status }) => status === "fulfilled")).toHaveLength(24);
    const refused = drawn.filter((one) => one.status === "rejected");
    expect(refused.every(({ reason }) => reason instanceof TooManyPictures)).toBe(true);
    expect((await pngOf(svg)).length).toBeGreaterThan(50);
  });
});

/** Reading for the desk: matched to the record, in a thread of its own, within bounds. */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { afterEach, describe, expect, test } from "vitest";
import { Reader } from "@/app/_server/reader";
import { proposeFromText } from "@/app/_server/reading-proposals";
import { makeActor } from "@/db/commands/actor";
import { addPlaces } from "@/db/commands/places";
import { sql } from "drizzle-orm";
import { CORPUS } from "../domain/reading/corpus";
import { demoDatabase } from "../support/database";

const actor = makeActor({ accountId: null, name: "a recorder", role: "recorder" });
// The facts of a day in our own words.
const TEXT = `Strikes on the Kyiv television tower on Tuesday killed five people and wounded five more, the State Service for Emergency Situations of Ukraine said.
Rockets fired at Kharkov killed at least 10 people and wounded 35, said Interior Ministry adviser Anton Gerashchenko. Strikes on the city had killed and wounded dozens the previous day.
More than 500 civilians have been killed across the country since the invasion began, the president said.`;
const request = { text: TEXT, date: "2022-03-01", place: null, actor };
const readers: Reader[] = [];
const reader = (file: string, options = {}): Reader => {
  const made = new Reader(file, options);
  readers.push(made);
  return made;
};
afterEach(async () => {
  for (const one of readers.splice(0)) await one.stop();
});

describe("proposals", () => {
  test("are gathered by incident and matched to places, incidents and claimants under other spellings", () => {
    const { events, language } = proposeFromText(demoDatabase(), request);
    expect(language).toBe("en");
    const told = events.map(({ date, place, match, proposals }) => ({
      date,
      place: place?.typed,
      match,
      claims: proposals.map(({ source, claimant, figures, isTaken, repeats }) => [
        source?.name ?? claimant?.name ?? null,
        figures.map(({ metric, group, amount }) => `${metric} ${group} ${amount.qualifier}`).join(", "),
        isTaken,
        repeats !== null,
      ]),
    }));
    const db = demoDatabase();
    const codeOf = (date: string, words: string): string | undefined =>
      db.first<{ code: string }>(sql`select code from incident where date_start = ${date} and title like ${words}`)?.code;
    expect(told).toEqual([
      {
        date: "2022-03-01",
        place: "Kyiv",
        match: codeOf("2022-03-01", "%tower%"),
        claims: [["State Emergency Service of Ukraine", "killed all exact, wounded all exact", true, false]],
      },
      {
        date: "2022-03-01",
        place: "Kharkiv",
        match: "UA-0003",
        claims: [["Anton Herashchenko", "killed all at_least, wounded all exact", true, true]],
      },
      {
        date: "2022-02-28",
        place: "Kharkiv",
        match: codeOf("2022-02-28", "%"),
        claims: [[null, "casualties all vague", true, false]],
      },
      {
        date: null,
        place: undefined,
        match: null,
        claims: [["president", "killed all more_than, killed civilians more_than", false, false]],
      },
    ]);
  });

  test("bearers of one name are ranked by the region that the text names, and a place unknown stays as it is written", () => {
    const db = demoDatabase();
    addPlaces(db, makeActor({ accountId: null, name: "an admin", role: "admin" }), [
      { name: "Ivanivka", admin1: "Odesa Oblast", country: "UA", latitude: 46.97, longitude: 30.47, population: 8_000 },
      { name: "Ivanivka", admin1: "Kherson Oblast", country: "UA", latitude: 46.72, longitude: 34.55, population: 4_000 },
    ]);
    const { events } = proposeFromText(db, {
      ...request,
      text: "Two people died in Ivanivka in the Kherson region. Nobody was hurt on Mars.",
    });
    expect(events).toMatchObject([
      { place: { typed: "ivanivka-2" }, homonyms: [{ label: "Ivanivka, Kherson Oblast, UA" }, { typed: "ivanivka" }] },
      { place: { name: "Mars", typed: "Mars", isKnown: false }, homonyms: [], near: [], match: null },
    ]);
  });
});

describe("the reading thread", () => {
  test("answers as the rules do, one text after the other", async () => {
    const db = demoDatabase();
    const own = reader(db.file);
    const [first, second] = await Promise.all([own.read(request), own.read({ ...request, text: "Two people died." })]);
    expect(first).toEqual(proposeFromText(db, request));
    expect(second.events).toHaveLength(1);
  });

  test("leaves the server's thread free while it reads 100,000 characters", async () => {
    const own = reader(demoDatabase().file);
    await own.read(request);
    const text = CORPUS.map(([, sentence]) => sentence)
      .join(" ")
      .repeat(10)
      .slice(0, 100_000);
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const { events } = await own.read({ ...request, text });
    delay.disable();
    expect(events.length).toBeGreaterThan(0);
    // In this thread it would stand still for the whole time; the answer's arrival is all that is felt.
    const begin = performance.now();
    proposeFromText(demoDatabase(), { ...request, text });
    const inPlace = performance.now() - begin;
    expect(delay.percentile(99) / 1e6).toBeLessThan(Math.max(60, inPlace / 2));
  });

  test("breaks off what takes too long, and reads the next one", async () => {
    const own = reader(demoDatabase().file, { mostMs: 1 });
    await expect(own.read(request)).rejects.toMatchObject({ code: "reading.too_slow" });
    const patient = reader(demoDatabase().file);
    await expect(patient.read(request)).resolves.toMatchObject({ language: "en" });
  });

  test("refuses more than can wait", async () => {
    const own = reader(demoDatabase().file);
    const all = Array.from({ length: 40 }, () => own.read({ ...request, text: "Two people died." }).then(() => "read", String));
    const said = await Promise.all(all);
    expect(said.filter((one) => one === "read").length).toBe(31);
    expect(said.filter((one) => one.includes("reading.busy")).length).toBe(9);
  });
});

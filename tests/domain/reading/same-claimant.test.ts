import { describe, expect, test } from "vitest";
import { likeness, rankClaimants } from "@/domain/reading/same-claimant";

describe("one claimant under several spellings", () => {
  test.each([
    ["Anton Gerashchenko", "Anton Herashchenko"],
    ["Антон Геращенко", "Anton Herashchenko"],
    ["Herashchenko", "Anton Herashchenko"],
    ["A. Herashchenko", "Anton Herashchenko"],
    ["Oleg Synegubov", "Oleh Syniehubov"],
    ["Igor Terekhov", "Ihor Terekhov"],
    ["Vitali Klitschko", "Vitalii Klychko"],
    ["Ukraine's State Service for Emergency Situations", "State Emergency Service of Ukraine"],
    ["State Emergency Service", "State Emergency Service of Ukraine"],
  ])("%s is %s", (read, known) => {
    expect(likeness(read, known)).toBeGreaterThanOrEqual(0.75);
  });

  test.each([
    ["Kharkiv regional police", "Kharkiv Regional Prosecutor's Office"],
    ["Kharkiv police", "Kyiv police"],
    ["Russian Ministry of Defence", "Ministry of Defence of Ukraine"],
    ["Anton Koval", "Anton Herashchenko"],
    ["", "Mayor"],
  ])("%s is not %s", (read, known) => {
    expect(likeness(read, known)).toBeLessThan(0.75);
  });

  test("the likeliest comes first", () => {
    const known = ["Kyiv police", "Kharkiv police", "Police of the Kharkiv region"].map((name) => ({ name }));
    expect(rankClaimants("Kharkiv police", known).map(({ source }) => source.name)[0]).toBe("Kharkiv police");
  });
});

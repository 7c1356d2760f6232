import { geoContains } from "d3-geo";
import { expect, test } from "vitest";
import { CORRECTIONS } from "@/components/map/corrections";
import { numericCode } from "@/components/map/country-codes";
import { groundOf } from "@/components/map/ground";
import { reachable } from "@/components/map/reachable";
import { countries, countriesOf, polygonsOf } from "@/components/map/shapes";

const holders = (point: [number, number]) =>
  countries()
    .filter((country) => geoContains(country, point))
    .map(({ properties }) => properties.name);

test.each([
  ["Simferopol", [34.1, 44.95]],
  ["Sevastopol", [33.53, 44.6]],
  ["Kerch", [36.45, 45.33]],
  ["Yalta", [34.16, 44.51]],
  ["Dzhankoi", [34.39, 45.71]],
  ["Donetsk", [37.8, 48.0]],
  ["Luhansk", [39.3, 48.57]],
  ["Mariupol", [37.55, 47.15]],
  ["Kyiv", [30.52, 50.45]],
  ["Chonhar, on the isthmus' side", [34.5, 46.05]],
] as [string, [number, number]][])("%s lies in Ukraine and in no other country's shape", (_, point) => {
  expect(holders(point)).toEqual(["Ukraine"]);
});

test("Russia keeps what is its own", () => {
  for (const point of [
    [37.62, 55.75],
    [36.6, 50.6],
    [38.98, 45.04],
    [20.5, 54.7],
  ] as [number, number][])
    expect(holders(point)).toEqual(["Russia"]);
  expect(polygonsOf(countriesOf(["RU"])[0]!)).toBe(98);
});

test("every correction took: its point lies where the table says", () => {
  for (const { point, from, to } of CORRECTIONS) {
    const ids = countries()
      .filter((country) => geoContains(country, point))
      .map(({ id }) => id);
    expect(ids).toEqual([to]);
    expect(ids).not.toContain(from);
  }
});

test("no border is left across the isthmus: the moved polygon is dissolved into the mainland's", () => {
  // Two polygons before, two after: the mainland with the peninsula, and the island off Ochakiv.
  expect(polygonsOf(countriesOf(["UA"])[0]!)).toBe(2);
});

test("country codes name the shapes they should", () => {
  const named = (code: string) => countriesOf([code]).map(({ properties }) => properties.name)[0];
  expect(["UA", "SY", "SD", "MM", "YE", "CD", "RS", "PS", "SS", "US", "GB"].map(named)).toEqual([
    "Ukraine",
    "Syria",
    "Sudan",
    "Myanmar",
    "Yemen",
    "Dem. Rep. Congo",
    "Serbia",
    "Palestine",
    "S. Sudan",
    "United States of America",
    "United Kingdom",
  ]);
  expect(numericCode("ZZ")).toBeUndefined();
});

test("the ground shows its countries whole and a place outside them too", () => {
  const size = { width: 640, height: 440 };
  const ground = groundOf(["UA"], [], size);
  for (const [longitude, latitude] of [
    [22.2, 48.4],
    [40.1, 49.6],
    [33.8, 44.4],
    [33.3, 52.3],
  ] as const) {
    const spot = ground.at(longitude, latitude)!;
    expect(spot.x).toBeGreaterThan(0);
    expect(spot.x).toBeLessThan(size.width);
    expect(spot.y).toBeGreaterThan(0);
    expect(spot.y).toBeLessThan(size.height);
  }
  expect(ground.own.length + ground.others.length).toBeLessThan(40_000);
  const far = groundOf(["UA"], [[37.62, 55.75]], size).at(37.62, 55.75)!;
  expect(far.y).toBeGreaterThan(0);
  expect(groundOf(["ZZ"], [[30, 50]], size).at(30, 50)).not.toBeNull();
});

test("marks that a key reaches one by one never crowd", () => {
  expect(
    reachable([
      { x: 0, y: 0, r: 30 },
      { x: 40, y: 0, r: 3 },
      { x: 60, y: 0, r: 3 },
    ]),
  ).toEqual([true, false, true]);
});

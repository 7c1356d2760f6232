import { readFileSync } from "node:fs";
import { createElement } from "react";
import { expect, test } from "vitest";
import { brokenTime } from "@/components/charts/broken-time";
import { axisTicks } from "@/components/charts/chart-data";
import { cumulative } from "@/components/charts/cumulative";
import { boxOf, overlaps, placeLabels } from "@/components/charts/labels";
import { parseView, withView } from "@/components/charts/kinds";
import { onPaper, PAPER } from "@/components/charts/paper";
import { spread } from "@/components/charts/spread";
import { svgText } from "@/components/charts/svg-text";
import { fitName, fitText, textWidth, wrapText } from "@/components/charts/text-width";
import { marks, Whiskers } from "@/components/charts/whisker";
import { EMPTY_SUM, type StackedSeries, type Sum } from "@/domain/series";
import { EVERYTHING } from "@/domain/filter";

const at = (iso: string) => Date.parse(iso);

const KHARKIV = [
  "2022-03-01T07:57Z",
  "2022-03-01T11:24Z",
  "2022-03-01T17:48Z",
  "2022-04-01T13:54Z",
  "2025-03-31T20:59Z",
  "2026-11-22T21:59Z",
].map(at);

test("claims within a day and others years later: the empty months are cut, the hours stay to scale", () => {
  const time = brokenTime(KHARKIV, { left: 40, right: 1040 });
  expect(time.stretches).toHaveLength(4);
  expect(time.breaks.map(({ from }) => from)).toEqual([KHARKIV[2], KHARKIV[3], KHARKIV[4]]);
  const [a, b, c] = KHARKIV.map(time.x);
  expect((b! - a!) / (c! - a!)).toBeCloseTo((KHARKIV[1]! - KHARKIV[0]!) / (KHARKIV[2]! - KHARKIV[0]!), 5);
  const all = KHARKIV.map(time.x);
  expect(all).toEqual([...all].sort((x, y) => x - y));
  expect(all[0]).toBeGreaterThanOrEqual(40);
  expect(all.at(-1)).toBeLessThanOrEqual(1040);
  for (const [index, one] of time.stretches.slice(1).entries()) expect(one.left - time.stretches[index]!.right).toBeCloseTo(26);
});

test("one moment, evenly spaced moments and no moment need no break", () => {
  expect(brokenTime([at("2022-03-01T10:00Z")], { left: 0, right: 100 }).x(at("2022-03-01T10:00Z"))).toBe(50);
  expect(brokenTime([], { left: 7, right: 100 }).x(0)).toBe(7);
  const weekly = Array.from({ length: 8 }, (_, week) => at("2022-03-01T10:00Z") + week * 7 * 86_400_000);
  expect(brokenTime(weekly, { left: 0, right: 800 }).breaks).toEqual([]);
});

test("the end of the chart gets no room of its own", () => {
  const [first, later, read, now] = [
    at("2022-03-16T22:00Z"),
    at("2022-06-10T20:00Z"),
    at("2026-11-22T21:59Z"),
    at("2026-11-23T04:00Z"),
  ];
  const width = (end?: number) => {
    const { stretches } = brokenTime([first, later, read, now], { left: 0, right: 900, end });
    return stretches.at(-1)!.right - stretches.at(-1)!.left;
  };
  expect(width(now)).toBeLessThan(300);
  expect(width()).toBeGreaterThan(600);
});

test("a narrow axis has no more stretches than there is room for", () => {
  const yearly = Array.from({ length: 12 }, (_, year) => Date.UTC(2010 + year ** 1.4, 0, 1));
  const time = brokenTime(yearly, { left: 0, right: 300, least: 50, mark: 14 });
  expect(time.stretches.length).toBeLessThanOrEqual(5);
  for (const { left, right } of time.stretches) expect(right - left).toBeGreaterThanOrEqual(50);
});

test("labels never cover each other nor a point, and stay on the sheet; what finds no room is left out", () => {
  const points = Array.from({ length: 40 }, (_, index) => ({ x: 60 + ((index * 37) % 300), y: 30 + ((index * 53) % 140) }));
  const bounds = { left: 0, right: 400, top: 0, bottom: 200 };
  const taken = points.map(({ x, y }) => ({ left: x - 5, right: x + 5, top: y - 5, bottom: y + 5 }));
  const wishes = points.map((point, index) => ({
    key: String(index),
    ...point,
    clear: 5,
    text: `Claim ${index}`,
    width: 70,
    weight: index,
  }));
  const placed = placeLabels(wishes, { bounds, taken });
  const boxes = placed.map(({ key, x, y, anchor }) =>
    boxOf({ x, y, width: wishes[Number(key)]!.width }, { dx: 0, dy: 0, anchor }),
  );
  expect(placed.length).toBeGreaterThan(5);
  for (const [index, box] of boxes.entries()) {
    expect(taken.some((point) => overlaps(point, box))).toBe(false);
    expect(boxes.slice(index + 1).some((other) => overlaps(other, box))).toBe(false);
    expect(box.left >= 0 && box.right <= 400 && box.top >= 0 && box.bottom <= 200).toBe(true);
  }
});

test("end labels keep their order and their distance", () => {
  expect(spread([100, 98, 10], { apart: 14, top: 0, bottom: 110 })).toEqual([110, 96, 10]);
  expect(spread([100, 98, 97, 96], { apart: 14, top: 8, bottom: 110 })).toEqual([110, 96, 82, 68]);
});

test("axes start at 0 and end at or above the most, in whole persons", () => {
  expect(axisTicks(0)).toEqual([0, 1, 2]);
  expect(axisTicks(44)).toEqual([0, 20, 40, 60]);
  expect(axisTicks(925)).toEqual([0, 250, 500, 750, 1000]);
});

test("running sums: nothing before the first incident, level where none happened, open once open", () => {
  const sum = (low: number, high: number, open = false): Sum => ({ ...EMPTY_SUM, low, best: low, high, open, incidents: 1 });
  const sums = [undefined, sum(1, 2), undefined, sum(3, 3, true), undefined];
  const series: StackedSeries = {
    by: "month",
    periods: ["a", "b", "c", "d", "e"],
    layers: [{ key: { kind: "none" }, sums, total: sum(4, 5, true) }],
    totals: sums,
    undated: EMPTY_SUM,
  };
  expect(cumulative(series).totals.map((one) => one && [one.low, one.high, one.open])).toEqual([
    undefined,
    [1, 2, false],
    [1, 2, false],
    [4, 5, true],
    [4, 5, true],
  ]);
});

test("the view's parameters are read, named where they are wrong, and written back in one form", () => {
  expect(parseView(new URLSearchParams("chart=each&scale=own")).view).toEqual({ kind: "each", ownScale: true });
  expect(parseView(new URLSearchParams("chart=&scale=")).problems).toEqual([]);
  expect(parseView(new URLSearchParams("chart=pie")).problems).toMatchObject([
    { parameter: "chart", value: "pie", code: "not_in_list" },
  ]);
  expect(parseView(new URLSearchParams("chart=lines&scale=own")).view).toEqual({ kind: "lines", ownScale: false });
  expect(withView("/", EVERYTHING, { kind: "stacked", ownScale: false })).toBe("/");
  expect(withView("/", { ...EVERYTHING, cities: ["kyiv"] }, { kind: "each", ownScale: true })).toBe(
    "/?city=kyiv&chart=each&scale=own",
  );
});

test("paper has the light theme's own colours", () => {
  const css = readFileSync("app/globals.css", "utf8");
  const light = css.slice(0, css.indexOf("@media"));
  for (const [name, value] of Object.entries(PAPER)) {
    if (value.startsWith("#")) expect(light, name).toContain(`${name}: ${value};`);
  }
  expect(() => onPaper("var(--nowhere)")).toThrow("--nowhere");
});

test("an open end is an arrow that fades, a closed one a cap, never both", () => {
  const range = { x: 10, low: 90, high: 50 };
  const open = svgText(<Whiskers ranges={[{ ...range, open: true }]} />);
  const closed = svgText(<Whiskers ranges={[{ ...range, open: false }]} />);
  expect(open).toContain('stroke-opacity="0.28"');
  // Two caps or one: the low end's, and from there to the high end's.
  expect(closed).toContain('d="M7.5 90h5m-5-40h5"');
  expect(open).toContain('d="M7.5 90h5"');
  expect(closed).not.toContain('stroke-opacity="0.28"');
  expect(closed).toContain('stroke="#1c1b19"');
  expect(svgText(<Whiskers ranges={[]} />)).toBe("");
});

test("marks told from one another end where they belong, however many and however they round", () => {
  const list = Array.from(
    { length: 500 },
    (_, index) => [7.571 * index, 200 - ((index * 37.77) % 150), "v", -((index * 13.13) % 49)] as const,
  );
  let [x, y] = [0, 0];
  const ends = [...marks(list).matchAll(/[Mm](-?[\d.]+)[ ]?(-?[\d.]+)v(-?[\d.]+)/g)].map(([, dx, dy, v]) => {
    [x, y] = [x + Number(dx), y + Number(dy)];
    const from = y;
    y += Number(v);
    return [x, from, y];
  });
  expect(ends).toHaveLength(500);
  for (const [index, [left, from, to]] of ends.entries()) {
    const [wantedX, wantedY, , length] = list[index]!;
    for (const [is, wanted] of [
      [left, wantedX],
      [from, wantedY],
      [to, wantedY + length],
    ] as const)
      expect(Math.abs(is! - wanted)).toBeLessThan(0.0501);
  }
});

test("many ranges are as few marks as one of each kind", () => {
  const ranges = Array.from({ length: 200 }, (_, index) => ({ x: index, low: 90, high: 50, open: index % 2 === 0 }));
  const text = svgText(<Whiskers ranges={ranges} />);
  expect(text.match(/<path/g)).toHaveLength(8);
  // Only what is open fades, and only what is closed has a cap.
  expect(text.match(/h5/g)).toHaveLength(200 + 100);
  expect(text.match(/l3-3.5l3 3.5/g)).toHaveLength(100);
});

test("a drawing's text is escaped, and what only a page understands is left out", () => {
  const Part = ({ name }: { name: string }) => (
    <text className="x" data-x="1">
      {name}
    </text>
  );
  expect(
    svgText(
      <g strokeWidth={2}>
        <Part name={'<script>"&\u0001'} />
        {null}
        {[1, 2].map((one) => (
          <path key={one} d="M0 0" />
        ))}
      </g>,
    ),
  ).toBe('<g stroke-width="2"><text>&lt;script&gt;&quot;&amp;</text><path d="M0 0"/><path d="M0 0"/></g>');
  expect(() => svgText(createElement({ $$typeof: Symbol.for("react.memo") } as never))).toThrow("plain function");
});

test("texts are fitted and wrapped by their estimated width", () => {
  expect(fitText("Kyiv", 100)).toBe("Kyiv");
  expect(fitText("Sigma TV, around a statement of the regional head", 100)).toMatch(/^Sigma.*…$/);
  expect(fitName("Anton Herashchenko", 200)).toBe("Anton Herashchenko");
  expect(fitName("Anton Herashchenko", 90)).toBe("Herashchenko");
  expect(fitName("Sigma TV, around a statement of the regional head", 100)).toBe("Sigma TV");
  expect(fitName("State Emergency Service, Kharkiv region", 90)).toMatch(/^State.*…$/);
  expect(textWidth(fitText("Державна служба з надзвичайних ситуацій", 120))).toBeLessThanOrEqual(120);
  expect(wrapText("one two three", 52)).toEqual(["one two", "three"]);
});

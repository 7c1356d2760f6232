import { expect, it } from "vitest";
import { DateEvidence, readDate } from "@/domain/formats/dates";

it.each([
  ["2022-03-01", null, "2022-03-01"],
  ["2022-03-01 00:00:00.000", null, "2022-03-01"],
  ["2022/3/1", null, "2022-03-01"],
  ["31.03.2022", "mdy", "2022-03-31"],
  ["03/04/2022", "dmy", "2022-04-03"],
  ["03/04/2022", "mdy", "2022-03-04"],
  ["04/04/2022", null, "2022-04-04"],
  ["03/04/2022 0:00", "mdy", "2022-03-04"],
  ["15 March 2022", null, "2022-03-15"],
  ["15-Mar-2022", null, "2022-03-15"],
  ["Sept 5, 2022", null, "2022-09-05"],
] as const)("%s (%s) is %s", (cell, order, date) => {
  expect(readDate(cell, order)).toEqual({ date });
});

it.each([
  ["03/04/2022", null, "date.ambiguous"],
  ["30/02/2022", "dmy", "date.invalid"],
  ["03/25/2022", "dmy", "date.invalid"],
  ["1 Marzo 2022", null, "date.invalid"],
  ["3/4/22", "dmy", "date.invalid"],
  ["yesterday", null, "date.invalid"],
] as const)("%s (%s) is refused: %s", (cell, order, problem) => {
  expect(readDate(cell, order)).toEqual({ problem });
});

it.each([
  [["03/04/2022", "13/04/2022"], "dmy"],
  [["03/04/2022", "04/13/2022"], "mdy"],
  [["13/04/2022", "04/13/2022"], "mixed"],
  [["03/04/2022", "2022-04-13"], "ambiguous"],
  [["04/04/2022", "31.12.2022", "x"], null],
] as const)("a column of %j has the order %s", (cells, order) => {
  const evidence = new DateEvidence();
  for (const cell of cells) evidence.see(cell);
  expect(evidence.order).toBe(order);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { readTypedDate } from "@/domain/typed-dates";

test.each([
  ["2022-03-01", "2022-03-01"],
  ["2022-3-1", "2022-03-01"],
  ["2022-03", "2022-03"],
  ["1.3.2022", "2022-03-01"],
  ["01. 03. 2022", "2022-03-01"],
  ["1 March 2022", "2022-03-01"],
  ["1st Mar 2022", "2022-03-01"],
  ["March 1, 2022", "2022-03-01"],
  ["March 2022", "2022-03"],
  ["1 березня 2022 року", "2022-03-01"],
  ["Березень 2022", "2022-03"],
  ["1 March 2022, 9:57", "2022-03-01T09:57"],
  ["2022-03-01T13:24", "2022-03-01T13:24"],
  ["2022-03-01 13:24+02:00", "2022-03-01T13:24+02:00"],
  ["2022-03-01T11:24:00z", "2022-03-01T11:24:00Z"],
  ["3/4/2022", "3/4/2022"],
  ["yesterday", "yesterday"],
  ["2022-13-01", "2022-13-01"],
  ["", ""],
])("%s is %s", (typed, read) => expect(readTypedDate(typed)).toBe(read));

test("what is read once reads as itself", () => {
  fc.assert(fc.property(fc.string({ maxLength: 40 }), (text) => readTypedDate(readTypedDate(text)) === readTypedDate(text)));
});

import { describe, expect, it } from "vitest";
import { csvLine } from "@/domain/datasets/csv";
import { acled } from "@/domain/formats/acled";
import { countryCode } from "@/domain/formats/countries";
import { genericFormat } from "@/domain/formats/generic";
import { gtd } from "@/domain/formats/gtd";
import type { Format } from "@/domain/formats/imported";
import { openTable } from "@/domain/formats/table";
import { readArticles, ucdp } from "@/domain/formats/ucdp";

/** What a format makes of one row. */
function read(format: Format, cells: Record<string, string>) {
  const text = csvLine(Object.keys(cells)) + csvLine(Object.values(cells));
  const [reading] = [...format.read(openTable([text]).rows, { dates: null })];
  return reading!;
}

const codes = (problems: { column: string | null; code: string }[]) => problems.map(({ column, code }) => `${column} ${code}`);
const figuresOf = (format: Format, cells: Record<string, string>) =>
  read(format, cells).event?.claims[0]!.claim.figures.map(({ metric, group, qualifier, low, high, best, word }) =>
    [metric, group, qualifier, low, high, best, word].map((part) => part ?? "-").join(" "),
  );

describe("UCDP", () => {
  const row = {
    id: "149249",
    source_article: '"Agence France Presse,2014-02-20,Toll rises to 28: ministry";"Reuters,2014-02-21,He said "no""',
    source_office: "Agence France Presse;Reuters",
    source_original: "Ukraine's health ministry",
    where_prec: "1",
    where_coordinates: "Kiev city",
    adm_1: "Kiev Special Republican city",
    country: "Ukraine",
    latitude: "50.45",
    longitude: "30.52333",
    dyad_name: "Government of Ukraine - Maidan",
    date_prec: "2",
    event_clarity: "2",
    date_start: "2014-02-18",
    date_end: "2014-02-20 00:00:00.000",
    deaths_civilians: "1",
    best: "2",
    high: "4",
    low: "2",
  };

  it("becomes an incident with a range, its claimant and its newest article", () => {
    const { event, problems, warnings } = read(ucdp, row);
    expect({ problems, warnings }).toEqual({ problems: [], warnings: [] });
    expect(event!.incident).toMatchObject({
      title: "Kiev city: Government of Ukraine - Maidan",
      dateStart: "2014-02-18",
      dateEnd: "2014-02-20",
      datePrecision: "days",
      locationPrecision: "settlement",
      externalIds: [{ scheme: "ucdp", value: "149249" }],
      note: expect.stringContaining("event_clarity: 2"),
    });
    expect(event!.place).toMatchObject({ city: "Kiev", country: "UA", latitude: 50.45, longitude: 30.52333 });
    const { claim } = event!.claims[0]!;
    expect(claim.claimant.name).toBe("Ukraine's health ministry");
    expect(claim.report).toMatchObject({ publisher: "Reuters", publishedAt: "2014-02-21", title: 'He said "no"' });
    expect(claim.note).toContain("Agence France Presse, 2014-02-20, Toll rises to 28: ministry");
    expect(figuresOf(ucdp, row)).toEqual(["killed all between 2 4 2 -", "killed civilians exact 1 1 - -"]);
  });

  it.each([
    [{ low: "0", best: "0", high: "0", deaths_civilians: "0" }, ["killed all none 0 0 - -"], []],
    [{ low: "5", best: "5", high: "5", deaths_civilians: "" }, ["killed all exact 5 5 - -"], []],
    [{ low: "0", best: "194", high: "2", deaths_civilians: "0" }, ["killed all between 0 194 194 -"], ["high range.widened"]],
    [{ low: "7", best: "6", high: "7", deaths_civilians: "0" }, ["killed all between 6 7 6 -"], ["low range.widened"]],
  ])("%j", (cells, figures, warnings) => {
    expect(figuresOf(ucdp, { ...row, ...cells })).toEqual(figures);
    expect(codes(read(ucdp, { ...row, ...cells }).warnings)).toEqual(warnings);
  });

  it("names every bad cell of a row", () => {
    const bad = { ...row, best: "two", where_prec: "9", latitude: "north", date_start: "", country: "Atlantis" };
    expect(codes(read(ucdp, bad).problems).sort()).toEqual([
      "best number.invalid",
      "country place.country",
      "date_start cell.missing",
      "latitude degrees.invalid",
    ]);
  });

  it("reads a list of articles, whatever is inside of the headlines", () => {
    expect(readArticles('"A, B,2022-01-02,x;y";"no date"')).toEqual([
      { publisher: "A, B", date: "2022-01-02", title: "x;y" },
      { publisher: "no date", date: null, title: null },
    ]);
  });
});

describe("ACLED", () => {
  const row = {
    event_id_cnty: "UKR1",
    event_date: "15 March 2022",
    time_precision: "1",
    sub_event_type: "Shelling/artillery/missile attack",
    country: "Ukraine",
    admin1: "Kharkiv",
    location: "Kharkiv",
    latitude: "49.98",
    longitude: "36.25",
    geo_precision: "1",
    source: "Suspilne; Ukrinform",
    notes: "",
    fatalities: "0",
  };
  it.each([
    ["0", "Shelling hit the city.", []],
    ["0", "Shelling hit the city. Casualties unknown.", ["killed all unknown - - - -"]],
    ["0", "An unknown number of people were killed.", ["killed all unknown - - - -"]],
    ["10", "Unknown number of fatalities coded as 10.", ["killed all unknown - - - coded as 10"]],
    ["0", "There were no reports of casualties.", []],
    ["0", "No casualties were reported.", []],
    ["0", "No one was killed.", ["killed all none 0 0 - -"]],
    ["0", "Nobody died, two were hurt.", ["killed all none 0 0 - -"]],
    ["0", "No one was reported killed.", []],
    ["0", "No one was killed. No one claimed responsibility.", ["killed all none 0 0 - -"]],
    ["0", "There were no fatalities.", ["killed all none 0 0 - -"]],
    ["0", "No one claimed responsibility.", []],
    ["3", "Three people were killed.", ["killed all exact 3 3 - -"]],
    ["3", "Several people were killed, coded as 3.", ["killed all vague - - - several"]],
    ["12", "Dozens of soldiers died. Fatalities coded as 12.", ["killed all vague - - - dozens"]],
    ["7", "Fatalities coded as 7.", ["killed all about 7 7 - coded"]],
    ["5", "10 fatalities split over two events.", ["killed all about 5 5 - split"]],
  ])("%s with the note %j", (fatalities, notes, figures) => {
    expect(figuresOf(acled, { ...row, fatalities, notes })).toEqual(figures);
  });

  it("keeps date, place, source and id", () => {
    const { event } = read(acled, row);
    expect(event!.incident).toMatchObject({ dateStart: "2022-03-15", attackType: "shelling", locationPrecision: "settlement" });
    expect(event!.incident.externalIds).toEqual([{ scheme: "acled", value: "UKR1" }]);
    expect(event!.claims[0]!.claim).toMatchObject({ claimant: { name: "Suspilne" }, note: "Sources: Suspilne; Ukrinform" });
  });
});

describe("GTD", () => {
  const row = {
    eventid: "201405020001",
    iyear: "2014",
    imonth: "5",
    iday: "2",
    country_txt: "Ukraine",
    provstate: "Odessa",
    city: "Odessa",
    latitude: "46.48",
    longitude: "30.73",
    specificity: "1",
    attacktype1_txt: "Armed Assault",
    gname: "Unknown",
    nkill: "2",
    nwound: "",
  };
  it.each([
    [{}, ["killed all exact 2 2 - -"], "day", "settlement"],
    [{ nkill: "", nwound: "0" }, ["wounded all none 0 0 - -"], "day", "settlement"],
    [{ nkill: "2.5", iday: "0" }, ["killed all about 3 3 - 2.5"], "month", "settlement"],
    [{ imonth: "0", iday: "0", specificity: "4", nkill: "1.0" }, ["killed all exact 1 1 - -"], "year", "region"],
    [{ city: "Unknown" }, ["killed all exact 2 2 - -"], "day", "region"],
  ])("%j", (cells, figures, datePrecision, locationPrecision) => {
    expect(figuresOf(gtd, { ...row, ...cells })).toEqual(figures);
    expect(read(gtd, { ...row, ...cells }).event!.incident).toMatchObject({ datePrecision, locationPrecision });
  });
});

describe("any table, by a mapping", () => {
  const format = genericFormat({
    scheme: "ours",
    columns: { id: "Nr", dateStart: "Day", city: "Town", claimant: "Who" },
    figures: { killed: { min: "killed min", max: "killed max" }, wounded: { amount: "injured" } },
    constants: { country: "UA" },
  });
  const row = {
    Nr: "7",
    Day: "2022-03-01",
    Town: "Kharkiv",
    Who: "Mayor",
    "killed min": "10",
    "killed max": "",
    injured: "dozens",
  };
  it.each([
    [{}, ["killed all at_least 10 - - -", "wounded all vague - - - dozens"]],
    [{ "killed max": "10", injured: "" }, ["killed all exact 10 10 - -"]],
    [{ "killed max": "12", injured: "at least 3" }, ["killed all between 10 12 - -", "wounded all at_least 3 - - -"]],
    [{ "killed min": "0", "killed max": "0", injured: "" }, ["killed all none 0 0 - -"]],
    [{ "killed min": "", "killed max": "8", injured: "" }, ["killed all up_to - 8 - -"]],
  ])("%j", (cells, figures) => {
    expect(figuresOf(format, { ...row, ...cells })).toEqual(figures);
    expect(read(format, row).event!.incident.externalIds).toEqual([{ scheme: "ours", value: "7" }]);
  });

  it("refuses a mapping that names what is not known", () => {
    expect(() => genericFormat({ columns: { colour: "x" } })).toThrow();
    expect(codes(read(format, { ...row, injured: "lots and lots?" }).problems)).toEqual(["injured amount.invalid"]);
  });
});

it.each([
  ["Ukraine", "UA"],
  ["Russia (Soviet Union)", "RU"],
  ["DR Congo (Zaire)", "CD"],
  ["Myanmar (Burma)", "MM"],
  ["UA", "UA"],
  ["Atlantis", null],
])("%s is %s", (name, code) => {
  expect(countryCode(name)).toBe(code);
});

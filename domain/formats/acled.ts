/**
 * ACLED: an event of political violence a row, one number of its dead. After the ACLED Codebook: 0 is written where
 * nobody died, where it is unknown and where nothing is said, and vague words are coded as numbers (several as 3, dozens
 * as 12 …), which the notes tell. The number is a source's only where the note does not say otherwise.
 */
import { ClaimInput } from "../claim";
import { VAGUE_FLOORS, type Bounds } from "../figure";
import { IncidentInput } from "../incident";
import type { AttackType, DatePrecision, LocationPrecision } from "../vocabulary";
import { countryCode } from "./countries";
import { cutText, RowReader, type Format, type Reading, type ReadingContext } from "./imported";
import type { TableRow } from "./table";

export const acled: Format = {
  required: ["event_id_cnty", "event_date", "fatalities"],
  dateColumns: ["event_date"],
  columns: null,
  names: { city: "location", date_start: "event_date", as_of: "event_date", claimant: "source" },
  read: function* (rows, context) {
    for (const row of rows) yield readEvent(row, context);
  },
};

/** time_precision: 1 the day, 2 the week, 3 the month. */
const DATE: Record<string, DatePrecision> = { 1: "day", 2: "week", 3: "month" };
/** geo_precision: 1 the place itself, 2 a small area or a place near it, 3 a larger region. */
const LOCATION: Record<string, LocationPrecision> = { 1: "settlement", 2: "district", 3: "region" };
const ATTACKS: Record<string, AttackType> = {
  "air/drone strike": "airstrike",
  "shelling/artillery/missile attack": "shelling",
  "remote explosive/landmine/ied": "mine_or_remnant",
  "armed clash": "ground_attack",
};

function readEvent(row: TableRow, context: ReadingContext): Reading {
  const reader = new RowReader(row, context);
  // Not data_id: releases before 2023 had it, and gave each event another one every time (ACLED, column changes of 2023).
  const id = reader.text("event_id_cnty");
  if (id === null) reader.refuse("event_id_cnty", "cell.missing");
  const date = reader.date("event_date");
  if (reader.text("event_date") === null) reader.refuse("event_date", "cell.missing");
  const country = reader.text("country");
  const code = country === null ? null : countryCode(country);
  if (country !== null && code === null) reader.refuse("country", "place.country", { country });
  const city = reader.text("location");
  const place = {
    city,
    admin1: reader.text("admin1"),
    admin2: reader.text("admin2"),
    country: code,
    pcode: null,
    latitude: reader.decimal("latitude"),
    longitude: reader.decimal("longitude"),
  };
  const amount = killedOf(reader);
  if (id === null || date === null) return reader.reading(null);
  const precision = wordOf(reader, "geo_precision", LOCATION) ?? "settlement";
  const notes = reader.text("notes");
  const kind = reader.text("sub_event_type") ?? reader.text("event_type");
  const incident = reader.parse(
    IncidentInput,
    {
      title: cutText([city ?? place.admin1 ?? country, kind].filter(Boolean).join(": ") || id, 200),
      dateStart: date,
      datePrecision: wordOf(reader, "time_precision", DATE) ?? "day",
      place: city,
      latitude: place.latitude,
      longitude: place.longitude,
      locationPrecision: precision === "settlement" && city === null ? "region" : precision,
      attackType: ATTACKS[kind?.toLowerCase() ?? ""] ?? "unknown",
      externalIds: [{ scheme: "acled", value: id }],
      note: notes === null ? null : cutText(notes, 5000),
    },
    { place: "location", latitude: "latitude", longitude: "longitude", externalIds: "event_id_cnty" },
  );
  const source = reader.text("source");
  const publisher = cutText(source?.split(";")[0]?.trim() || "ACLED", 200);
  const claim = reader.parse(
    ClaimInput,
    {
      claimant: { name: publisher },
      report: { publisher },
      // ACLED gives no date of the report: what it says, it says of the day.
      asOf: date,
      figures: amount === null ? [] : [{ metric: "killed", ...amount }],
      note: source?.includes(";") ? cutText(`Sources: ${source}`, 5000) : null,
    },
    { "claimant.name": "source", "report.publisher": "source", figures: "fatalities" },
  );
  if (!incident || !claim) return reader.reading(null);
  return reader.reading({
    row: row.row,
    code: null,
    incident,
    place,
    claims: [{ row: row.row, code: null, recordedNo: null, claim }],
  });
}

function wordOf<Word extends string>(reader: RowReader, column: string, words: Record<string, Word>): Word | null {
  const cell = reader.text(column);
  if (cell === null) return null;
  const word = words[cell];
  if (word === undefined) reader.refuse(column, "choice.missing", { cell });
  return word ?? null;
}

const DEAD = "(?:fatalit(?:y|ies)|deaths?|dead|killed|casualt(?:y|ies)|losses|toll)";
const SAYS_UNKNOWN = new RegExp(
  `\\b(?:unknown|unclear|unspecified|undisclosed|unconfirmed number)\\b[^.;]{0,40}\\b${DEAD}\\b|\\b${DEAD}\\b[^.;]{0,30}\\b(?:unknown|unclear|unspecified|not known|not specified)\\b`,
  "i",
);
/** That nobody was killed, said and not merely not reported. */
const SAYS_NOBODY = new RegExp(
  [
    "\\b(?:no|zero|without(?: any)?)\\s+(?:human |civilian )?(?:fatalities|deaths|casualties|injuries (?:or|and) (?:fatalities|deaths))\\b(?![^.;]{0,25}\\breport)",
    "\\b(?:no one|nobody|no people|no persons?|no civilians?)\\b(?:(?!report)[^.;]){0,30}\\b(?:killed|died|dead)\\b",
  ].join("|"),
  "i",
);
const SAYS_NO_REPORTS = /\b(?:no|without) (?:further )?(?:reports?|information|details)\b/i;
const CODED_AS = /\bcod(?:ed|ing)\s+(?:here\s+)?(?:as|at)\b/i;
const SPLIT = /\b(?:split|divided|distributed)\b[^.;]{0,40}\b(?:over|across|between|among|into|events?)\b/i;

/** What the cell and the note say together of the dead; null where nothing is stated. */
function killedOf(reader: RowReader): Bounds | null {
  const fatalities = reader.persons("fatalities");
  if (fatalities === null) return null;
  const notes = reader.text("notes") ?? "";
  const none: Bounds = { qualifier: "none", low: 0, high: 0, best: null, word: null };
  const about: Bounds = { qualifier: "about", low: fatalities, high: fatalities, best: null, word: null };
  if (SAYS_UNKNOWN.test(notes)) {
    reader.warn("fatalities", "acled.unknown", { fatalities });
    return { qualifier: "unknown", low: null, high: null, best: null, word: fatalities === 0 ? null : `coded as ${fatalities}` };
  }
  if (fatalities === 0) return saysNobodyDied(notes) ? none : null;
  if (SPLIT.test(notes)) {
    reader.warn("fatalities", "acled.split", { fatalities });
    return { ...about, word: "split" };
  }
  if (CODED_AS.test(notes)) {
    const word = vagueWordOf(notes, fatalities);
    if (word !== null) return { qualifier: "vague", low: null, high: null, best: null, word };
    reader.warn("fatalities", "acled.coded_as", { fatalities });
    return { ...about, word: "coded" };
  }
  return { ...about, qualifier: "exact" };
}

/** Whether a note says that nobody was killed; that none are reported says nothing. */
export function saysNobodyDied(notes: string): boolean {
  if (SAYS_NO_REPORTS.test(notes)) return false;
  return SAYS_NOBODY.test(notes);
}

/** The vague word whose floor ACLED wrote as the number. */
function vagueWordOf(notes: string, fatalities: number): string | null {
  const text = notes.toLowerCase();
  const found = VAGUE_FLOORS.find(({ word, floor }) => floor === fatalities && new RegExp(`\\b${word}\\b`).test(text));
  return found?.word ?? null;
}

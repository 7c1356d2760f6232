/**
 * Global Terrorism Database: an attack a row. After the GTD Codebook (START): nkill and nwound are empty where nothing is
 * known, and may be fractions where a toll was divided over events; month and day are 0 where unknown; specificity says
 * how finely the coordinates are known. Killed and wounded perpetrators are in the totals.
 */
import { ClaimInput } from "../claim";
import { isCivilDate } from "../dates";
import type { Bounds } from "../figure";
import { IncidentInput } from "../incident";
import type { AttackType, DatePrecision, LocationPrecision, Metric } from "../vocabulary";
import { countryCode } from "./countries";
import { cutText, RowReader, type Format, type Reading, type ReadingContext } from "./imported";
import type { TableRow } from "./table";

export const gtd: Format = {
  required: ["eventid", "iyear", "imonth", "iday", "nkill"],
  dateColumns: [],
  columns: null,
  names: { country: "country_txt", date_start: "iyear", as_of: "iyear", claimant: "eventid" },
  read: function* (rows, context) {
    for (const row of rows) yield readEvent(row, context);
  },
};

/** 1 and 2: in a settlement; 3: not in one, second-order division; 4: first-order division; 5: the country. */
const LOCATION: Record<string, LocationPrecision> = {
  1: "settlement",
  2: "settlement",
  3: "district",
  4: "region",
  5: "country",
};
const ATTACKS: Record<string, AttackType> = { "armed assault": "small_arms", assassination: "other", "hostage taking": "other" };

function readEvent(row: TableRow, context: ReadingContext): Reading {
  const reader = new RowReader(row, context);
  const id = reader.text("eventid");
  if (id === null) reader.refuse("eventid", "cell.missing");
  const when = dateOf(reader);
  const country = reader.text("country_txt");
  const code = country === null ? null : countryCode(country);
  if (country !== null && code === null) reader.refuse("country_txt", "place.country", { country });
  const named = reader.text("city");
  const city = named !== null && /^unknown$/i.test(named) ? null : named;
  const place = {
    city,
    admin1: reader.text("provstate"),
    admin2: null,
    country: code,
    pcode: null,
    latitude: reader.decimal("latitude"),
    longitude: reader.decimal("longitude"),
  };
  const specificity = reader.text("specificity");
  const told = specificity === null ? undefined : LOCATION[specificity];
  if (specificity !== null && told === undefined) reader.refuse("specificity", "choice.missing", { cell: specificity });
  const precision = told ?? "settlement";
  const figures = [amountOf(reader, "killed", "nkill"), amountOf(reader, "wounded", "nwound")].filter((f) => f !== null);
  if (id === null || when === null) return reader.reading(null);
  const who = reader.text("gname");
  const kind = reader.text("attacktype1_txt");
  const incident = reader.parse(
    IncidentInput,
    {
      title: cutText([city ?? place.admin1 ?? country, kind].filter(Boolean).join(": ") || `GTD ${id}`, 200),
      dateStart: when.date,
      datePrecision: when.precision,
      place: city,
      latitude: place.latitude,
      longitude: place.longitude,
      locationPrecision: precision === "settlement" && city === null ? (place.admin1 === null ? "country" : "region") : precision,
      attackType: ATTACKS[kind?.toLowerCase() ?? ""] ?? "unknown",
      target: reader.text("target1") === null ? null : cutText(reader.text("target1")!, 200),
      externalIds: [{ scheme: "gtd", value: id }],
      note: reader.text("summary") === null ? null : cutText(reader.text("summary")!, 5000),
    },
    { place: "city", latitude: "latitude", longitude: "longitude", externalIds: "eventid" },
  );
  const cited = reader.text("scite1");
  const claim = reader.parse(
    ClaimInput,
    {
      claimant: { name: "Global Terrorism Database", kind: "ngo" },
      report: { publisher: "Global Terrorism Database", title: cited === null ? null : cutText(cited, 500) },
      asOf: when.precision === "day" ? when.date : when.date.slice(0, 7),
      attributedTo: who === null || /^unknown$/i.test(who) ? null : cutText(who, 200),
      figures,
    },
    { figures: "nkill" },
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

function dateOf(reader: RowReader): { date: string; precision: DatePrecision } | null {
  const [year, month, day] = [reader.persons("iyear"), reader.persons("imonth") ?? 0, reader.persons("iday") ?? 0];
  if (year === null) {
    reader.refuse("iyear", "cell.missing");
    return null;
  }
  const two = (number: number) => String(number || 1).padStart(2, "0");
  const date = `${year}-${two(month)}-${two(month === 0 ? 0 : day)}`;
  if (isCivilDate(date)) return { date, precision: month === 0 ? "year" : day === 0 ? "month" : "day" };
  reader.refuse(month > 12 ? "imonth" : "iday", "date.invalid", { cell: `${year}-${month}-${day}` });
  return null;
}

function amountOf(reader: RowReader, metric: Metric, column: string): (Bounds & { metric: Metric }) | null {
  const cell = reader.text(column);
  if (cell === null || /^\.$/.test(cell)) return null;
  const bounds = { metric, best: null, word: null };
  if (/^\d{1,9}\.\d*[1-9]\d*$/.test(cell)) {
    const number = Math.max(1, Math.round(Number(cell)));
    reader.warn(column, "number.rounded", { cell, number });
    return { ...bounds, qualifier: "about", low: number, high: number, word: cell.slice(0, 80) };
  }
  const number = reader.persons(column);
  if (number === null) return null;
  return { ...bounds, qualifier: number === 0 ? "none" : "exact", low: number, high: number };
}

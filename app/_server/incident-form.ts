/** The incident form, both ways: what was typed → the command's input, and a saved incident → what the fields hold. */
import { isCivilDate } from "@/domain/dates";
import { IncidentInput } from "@/domain/incident";
import { sharesWord } from "@/domain/names";
import type { Actor } from "@/db/commands/actor";
import type { ReadDb } from "@/db/open";
import type { IncidentForEdit } from "@/db/queries/desk";
import { findPlaces } from "@/db/queries/places";
import { listNear, wasSubmitted, type NearIncident } from "@/db/queries/review";
import { Refused } from "@/db/refused";
import { LOCATIONS_SHOWN, type LocationShown } from "@/domain/vocabulary";
import { pathIn, type Locale } from "@/messages";
import { readTypedDate } from "@/domain/typed-dates";
import { checked, numberOf, textOf, type Problem, type Read } from "./form";

/** Reads the form. `before` is the saved incident, whose outside numbers the form does not show and keeps. */
export function readIncident(form: FormData, before: IncidentForEdit | null = null): Read<IncidentInput> {
  const problems: Problem[] = [];
  const degrees = (field: "latitude" | "longitude") => {
    const value = numberOf(form, field);
    if (!Number.isNaN(value)) return value;
    problems.push({ field, code: "number.invalid" });
    return null;
  };
  const raw = {
    title: textOf(form, "title") ?? "",
    dateStart: readTypedDate(textOf(form, "dateStart") ?? ""),
    dateEnd: form.has("dateEnd") ? readTypedDate(textOf(form, "dateEnd") ?? "") || null : null,
    datePrecision: textOf(form, "datePrecision") ?? undefined,
    place: textOf(form, "place"),
    locationPrecision: textOf(form, "locationPrecision") ?? undefined,
    latitude: degrees("latitude"),
    longitude: degrees("longitude"),
    attackType: textOf(form, "attackType") ?? undefined,
    target: textOf(form, "target"),
    counted: form.get("counted") === "yes",
    partOf: textOf(form, "partOf"),
    note: textOf(form, "note"),
    externalIds: before?.externalIds ?? [],
  };
  return checked(IncidentInput, raw, { problems });
}

/** What an incident's fields hold; without one, what a new form begins with. */
export function incidentValues(
  incident: Omit<IncidentForEdit, "id" | "code" | "version" | "publication" | "publicationReason" | "claims"> | null,
): Record<string, string> {
  if (!incident) return { datePrecision: "day", locationPrecision: "settlement", attackType: "unknown", counted: "yes" };
  const {
    title,
    dateStart,
    dateEnd,
    datePrecision,
    place,
    locationPrecision,
    latitude,
    longitude,
    attackType,
    target,
    counted,
    partOf,
    note,
    obscure,
  } = incident;
  return {
    title,
    dateStart,
    dateEnd: dateEnd ?? "",
    datePrecision,
    place: place ?? "",
    locationPrecision,
    obscure: obscure ?? "",
    latitude: latitude === null ? "" : String(latitude),
    longitude: longitude === null ? "" : String(longitude),
    attackType,
    target: target ?? "",
    counted: counted ? "yes" : "",
    partOf: partOf ?? "",
    note: note ?? "",
  };
}

/** How much of its location readers are to see; null for all of it. */
export function readObscure(form: FormData): LocationShown | null {
  return LOCATIONS_SHOWN.find((one) => one === textOf(form, "obscure")) ?? null;
}

/** Incidents that the one being entered may be: at the same place, a few days apart. None while place or date is unclear. */
export function nearIncidents(db: ReadDb, actor: Actor, { place, date }: { place: string; date: string }): NearIncident[] {
  const places = findPlaces(db, place.slice(0, 120));
  const day = readTypedDate(date);
  if (places.length !== 1 || !isCivilDate(day)) return [];
  return listNear(db, actor, { placeId: places[0]!.id, date: day });
}

/** The same as links, of what a form holds. */
export function nearOf(db: ReadDb, actor: Actor, form: FormData, locale: Locale): { href: string; label: string }[] {
  const asked = { place: textOf(form, "place") ?? "", date: readTypedDate(textOf(form, "dateStart") ?? "") };
  return nearIncidents(db, actor, asked).map((near) => nearLink(near, locale));
}

/** An incident in a list to choose from: "UA-0003 · Regional administration, 2022-03-01". */
export function nearLink({ code, title, dateStart }: NearIncident, locale: Locale): { href: string; label: string } {
  return { href: pathIn(locale, `/admin/incidents/${code}`), label: `${code} · ${title}, ${dateStart}` };
}

/** Refuses an incident that may be recorded already, until the person says that it is not; a form that comes twice is none. */
export function expectDistinct(
  db: ReadDb,
  actor: Actor,
  { title, place, dateStart }: IncidentInput,
  { formKey, isDistinct }: { formKey: string | null; isDistinct: boolean },
): void {
  if (isDistinct || !place || wasSubmitted(db, formKey)) return;
  // Two incidents in one city on one day are normal: only a title that shares a word makes one stop and look.
  const alike = nearIncidents(db, actor, { place, date: dateStart }).filter((near) => sharesWord(near.title, title));
  if (alike.length > 0) throw new Refused("incident.maybe_same", "distinct");
}

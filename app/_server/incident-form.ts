/** The incident form, both ways: what was typed → the command's input, and a saved incident → what the fields hold. */
import { IncidentInput } from "@/domain/incident";
import type { IncidentForEdit } from "@/db/queries/desk";
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
    dateStart: textOf(form, "dateStart") ?? "",
    dateEnd: textOf(form, "dateEnd"),
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
export function incidentValues(incident: IncidentForEdit | null): Record<string, string> {
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
  } = incident;
  return {
    title,
    dateStart,
    dateEnd: dateEnd ?? "",
    datePrecision,
    place: place ?? "",
    locationPrecision,
    latitude: latitude === null ? "" : String(latitude),
    longitude: longitude === null ? "" : String(longitude),
    attackType,
    target: target ?? "",
    counted: counted ? "yes" : "",
    partOf: partOf ?? "",
    note: note ?? "",
  };
}

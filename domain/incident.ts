/** Incidents: one violent event at a place, on a date. */
import { z } from "zod";
import { CivilDateInput } from "./dates";
import { typedText } from "./text";
import { ATTACK_TYPES, CITY_PRECISIONS, DATE_PRECISIONS, LOCATION_PRECISIONS, type LocationPrecision } from "./vocabulary";

/** zod schema of an incident as commands take it. `place` is a city's slug or any of its spellings. */
export const IncidentInput = z
  .object({
    title: typedText().min(1, { error: "title.missing" }).max(200, { error: "text.too_long" }),
    dateStart: CivilDateInput,
    dateEnd: CivilDateInput.nullable().default(null),
    datePrecision: z.enum(DATE_PRECISIONS, { error: "choice.missing" }).default("day"),
    place: typedText().min(1).max(120, { error: "text.too_long" }).nullable().default(null),
    latitude: z.number().min(-90, { error: "latitude.range" }).max(90, { error: "latitude.range" }).nullable().default(null),
    longitude: z.number().min(-180, { error: "longitude.range" }).max(180, { error: "longitude.range" }).nullable().default(null),
    locationPrecision: z.enum(LOCATION_PRECISIONS, { error: "choice.missing" }).default("settlement"),
    attackType: z.enum(ATTACK_TYPES, { error: "choice.missing" }).default("unknown"),
    target: typedText().max(200, { error: "text.too_long" }).nullable().default(null),
    counted: z.boolean().default(true),
    /** The code of the wider incident that this one is part of. */
    partOf: typedText().min(1).max(40).nullable().default(null),
    externalIds: z
      .array(z.object({ scheme: typedText().min(1).max(40), value: typedText().min(1).max(120) }))
      .max(50)
      .default([]),
    note: typedText().max(5000, { error: "text.too_long" }).nullable().default(null),
  })
  .superRefine((incident, ctx) => {
    const issue = (path: string, message: string) => ctx.addIssue({ code: "custom", path: [path], message });
    if (incident.dateEnd && incident.dateEnd < incident.dateStart) issue("dateEnd", "date.end_before_start");
    if ((CITY_PRECISIONS as readonly LocationPrecision[]).includes(incident.locationPrecision) && !incident.place)
      issue("place", "place.missing");
    if ((incident.latitude === null) !== (incident.longitude === null))
      issue(incident.latitude === null ? "latitude" : "longitude", "coordinates.both");
  });
export type IncidentInput = z.input<typeof IncidentInput>;

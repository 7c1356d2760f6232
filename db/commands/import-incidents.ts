/** Imported incidents in the copy: new ones added, known ones (by our id, or another data set's) amended, equal ones left. */
import { eq } from "drizzle-orm";
import type { ImportedEvent } from "@/domain/formats/imported";
import { problemAt, type RowProblem } from "@/domain/formats/problem";
import { CITY_PRECISIONS, type LocationPrecision } from "@/domain/vocabulary";
import { incident, incidentExternalId } from "../schema";
import { isObscured } from "./hidden-locations";
import type { Importing } from "./importing";

type IncidentColumns = Omit<ImportedEvent["incident"], "place" | "partOf" | "externalIds"> & { placeId: number | null };
type IncidentRow = typeof incident.$inferSelect;

/** Adds an incident; gives back its id, or what keeps it out. */
export function addIncident(to: Importing, event: ImportedEvent): { id: number } | { problems: RowProblem[] } {
  const built = columnsOf(to, event);
  if ("problems" in built) return built;
  const c = built.columns;
  const code = to.numbers.incident(event.code);
  const id = to.statements.addIncident([
    code,
    c.title,
    c.dateStart,
    c.dateEnd,
    c.datePrecision,
    c.placeId,
    c.latitude,
    c.longitude,
    c.locationPrecision,
    c.attackType,
    c.target,
    c.counted ? 1 : 0,
    to.publication,
    c.note,
    to.editedBy,
    to.at,
    to.at,
  ]);
  if (event.code !== null) to.statements.addGiven("incident", id);
  for (const { scheme, value } of event.incident.externalIds) to.statements.addExternalId(id, scheme, value);
  if (event.incident.partOf !== null) to.partOf.push({ id, row: event.row, code: event.incident.partOf });
  to.report.incidents.new++;
  if (to.options.publish) to.report.published++;
  return { id };
}

/** Brings an incident that is there up to what the file says; `isAsBefore`: the file says of it what it said last time. */
export function amendIncident(to: Importing, there: IncidentRow, event: ImportedEvent, isAsBefore: boolean): RowProblem[] {
  if (there.publication === "retracted") return [problemAt(event.row, null, "incident.retracted_there", { code: there.code })];
  const built = columnsOf(to, event);
  if ("problems" in built) return built.problems;
  const { columns } = built;
  if (event.incident.note === null) columns.note = there.note;
  // Of a location that readers see less of, a file says either as little or too much: the desk alone changes it.
  if (isObscured(to.tx, there.id)) {
    const { latitude, longitude, locationPrecision } = there;
    Object.assign(columns, { latitude, longitude, locationPrecision });
  }
  const wider = there.partOfId === null ? null : to.statements.codeOf(there.partOfId);
  const ids = to.tx
    .select({ scheme: incidentExternalId.scheme, value: incidentExternalId.value })
    .from(incidentExternalId)
    .where(eq(incidentExternalId.incidentId, there.id))
    .all();
  const added = event.incident.externalIds.filter((e) => !ids.some((one) => one.scheme === e.scheme && one.value === e.value));
  const joins = event.incident.partOf !== null && wider !== event.incident.partOf;
  const differs =
    !isAsBefore &&
    ((Object.keys(columns) as (keyof IncidentColumns)[]).some((column) => columns[column] !== there[column]) ||
      joins ||
      added.length > 0);
  const publishes = to.options.publish && there.publication !== "published";
  if (!differs && !publishes) {
    to.report.incidents.unchanged++;
    return [];
  }
  const set = { ...(differs ? columns : {}), ...(publishes ? { publication: "published" as const } : {}) };
  const changed = { ...set, version: there.version + 1, updatedAt: to.at, editedBy: to.editedBy };
  to.tx.update(incident).set(changed).where(eq(incident.id, there.id)).run();
  if (publishes) {
    to.sqlite
      .prepare("update claim set publication = 'published' where incident_id = ? and publication in ('draft', 'submitted')")
      .run(there.id);
    to.report.published++;
  }
  if (differs) for (const { scheme, value } of added) to.statements.addExternalId(there.id, scheme, value);
  if (differs && joins) to.partOf.push({ id: there.id, row: event.row, code: event.incident.partOf!, joins: there.version + 1 });
  to.statements.addChange({
    is: "incident",
    id: there.id,
    version: there.version,
    set,
    externalIds: differs ? added : [],
    audit: {
      action: "incident.amend",
      subject: `incident ${there.code}`,
      before: there,
      after: { ...event.incident, publication: set.publication ?? there.publication },
      why: "import",
    },
  });
  to.report.incidents.updated++;
  return [];
}

/** What is wrong with an incident that only the record knows: its place, and days that have not come yet. */
export function problemsOfIncident(to: Importing, event: ImportedEvent): RowProblem[] {
  const built = columnsOf(to, event);
  return "problems" in built ? built.problems : [];
}

function columnsOf(to: Importing, event: ImportedEvent): { columns: IncidentColumns } | { problems: RowProblem[] } {
  const { place: _text, partOf: _code, externalIds: _ids, ...facts } = event.incident;
  const { row } = event;
  const problems: RowProblem[] = [];
  for (const [column, date] of [
    ["date_start", facts.dateStart],
    ["date_end", facts.dateEnd],
  ] as const) {
    if (date && date > to.today) problems.push(problemAt(row, column, "date.future", { cell: date, today: to.today }));
  }
  const isInCity = (CITY_PRECISIONS as readonly LocationPrecision[]).includes(facts.locationPrecision);
  const found = to.places.find(isInCity ? event.place : { ...event.place, city: null });
  if ("problem" in found) problems.push(problemAt(row, found.column, found.problem, found.values));
  else if (isInCity && !found.place) problems.push(problemAt(row, "city", "place.missing"));
  if ("problem" in found || problems.length > 0) return { problems };
  const isOwnPoint = found.place?.latitude !== facts.latitude || found.place?.longitude !== facts.longitude;
  const point = isOwnPoint ? {} : { latitude: null, longitude: null };
  return { columns: { ...facts, ...point, placeId: found.place?.id ?? null } };
}

/** What the API answers beside pages of rows: an incident whole, a claim, the sums, the policies, the corrections, the record. */
import { sql } from "drizzle-orm";
import type { z } from "zod";
import type {
  ClaimAnswer,
  CorrectionsPage,
  EstimateAnswer,
  IncidentAnswer,
  PoliciesAnswer,
  RecordAnswer,
  RecordState,
  ReleasesAnswer,
  Totals,
  View,
} from "@/domain/api/answers";
import { rowObject } from "@/domain/datasets/column";
import { DATASETS } from "@/domain/datasets/datasets";
import { isoInstant } from "@/domain/dates";
import { EVERYTHING, knownInstant, metricsOf, type Filter } from "@/domain/filter";
import type { Sum } from "@/domain/series";
import { POLICIES } from "@/domain/vocabulary";
import type { ReadDb } from "../open";
import { comparePolicies, type ComparedSum } from "./compare";
import { listCorrections, type Correction, type FieldChange } from "./corrections";
import { claimRows, incidentPages, rulingRows } from "./exports";
import { countIncidents, findIncident, type EstimateOnPage } from "./incidents";
import { listMethodVersions, readFloors } from "./methodology";
import { findRecord } from "./record";
import { listReleases } from "./releases";
import { totalOfIncidents } from "./series";

type Data<Answer extends z.ZodObject<{ data: z.ZodType }>> = z.input<Answer>["data"];

/** Which state of the record answers. */
export function recordState(db: ReadDb): z.input<typeof RecordState> {
  const { title, revision, changedAt, licence } = findRecord(db);
  return { title, revision, changed_at: changedAt === null ? null : isoInstant(changedAt), licence };
}

/** A filter as an answer tells it. */
export function viewOf(filter: Filter): z.input<typeof View> {
  const { from, to, cities, metric, group, policy, by, known, attack } = filter;
  return {
    from: from ?? null,
    to: to ?? null,
    city: [...cities],
    metric: metric ?? null,
    group,
    policy,
    by: by ?? null,
    known: known ?? null,
    attack: attack ?? null,
  };
}

/** Where an identifier leads to. */
export type Found<Answer> =
  | { is: "found"; data: Answer }
  | { is: "retracted"; reason: string }
  | { is: "not_yet" }
  | { is: "unknown" };

/** A published incident with its estimates as known on the filter's day, each with its reason by claims. */
export function incidentAnswer(
  db: ReadDb,
  code: string,
  filter: Filter,
  { history }: { history: boolean },
): Found<Data<typeof IncidentAnswer>> {
  const found = findIncident(db, code);
  if (found.is !== "published") return found.is === "retracted" ? { is: "retracted", reason: found.reason } : { is: "unknown" };
  const [page] = incidentPages(db, filter, { code });
  const incident = page?.[0];
  if (!incident) return { is: "not_yet" };
  const until = knownInstant(filter, findRecord(db).timeZone) ?? Number.MAX_SAFE_INTEGER;
  const codes = new Map(found.incident.claims.map(({ recordedNo, code }) => [recordedNo, code]));
  const rows = found.incident.history.filter(
    ({ metric, group, knownFrom }) =>
      knownFrom <= until &&
      (!filter.metric || metric === filter.metric) &&
      // Without a group asked for, an incident's answer has them all.
      (filter.group === "all" || group === filter.group),
  );
  const { partOf, parts } = found.incident;
  return {
    is: "found",
    data: {
      incident: rowObject(DATASETS.incidents, incident),
      estimates: rows
        .filter(({ knownUntil }) => knownUntil === null || knownUntil > until)
        .map((row) => estimateAnswer(row, filter, codes)),
      ...(history ? { history: rows.map((row) => estimateAnswer(row, filter, codes)) } : {}),
      claims: [...claimRows(db, filter, { incident: code })].flat().map((row) => rowObject(DATASETS.claims, row)),
      rulings: [...rulingRows(db, filter, { incident: code })].flat().map((row) => rowObject(DATASETS.rulings, row)),
      part_of: partOf && { incident_id: partOf.code, title: partOf.title },
      parts: parts.map(({ code, title }) => ({ incident_id: code, title })),
    },
  };
}

function estimateAnswer(
  row: EstimateOnPage,
  { policy }: Filter,
  codes: ReadonlyMap<number, string>,
): z.input<typeof EstimateAnswer> {
  const codeOf = (recordedNo: number) => codes.get(recordedNo) ?? `#${recordedNo}`;
  return {
    metric: row.metric,
    group: row.group,
    state: row.state,
    low: row.low,
    best: row.best[policy],
    high: row.high,
    open: row.open,
    voices: row.voices,
    best_by_policy: row.best,
    ruling_id: row.rulingId,
    known_from: isoInstant(row.knownFrom),
    known_until: row.knownUntil === null ? null : isoInstant(row.knownUntil),
    reason: row.reason.map((part) => ({
      claim_id: codeOf(part.claim),
      is: part.is,
      by: "by" in part ? [part.by].flat().map(codeOf) : [],
    })),
  };
}

/** A published claim, a row a figure. */
export function claimAnswer(db: ReadDb, code: string, filter: Filter): Found<Data<typeof ClaimAnswer>> {
  const claim = db.first<{ claim: string; incident: string; reason: string | null; incidentReason: string | null }>(sql`
    select c.publication as claim, i.publication as incident, c.status_reason as reason, i.publication_reason as incidentReason
      from claim c join incident i on i.id = c.incident_id where c.code = ${code}`);
  if (!claim) return { is: "unknown" };
  if (claim.incident === "retracted" && (claim.claim === "published" || claim.claim === "retracted"))
    return { is: "retracted", reason: claim.incidentReason ?? "" };
  if (claim.incident !== "published") return { is: "unknown" };
  if (claim.claim === "retracted") return { is: "retracted", reason: claim.reason ?? "" };
  if (claim.claim !== "published") return { is: "unknown" };
  const rows = [...claimRows(db, filter, { claim: code })].flat();
  return rows.length === 0 ? { is: "not_yet" } : { is: "found", data: rows.map((row) => rowObject(DATASETS.claims, row)) };
}

function sumAnswer({ low, high, open, incidents, incidentsWithoutFigure }: Omit<Sum, "best">) {
  return { low, high, open, incidents, incidents_without_figure: incidentsWithoutFigure };
}

/** The sums of a view. */
export function totalsAnswer(db: ReadDb, filter: Filter): Data<typeof Totals> {
  return metricsOf(filter).map((metric) => {
    const sum = totalOfIncidents(db, filter, metric);
    return { metric, best: sum.best, ...sumAnswer(sum) };
  });
}

/** A view under every policy. */
export function policiesAnswer(db: ReadDb, filter: Filter): Data<typeof PoliciesAnswer> {
  const { metrics, cities: names } = comparePolicies(db, filter);
  const compared = (sum: ComparedSum) => ({ best: sum.best, ...sumAnswer(sum) });
  return metrics.map(({ metric, total, periods, cities, disputed, incidents }) => ({
    metric,
    total: compared(total),
    periods: periods.map((period) => ({ period_start: period.start, by: period.by, ...compared(period) })),
    cities: cities.map((sum) => ({
      city_slug: sum.city,
      city: sum.city === null ? null : (names.get(sum.city)?.name ?? null),
      ...compared(sum),
    })),
    disputed,
    incidents: incidents.map((one) => ({
      incident_id: one.code,
      title: one.title,
      date_start: one.dateStart,
      date_end: one.dateEnd,
      date_precision: one.datePrecision,
      location_precision: one.locationPrecision,
      city_slug: one.city?.slug ?? null,
      city: one.city?.name ?? null,
      low: one.low,
      high: one.high,
      open: one.open,
      best: Object.fromEntries(POLICIES.map((policy) => [policy, one.best[policy]])) as typeof one.best,
    })),
  }));
}

/** A page of the corrections, from before the entry `before`. */
export function correctionsAnswer(
  db: ReadDb,
  { before, most }: { before: number | null; most: number },
): { data: Data<typeof CorrectionsPage>; next: number | null } {
  const { corrections, next } = listCorrections(db, { before, most });
  return { data: corrections.map(correctionAnswer), next };
}

function correctionAnswer(one: Correction): Data<typeof CorrectionsPage>[number] {
  return {
    correction_id: one.id,
    at: isoInstant(one.at),
    kind: one.kind,
    incident_id: one.incident?.code ?? null,
    source_slug: one.source?.slug ?? null,
    claims: one.claims,
    changes: one.changes.map(changeAnswer),
    reason: one.reason,
    ruling: one.ruling,
    incidents: one.incidents ?? [],
  };
}

function changeAnswer(change: FieldChange): Data<typeof CorrectionsPage>[number]["changes"][number] {
  if ("figure" in change) return { ...change.figure, from: change.from, to: change.to };
  if ("word" in change) return change;
  const field = change.field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return "from" in change ? { field, from: change.from, to: change.to } : { field };
}

/** What this record is. */
export function recordAnswer(db: ReadDb): Data<typeof RecordAnswer> {
  const record = findRecord(db);
  const method = listMethodVersions(db)[0]!;
  return {
    title: record.title,
    title_uk: record.titleUk,
    description: record.description,
    description_uk: record.descriptionUk,
    countries: record.countries,
    first_day: record.firstDay,
    time_zone: record.timeZone,
    licence: record.licence,
    contact: record.contact,
    default_policy: record.defaultPolicy,
    is_demonstration: record.isDemo,
    methodology_version: method.version,
    methodology_date: method.date,
    vague_words: Object.entries(readFloors(db)).map(([word, floor]) => ({ word, floor })),
    incidents: countIncidents(db, EVERYTHING),
    latest_release: db.first<{ version: string }>(sql`select version from release order by id desc limit 1`)?.version ?? null,
  };
}

/** Every release, the newest first. */
export function releasesAnswer(db: ReadDb): Data<typeof ReleasesAnswer> {
  return listReleases(db).map(
    ({ version, madeAt, note, revision, methodology, auditEntries, auditHead, contents, changes, files }) => {
      const address = `/data/releases/${version}`;
      const { incidents, claims, sources, cities, rulings, from, to } = contents;
      return {
        version,
        address,
        made_at: isoInstant(madeAt),
        note,
        revision,
        methodology_version: methodology,
        audit_entries: auditEntries,
        audit_head: auditHead,
        holds: { incidents, claims, sources, cities, rulings, from, to },
        changes: changes && {
          since: changes.since,
          incidents: changes.incidents,
          claims: changes.claims,
          rulings: changes.rulings,
        },
        files: files.map((file) => ({ ...file, address: `${address}/${file.name}` })),
      };
    },
  );
}

/**
 * What the API answers, as schemas: the answers' types, the OpenAPI document and the tests come from here. Rows are made of
 * the columns of domain/datasets; everything around them is declared below. Numbers are persons, days are civil dates,
 * instants are ISO 8601 in UTC; null means not stated, never zero. Fields are added, never renamed.
 */
import { z } from "zod";
import { DATASETS, type DatasetName } from "../datasets/datasets";
import { rowSchema } from "../datasets/schema";
import type { Dataset } from "../datasets/column";
import {
  ATTACK_TYPES,
  DATE_PRECISIONS,
  FIGURE_STATES,
  GROUPS,
  LOCATION_PRECISIONS,
  METRICS,
  PERIODS,
  POLICIES,
  QUALIFIERS,
  SCOPES,
} from "../vocabulary";

const instant = () => z.iso.datetime();
const persons = (description: string) => z.int().min(0).nullable().meta({ description });

/** Which state of the record answers: the same revision gives the same answer. */
export const RecordState = z
  .strictObject({
    title: z.string(),
    revision: z.int().meta({ description: "Grows with every change that readers may see." }),
    changed_at: instant().nullable().meta({ description: "When something that readers see last changed." }),
    licence: z.string().meta({ description: "Of the data; empty where the record has named none." }),
  })
  .meta({ id: "RecordState", description: "The record and the state of it that answered." });

/** The view that was asked for, as it was understood. */
export const View = z
  .strictObject({
    from: z.iso.date().nullable(),
    to: z.iso.date().nullable(),
    city: z.array(z.string()).meta({ description: "Slugs." }),
    metric: z.enum(METRICS).nullable().meta({ description: "Null: killed and wounded." }),
    group: z.enum(GROUPS),
    policy: z.enum(POLICIES),
    by: z.enum(PERIODS).nullable().meta({ description: "Null: chosen by the span of the dates." }),
    known: z.string().nullable().meta({ description: "Null: as known today." }),
    attack: z.enum(ATTACK_TYPES).nullable(),
  })
  .meta({ id: "View", description: "The view that was asked for, as it was understood." });

const ROWS = Object.fromEntries(
  Object.entries(DATASETS).map(([name, dataset]) => [name, rowSchema(dataset as unknown as Dataset<never>)]),
) as Record<DatasetName, ReturnType<typeof rowSchema>>;

const next = z.string().nullable().meta({ description: "Address of the next page; null on the last. Also in the header Link." });

/** A page of rows of a data set. */
export function pageOf(name: DatasetName) {
  return z
    .strictObject({ record: RecordState, view: View, data: z.array(ROWS[name]), next })
    .meta({ id: `${name[0]!.toUpperCase()}${name.slice(1)}Page`, description: `A page of ${name}.` });
}

const sumFields = {
  low: persons("Sum of the lowest counting figures; null where no incident has a figure."),
  high: persons("Sum of the highest counting figures; with open = true a floor."),
  open: z.boolean().meta({ description: "Whether the high has no upper end: or more." }),
  incidents: z.int().meta({ description: "Counted incidents, with or without a figure." }),
  incidents_without_figure: z.int().meta({ description: "Those of them without a figure; they add nothing." }),
};
const byPolicy = z.strictObject(Object.fromEntries(POLICIES.map((policy) => [policy, z.int().nullable()])) as Bests);
type Bests = Record<(typeof POLICIES)[number], z.ZodNullable<z.ZodInt>>;

/** The sums of a view, a metric each. */
export const Totals = z
  .strictObject({
    record: RecordState,
    view: View,
    data: z.array(
      z.strictObject({ metric: z.enum(METRICS), best: persons("Sum of the figures that the policy takes."), ...sumFields }),
    ),
  })
  .meta({ id: "Totals", description: "The sums of the whole view over counted incidents." });

/** A figure's part in an estimate. */
export const Part = z
  .strictObject({
    claim_id: z.string(),
    is: z
      .enum([
        "decides",
        "counts",
        "overtaken",
        "replaced",
        "repeat",
        "part",
        "wider",
        "denied",
        "set_aside",
        "withdrawn",
        "unknown",
      ])
      .meta({
        description:
          "decides: among those from which the policy takes best; counts: in the range only; overtaken: newer voices passed it; replaced: its own voice said something newer; repeat: carries another claim; part, wider: speaks of less or of more than the incident; denied: the claim denies; set_aside: by the editors, with a reason; withdrawn: by its source; unknown: says that the number is not known.",
      }),
    by: z.array(z.string()).meta({ description: "Claims that overtook or replaced it." }),
  })
  .meta({ id: "Part", description: "What one claim's figure does in an estimate." });

/** An estimate with its reason, and the period of public knowledge in which it holds. */
export const EstimateAnswer = z
  .strictObject({
    metric: z.enum(METRICS),
    group: z.enum(GROUPS),
    state: z.enum(FIGURE_STATES),
    low: persons("The smallest counting low."),
    best: persons("The figure that the view's policy takes."),
    high: persons("The largest counting high; with open = true a floor."),
    open: z.boolean(),
    voices: z.int().meta({ description: "How many voices count." }),
    best_by_policy: byPolicy,
    ruling_id: z.int().nullable().meta({ description: "The editors' ruling that overrides best, where one holds." }),
    known_from: instant(),
    known_until: instant().nullable().meta({ description: "Null: it still holds." }),
    reason: z.array(Part).meta({ description: "Every claim with such a figure that was public then, and what it does." }),
  })
  .meta({ id: "Estimate", description: "What follows from the claims for one metric and group, with its reason." });

const named = z.strictObject({ incident_id: z.string(), title: z.string() });

/** One incident whole. */
export const IncidentAnswer = z
  .strictObject({
    record: RecordState,
    view: View,
    data: z.strictObject({
      incident: ROWS.incidents,
      estimates: z.array(EstimateAnswer).meta({ description: "Those that hold in the view: an estimate a metric and group." }),
      history: z
        .array(EstimateAnswer)
        .optional()
        .meta({ description: "With history=1: every estimate that held at some time up to the day asked for, oldest first." }),
      claims: z.array(ROWS.claims).meta({ description: "In the order of recording, a figure a row." }),
      rulings: z.array(ROWS.rulings),
      part_of: named.nullable().meta({ description: "The wider incident that it is part of." }),
      parts: z.array(named),
    }),
  })
  .meta({ id: "IncidentAnswer", description: "An incident with its estimates, their reasons, and its claims." });

/** One claim whole: a row a figure. */
export const ClaimAnswer = z
  .strictObject({ record: RecordState, view: View, data: z.array(ROWS.claims) })
  .meta({ id: "ClaimAnswer", description: "One claim, a figure a row." });

const compared = { best: byPolicy, ...sumFields };

/** A view under every policy. */
export const PoliciesAnswer = z
  .strictObject({
    record: RecordState,
    view: View,
    data: z.array(
      z.strictObject({
        metric: z.enum(METRICS),
        total: z.strictObject(compared),
        periods: z.array(z.strictObject({ period_start: z.iso.date(), by: z.enum(PERIODS), ...compared })),
        cities: z.array(
          z.strictObject({
            city_slug: z.string().nullable().meta({ description: "Null: no single city." }),
            city: z.string().nullable(),
            ...compared,
          }),
        ),
        disputed: z.int().meta({ description: "Counted incidents of which the policies take different figures." }),
        incidents: z
          .array(
            z.strictObject({
              incident_id: z.string(),
              title: z.string(),
              date_start: z.iso.date(),
              date_end: z.iso.date().nullable(),
              date_precision: z.enum(DATE_PRECISIONS),
              location_precision: z.enum(LOCATION_PRECISIONS),
              city_slug: z.string().nullable(),
              city: z.string().nullable(),
              low: z.int(),
              high: z.int(),
              open: z.boolean(),
              best: byPolicy,
            }),
          )
          .meta({ description: "Those widest apart, at most 50." }),
      }),
    ),
  })
  .meta({ id: "PoliciesAnswer", description: "One view under all five policies, and where they differ." });

const bounds = z
  .strictObject({
    qualifier: z.enum(QUALIFIERS),
    low: z.int().nullable(),
    high: z.int().nullable(),
    best: z.int().nullable(),
    word: z.string().nullable(),
    scope: z.enum(SCOPES),
  })
  .meta({ id: "Bounds", description: "A figure as stated." });
const plain = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** A page of the public log of corrections. */
export const CorrectionsPage = z
  .strictObject({
    record: RecordState,
    data: z.array(
      z.strictObject({
        correction_id: z.int(),
        at: instant(),
        kind: z.enum([
          "incident_amended",
          "claim_amended",
          "claims_added",
          "claim_retracted",
          "incident_retracted",
          "ruled",
          "ruling_revoked",
          "source_amended",
          "incident_merged",
          "incident_split",
          "source_merged",
          "source_withheld",
          "method_changed",
          "record_amended",
        ]),
        incident_id: z.string().nullable(),
        source_slug: z.string().nullable(),
        claims: z.array(z.string()),
        changes: z.array(
          z.union([
            z.strictObject({ metric: z.enum(METRICS), group: z.enum(GROUPS), from: bounds.nullable(), to: bounds.nullable() }),
            z.strictObject({ field: z.string(), from: plain, to: plain }),
            z
              .strictObject({ word: z.string(), from: z.int(), to: z.int() })
              .meta({ description: "What a vague word counts as." }),
            z.strictObject({ field: z.string() }).meta({ description: "Only that it changed is public." }),
          ]),
        ),
        reason: z.string().nullable(),
        ruling: z.strictObject({ metric: z.enum(METRICS), group: z.enum(GROUPS), best: z.int() }).nullable(),
        incidents: z
          .array(z.string())
          .meta({ description: "Ids of incidents whose numbers a change of the method or the settings changed." }),
      }),
    ),
    next,
  })
  .meta({ id: "CorrectionsPage", description: "Changes to what was published, the newest first." });

/** The record itself. */
export const RecordAnswer = z
  .strictObject({
    record: RecordState,
    data: z.strictObject({
      title: z.string(),
      title_uk: z.string().nullable(),
      description: z.string(),
      description_uk: z.string().nullable(),
      countries: z.array(z.string()).meta({ description: "ISO 3166-1 alpha-2." }),
      first_day: z.iso.date().nullable(),
      time_zone: z.string().meta({ description: "Of days and of known=." }),
      licence: z.string(),
      contact: z.string(),
      default_policy: z.enum(POLICIES),
      is_demonstration: z.boolean(),
      methodology_version: z.string(),
      methodology_date: z.iso.date(),
      vague_words: z
        .array(z.strictObject({ word: z.string(), floor: z.int() }))
        .meta({ description: "What vague words count as, at least." }),
      incidents: z.int().meta({ description: "Published incidents, counted in sums or not." }),
      latest_release: z.string().nullable(),
    }),
  })
  .meta({ id: "RecordAnswer", description: "What this record is." });

const changedCounts = z.strictObject({ added: z.int(), removed: z.int(), changed: z.int() });

/** The releases. */
export const ReleasesAnswer = z
  .strictObject({
    record: RecordState,
    data: z.array(
      z.strictObject({
        version: z.string(),
        address: z.string().meta({ description: "Of its page; its files lie below." }),
        made_at: instant(),
        note: z.string().nullable(),
        revision: z.int(),
        methodology_version: z.string(),
        audit_entries: z.int(),
        audit_head: z.string().meta({ description: "Hash of the audit log's newest entry in the state that was frozen." }),
        holds: z.strictObject({
          incidents: z.int(),
          claims: z.int(),
          sources: z.int(),
          cities: z.int(),
          rulings: z.int(),
          from: z.iso.date().nullable(),
          to: z.iso.date().nullable(),
        }),
        changes: z
          .strictObject({
            since: z.string(),
            incidents: changedCounts,
            claims: changedCounts,
            rulings: changedCounts,
          })
          .nullable()
          .meta({ description: "Since the release before; null in the first." }),
        files: z.array(z.strictObject({ name: z.string(), address: z.string(), bytes: z.int(), sha256: z.string() })),
      }),
    ),
  })
  .meta({ id: "ReleasesAnswer", description: "Every release, the newest first." });

/** Why a request was not answered (RFC 9457). */
export const ProblemAnswer = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: "What to do, in words." }),
    errors: z
      .array(
        z.strictObject({
          parameter: z.string(),
          value: z.string(),
          code: z.string(),
          allowed: z.array(z.string()).optional(),
          message: z.string(),
        }),
      )
      .optional()
      .meta({ description: "With status 400: each parameter that could not be read." }),
    reason: z.string().optional().meta({ description: "With status 410: why it was retracted." }),
  })
  .meta({ id: "Problem", description: "Why a request was not answered (RFC 9457)." });

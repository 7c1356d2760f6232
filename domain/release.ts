/** What a release says of itself: what it holds, what changed since the one before, and which files it is made of. */
import type { Sum } from "./series";
import type { Metric } from "./vocabulary";

/** How much a release holds. Sums are over counted incidents, under the default policy, as known on the day it was made. */
export interface ReleaseContents {
  incidents: number;
  claims: number;
  sources: number;
  cities: number;
  rulings: number;
  /** Days of the first and the last incident; null without any. */
  from: string | null;
  to: string | null;
  totals: Record<Metric, Sum>;
}

/** One number of both releases. */
export interface BeforeAfter<T> {
  before: T;
  after: T;
}

/** What changed between two releases, in numbers; the list is changes.csv, its beginning `changed`. */
export interface ReleaseChanges {
  /** The version compared with. */
  since: string;
  incidents: { added: number; removed: number; changed: number };
  claims: { added: number; removed: number; changed: number };
  rulings: { added: number; removed: number; changed: number };
  totals: Record<Metric, BeforeAfter<Sum>>;
  changed: ChangedIncident[];
}

/** How many changed incidents a page names; the file names all. */
export const MOST_NAMED = 200;

export const CHANGE_KINDS = ["added", "removed", "changed"] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** The parts of an incident that two releases can tell differently. */
export const CHANGED_PARTS = [
  "title",
  "date",
  "place",
  "coordinates",
  "attack_type",
  "target",
  "counted",
  "part_of",
  "external_ids",
  "killed",
  "wounded",
  "missing",
  "casualties",
  "claims",
] as const;
export type ChangedPart = (typeof CHANGED_PARTS)[number];

/** A toll as a release tells it; null where the release has no such incident. */
export interface ReleasedToll {
  low: number | null;
  best: number | null;
  high: number | null;
  open: boolean;
}

/** An incident that two releases tell differently. */
export interface ChangedIncident {
  incidentId: string;
  change: ChangeKind;
  title: string;
  dateStart: string;
  parts: ChangedPart[];
  claims: BeforeAfter<number | null>;
  tolls: Record<Metric, BeforeAfter<ReleasedToll | null>>;
}

/** A file of a release. */
export interface ReleaseFile {
  name: string;
  bytes: number;
  /** Hex. */
  sha256: string;
}

/** A release as the record keeps it. */
export interface Release {
  id: number;
  version: string;
  /** Milliseconds UTC. */
  madeAt: number;
  note: string | null;
  /** The record's revision that was frozen. */
  revision: number;
  methodology: string;
  auditEntries: number;
  auditHead: string;
  contents: ReleaseContents;
  /** Since the release before; null in the first, and where the one before could not be read. */
  changes: ReleaseChanges | null;
  /** None in a release's own database, of itself. */
  files: ReleaseFile[];
}

/** A release's version: a civil date, a second one of that day with ".2". */
export const RELEASE_VERSION = /^\d{4}-\d{2}-\d{2}(?:\.[1-9]\d{0,2})?$/;

/** The version of a release made on a day, after those that there are. */
export function nextVersion(day: string, versions: readonly string[]): string {
  const ofDay = versions.filter((version) => version === day || version.startsWith(`${day}.`));
  const numbers = ofDay.map((version) => Number(version.split(".")[1] ?? "1"));
  return ofDay.length === 0 ? day : `${day}.${Math.max(...numbers) + 1}`;
}

/** The name of a release's database and package: "attest-2026-11-23". */
export const baseNameOf = (version: string) => `attest-${version}`;

/** The record's settings and the number that grows with every change. */
import { sql } from "drizzle-orm";
import type { Policy } from "@/domain/vocabulary";
import type { ReadDb } from "../open";

export interface RecordSettings {
  title: string;
  titleUk: string | null;
  description: string;
  descriptionUk: string | null;
  /** ISO 3166-1 alpha-2. */
  countries: string[];
  /** Civil date. */
  firstDay: string | null;
  timeZone: string;
  licence: string;
  contact: string;
  codePrefix: string;
  defaultPolicy: Policy;
  isDemo: boolean;
  /** Grows with each write. */
  revision: number;
  /** When something that readers see last changed, milliseconds UTC; null before the first such change. */
  changedAt: number | null;
  /** The version of the release that this database is; null in a record that is being kept. */
  releaseVersion: string | null;
}

type Row = Omit<RecordSettings, "countries" | "isDemo"> & { countries: string; isDemo: 0 | 1 };

/** Whether the record has its settings; a new database has none. */
export function hasRecord(db: ReadDb): boolean {
  return db.first(sql`select 1 from record`) !== undefined;
}

/** The record's settings. Throws where the database is new and nobody has started the record. */
export function findRecord(db: ReadDb): RecordSettings {
  const row = db.first<Row>(sql`
    select title, title_uk as titleUk, description, description_uk as descriptionUk, countries, first_day as firstDay,
           time_zone as timeZone, licence, contact, code_prefix as codePrefix, default_policy as defaultPolicy,
           is_demo as isDemo, revision, changed_at as changedAt, release_version as releaseVersion
      from record`);
  if (!row)
    throw new Error(
      "This database holds no record yet. Start the server once: it makes an empty record or loads the demonstration.",
    );
  return { ...row, countries: row.countries.split(" "), isDemo: row.isDemo === 1 };
}

/** The number that grows with every write; read at each request, so it is one small query. */
export function readRevision(db: ReadDb): number {
  return db.first<{ revision: number }>(sql`select revision from record`)?.revision ?? 0;
}

/** Searching and sorting the list of incidents: full text in any spelling and script, keyset pages, counts. */
import { sql, type SQL } from "drizzle-orm";
import { knownInstant, type Filter } from "@/domain/filter";
import type { IncidentSummary } from "@/domain/incident-summary";
import { foldName, slugOf } from "@/domain/names";
import { spellingFit } from "@/domain/spelling";
import type { ReadDb } from "../open";
import { all, IN_CITY, incidentsOf } from "./filtered";
import { countIncidents, tollsOf } from "./incidents";
import { listSpellings, type City } from "./places";
import { findRecord } from "./record";
import { pageByToll, type TollKeyset } from "./toll-pages";

export const SORTS = ["newest", "oldest", "killed", "wounded"] as const;
export type Sort = (typeof SORTS)[number];

/** The last incident of a page: its date and id, and its figure where the list is sorted by one (-1: no figure). */
export type SearchKeyset = TollKeyset;

export interface IncidentSearch {
  /** As a person typed it. */
  text?: string | null;
  sort?: Sort;
  most: number;
  after?: SearchKeyset | null;
}

export interface FoundIncidents {
  count: number;
  incidents: IncidentSummary[];
  /** Where the next page begins; null on the last. */
  next: SearchKeyset | null;
  /** Whether the text held a letter or a digit to search for. */
  searched: boolean;
  /** The text that was searched for in its place, where none held the words and a place is spelt almost like one of them. */
  meant: string | null;
  /** How many more hold the words somewhere else, where the text is a place's name and its own incidents are shown. */
  elsewhere: number;
}

const MOST_WORDS = 12;
const LONGEST_WORD = 40;
/** Above this many hits the list is walked in its own order and each incident looked up; below, the hits are sorted. */
const FEW_HITS = 3_000;

/**
 * An FTS5 query of what a person typed: every word is sought from its start, and a Cyrillic word also in its Latin
 * letters. Words are quoted, so that nothing typed is read as an operator. Null where there is no letter or digit.
 */
export function searchQuery(text: string): string | null {
  // Romanised before it is folded: й and ї are letters of their own, not и and і with an accent.
  const words = text
    .normalize("NFC")
    .replace(/['’ʼ`]/g, "")
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .map((word) => [...word].slice(0, LONGEST_WORD).join(""))
    .map((word) => ({ folded: foldName(word).replace(/[^\p{L}\p{N}]+/gu, ""), word }))
    .filter(({ folded }) => folded !== "")
    .slice(0, MOST_WORDS);
  if (words.length === 0) return null;
  return words
    .map(({ word, folded }) => {
      const latin = /\p{Script=Cyrillic}/u.test(word) ? slugOf(word) : folded;
      return latin === folded ? `"${folded}"*` : `("${folded}"* OR "${latin}"*)`;
    })
    .join(" AND ");
}

/** Published incidents of a filter that hold every word of a text, a page in the order asked for, with how many there are. */
export function searchIncidents(
  db: ReadDb,
  filter: Filter,
  { text, sort = "newest", most, after = null }: IncidentSearch,
): FoundIncidents {
  return db.snapshot(() => {
    const found = searchWords(db, filter, { text, sort, most, after });
    const meant = found.count === 0 && found.searched ? almostSpelt(db, text ?? "") : null;
    if (meant === null) return found;
    const instead = searchWords(db, filter, { text: meant, sort, most, after });
    return instead.count === 0 ? found : { ...instead, meant };
  });
}

/** The text with each word that no incident holds replaced by the place that is spelt almost like it; null where there is none. */
function almostSpelt(db: ReadDb, text: string): string | null {
  const cities = listSpellings(db);
  const whole = nearest(cities, text);
  if (whole !== null) return whole;
  const words = text.split(/\s+/).filter((word) => word !== "");
  const corrected = words.map((word) => {
    const query = searchQuery(word);
    if (query === null || db.first(sql`select 1 from incident_search where incident_search match ${query} limit 1`)) return word;
    return nearest(cities, word) ?? word;
  });
  return corrected.some((word, index) => word !== words[index]) ? corrected.join(" ") : null;
}

/** The place with the most incidents of those that are one slip away from a typed name. */
function nearest(cities: readonly (City & { spellings: string[] })[], typed: string): string | null {
  const near = cities.filter(({ spellings }) => spellingFit(spellings, typed) === 1);
  return near.sort((a, b) => b.incidents - a.incidents)[0]?.name ?? null;
}

function searchWords(db: ReadDb, filter: Filter, { text, sort = "newest", most, after = null }: IncidentSearch): FoundIncidents {
  const query = searchQuery(text ?? "");
  const { timeZone } = findRecord(db);
  const words = query === null ? null : hitsOf(db, query);
  const place = words === null ? null : placeOf(db, text ?? "");
  const hits = place ?? words;
  const wanted = all([incidentsOf(filter, timeZone), hits]);
  const countOf = (condition: SQL | null) =>
    db.first<{ n: number }>(sql`select count(*) as n from incident i where ${all([incidentsOf(filter, timeZone), condition])}`)!
      .n;
  const count = hits === null ? countIncidents(db, filter) : countOf(hits);
  const rows = pageOf(db, filter, { sort, after, wanted, count, most: most + 1 });
  const shown = rows.slice(0, most);
  const last = shown.at(-1);
  return {
    count,
    incidents: summariesOf(
      db,
      shown.map(({ id }) => id),
      filter,
    ),
    next: rows.length > most && last ? last : null,
    searched: query !== null,
    meant: null,
    elsewhere: place === null ? 0 : countOf(sql`${words} and (${place}) is not true`),
  };
}

/**
 * The incidents of a place, where the whole text is one of its spellings and it has any: "Kyiv" means the city, not every
 * page of the Kyiv Independent. In quotes it means the words.
 */
function placeOf(db: ReadDb, text: string): SQL | null {
  if (/["“”«»]/.test(text)) return null;
  const places = db.rows<{ id: number }>(sql`
    select n.place_id as id from place_name n
     where n.folded = ${foldName(text)} and exists (select 1 from incident i where i.place_id = n.place_id and i.publication = 'published')`);
  return places.length === 0
    ? null
    : sql`i.place_id in (select value from json_each(${JSON.stringify(places.map(({ id }) => id))}))`;
}

/** Hits as a condition on incidents (alias i): a set where they are few, a look-up each where they are many. */
function hitsOf(db: ReadDb, query: string): SQL {
  const { n } = db.first<{ n: number }>(sql`
    select count(*) as n from (select 1 from incident_search where incident_search match ${query} limit ${FEW_HITS + 1})`)!;
  return n > FEW_HITS
    ? sql`exists (select 1 from incident_search x where x.incident_search match ${query} and x.rowid = i.id)`
    : sql`i.id in (select rowid from incident_search where incident_search match ${query})`;
}

interface PageWanted {
  sort: Sort;
  after: SearchKeyset | null;
  wanted: SQL;
  count: number;
  most: number;
}

function pageOf(db: ReadDb, filter: Filter, { sort, after, wanted, count, most }: PageWanted): SearchKeyset[] {
  if (sort === "killed" || sort === "wounded") return pageByToll(db, filter, { metric: sort, wanted, count, most, after });
  const [than, order] = sort === "newest" ? [sql.raw("<"), sql.raw("desc")] : [sql.raw(">"), sql.raw("asc")];
  return db.rows<SearchKeyset>(sql`
    select -1 as best, i.date_start as dateStart, i.id from incident i
     where ${all([wanted, after ? sql`(i.date_start, i.id) ${than} (${after.dateStart}, ${after.id})` : null])}
     order by i.date_start ${order}, i.id ${order} limit ${most}`);
}

interface SummaryRow extends Omit<IncidentSummary, "city" | "counted" | "toll"> {
  counted: 0 | 1;
  slug: string | null;
  name: string;
  nameLocal: string | null;
}

/** Incidents as lists show them, in the order of their ids, with their tolls under the filter's policy and day of knowledge. */
export function summariesOf(db: ReadDb, ids: readonly number[], filter: Filter): IncidentSummary[] {
  const { timeZone } = findRecord(db);
  const shown = sql`c.publication = 'published' and c.public_at <= ${knownInstant(filter, timeZone) ?? Number.MAX_SAFE_INTEGER}`;
  const rows = db.rows<SummaryRow>(sql`
    select i.id, i.code, i.title, i.date_start as dateStart, i.date_end as dateEnd, i.date_precision as datePrecision,
           i.location_precision as locationPrecision, i.attack_type as attackType, i.counted,
           case when ${IN_CITY} then p.slug end as slug, p.name, p.name_local as nameLocal,
           (select count(*) from claim c where c.incident_id = i.id and ${shown}) as claims,
           (select count(distinct coalesce(s.voice_id, s.id)) from claim c join source s on s.id = c.source_id
             where c.incident_id = i.id and ${shown}) as sources
      from json_each(${JSON.stringify(ids)}) wanted join incident i on i.id = wanted.value
      left join place p on p.id = i.place_id order by wanted.key`);
  const tolls = tollsOf(db, ids, filter);
  return rows.map(({ slug, name, nameLocal, counted, ...row }) => ({
    ...row,
    counted: counted === 1,
    city: slug === null ? null : { slug, name, nameLocal },
    toll: tolls.get(row.id)!,
  }));
}

/** What the bench asks of a record without a server: series, lists, pages. */
import { openForReading, type ReadDb } from "@/db/open";
import { findDashboard } from "@/db/queries/dashboard";
import { countIncidents, findIncident, listIncidents } from "@/db/queries/incidents";
import { searchIncidents } from "@/db/queries/incident-search";
import { seriesByCity, seriesOfLargest } from "@/db/queries/series";
import { EVERYTHING, type Filter } from "@/domain/filter";
import { ATTACK_TYPES, POLICIES } from "@/domain/vocabulary";
import { time, type Times } from "./measure";

export const QUESTIONS = [
  "six cities and the rest by month",
  "every city by month",
  "one city by month",
  "one kind of attack by month",
  "known: six cities and the rest",
  "known: every city",
  "dashboard",
  "known: dashboard",
  "list, first page",
  "list, deep page",
  "list by toll, first page",
  "list by toll, deep page",
  "count of a list",
  "incident",
] as const;
export type Question = (typeof QUESTIONS)[number];

const DAYS = ["2014-06-30", "2015-11-02", "2017-03-15", "2018-08-08", "2020-01-31", "2021-12-24", "2023-05-05", "2024-10-10"];

/** The times of every question, over the policies, cities, attacks and days that it can be asked with. */
export function ask(file: string): Record<Question, Times> {
  const db = openForReading(file);
  try {
    const today: Filter[] = POLICIES.map((policy) => ({ ...EVERYTHING, policy }));
    const known: Filter[] = DAYS.map((day, index) => ({ ...EVERYTHING, known: day, policy: POLICIES[index % POLICIES.length]! }));
    const cities = [1, 2, 7, 40, 250, 500].map((n): Filter => ({ ...EVERYTHING, cities: [`city-${n}`] }));
    const attacks = ATTACK_TYPES.slice(0, 6).map((attack): Filter => ({ ...EVERYTHING, attack }));
    const all = [...today, ...known, ...cities, ...attacks, ...mixed(db)];
    const over = (filters: readonly Filter[], work: (filter: Filter) => unknown) =>
      time(filters.map((filter) => () => work(filter)));
    const largest = (filter: Filter) => seriesOfLargest(db, filter, "killed", "month");
    const every = (filter: Filter) => seriesByCity(db, filter, "killed", "month");
    const codes = codesOf(db);
    return {
      "six cities and the rest by month": over(today, largest),
      "every city by month": over(today, every),
      "one city by month": over(cities, every),
      "one kind of attack by month": over(attacks, largest),
      "known: six cities and the rest": over(known, largest),
      "known: every city": over(known, every),
      dashboard: over(today, (filter) => findDashboard(db, filter)),
      "known: dashboard": over(known, (filter) => findDashboard(db, filter)),
      "list, first page": over(all, (filter) => listIncidents(db, filter, { most: 26 })),
      "list, deep page": over(all, (filter) =>
        listIncidents(db, filter, { most: 26, after: { dateStart: "2016-05-05", id: 1 } }),
      ),
      "list by toll, first page": over([...today, ...cities, ...attacks], (filter) =>
        searchIncidents(db, filter, { sort: "killed", most: 25 }),
      ),
      "list by toll, deep page": over([...today, ...cities, ...attacks], (filter) =>
        searchIncidents(db, filter, { sort: "wounded", most: 25, after: { best: 3, dateStart: "2016-05-05", id: 200_000 } }),
      ),
      "count of a list": over(all, (filter) => countIncidents(db, filter)),
      incident: time(
        codes.map((code) => () => findIncident(db, code)),
        1,
      ),
    };
  } finally {
    db.close();
  }
}

/** Filters of several kinds at once. */
function mixed(db: ReadDb): Filter[] {
  void db;
  return [
    { ...EVERYTHING, cities: Array.from({ length: 100 }, (_, index) => `city-${index + 1}`) },
    { ...EVERYTHING, cities: ["city-3", "city-30", "city-300"], attack: "drone" },
    { ...EVERYTHING, attack: "unknown", from: "2016-03-15", to: "2022-11-11" },
    { ...EVERYTHING, attack: "other" },
    { ...EVERYTHING, cities: ["city-1"], known: "2020-02-02", policy: "lowest" },
    { ...EVERYTHING, from: "2019-05-05", to: "2019-06-06", known: "2019-05-20" },
    { ...EVERYTHING, group: "children", policy: "highest" },
  ];
}

function codesOf(db: ReadDb): string[] {
  const incidents = countIncidents(db, EVERYTHING);
  return Array.from({ length: 60 }, (_, index) => `B-${String(1 + Math.floor((index * incidents) / 60)).padStart(4, "0")}`);
}

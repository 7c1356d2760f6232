import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { csvPath, FilterForm } from "@/components/filter/filter-form";
import { toldFilter } from "@/components/filter/told";
import { IncidentList } from "@/components/incidents/incident-list";
import { cityText } from "@/components/reading/names";
import { countIncidents, listIncidents, type Keyset } from "@/db/queries/incidents";
import { listCities } from "@/db/queries/places";
import { findRecord } from "@/db/queries/record";
import { isCivilDate } from "@/domain/dates";
import { filterToQuery, withFilter } from "@/domain/filter";
import { pathIn } from "@/messages";
import { readDb } from "../../../_server/database";
import { alternates, filterOf, hasEmpty, queryOf, wordsOf, type LocaleParams, type SearchParams } from "../../../_server/page";
import { Shell } from "../shell";
import styles from "./incidents.module.css";

interface Props {
  params: LocaleParams;
  searchParams: SearchParams;
}

const PAGE = 25;

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { t } = await wordsOf(params);
  return { title: t("incidents.title"), alternates: alternates(withFilter("/incidents", (await filterOf(searchParams)).filter)) };
}

export default async function Incidents({ params, searchParams }: Props) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const query = await queryOf(searchParams);
  const { filter, problems } = await filterOf(searchParams);
  const here = withFilter("/incidents", filter);
  if (problems.length === 0 && hasEmpty(query)) redirect(pathIn(locale, here));
  const after = keysetOf(query.get("after"));
  const db = readDb();
  const page = db.snapshot(() => ({
    record: findRecord(db),
    cities: listCities(db),
    count: countIncidents(db, filter),
    incidents: listIncidents(db, filter, { most: PAGE + 1, after }),
  }));
  const shown = page.incidents.slice(0, PAGE);
  const last = shown.at(-1);
  const names = new Map(page.cities.map((city) => [city.slug, cityText(words, city)]));
  const told = toldFilter(words, filter, { timeZone: page.record.timeZone, cityName: (slug) => names.get(slug) ?? slug });
  const { known, policy } = filter;
  const detail = filterToQuery({ cities: [], group: "all", policy, ...(known ? { known } : {}) }).toString();
  return (
    <Shell words={words} path="/incidents" query={filterToQuery(filter).toString()} current="incidents">
      <h1>{t("incidents.title")}</h1>
      <p>
        <b>{t("incidents.count", { count: page.count })}</b>
        {`: ${told.join(", ")}.`}
      </p>
      <FilterForm words={words} path="/incidents" filter={filter} problems={problems} cities={page.cities} withPeriod={false} />
      {page.count === 0 && <p className={styles.empty}>{t("dashboard.emptyHelp")}</p>}
      <div className={styles.list}>
        <IncidentList words={words} incidents={shown} query={detail ? `?${detail}` : ""} />
      </div>
      <p className={styles.links}>
        {page.incidents.length > PAGE && last && (
          <a href={pathIn(locale, `${here}${here.includes("?") ? "&" : "?"}after=${last.dateStart}.${last.id}`)} rel="next">
            {t("incidents.more")}
          </a>
        )}
        {after && <a href={pathIn(locale, here)}>{t("incidents.first")}</a>}
        <a href={csvPath("incidents", filter)} download>
          {t("dashboard.csvIncidents")}
        </a>
        <a href={csvPath("claims", filter)} download>
          {t("dashboard.csvClaims")}
        </a>
      </p>
    </Shell>
  );
}

/** "2022-03-01.17": the last incident of the page before; anything else is the first page. */
function keysetOf(after: string | null): Keyset | null {
  const match = /^(\d{4}-\d{2}-\d{2})\.(\d{1,15})$/.exec(after ?? "");
  return match && isCivilDate(match[1]!) ? { dateStart: match[1]!, id: Number(match[2]) } : null;
}

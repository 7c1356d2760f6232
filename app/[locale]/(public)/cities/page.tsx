import type { Metadata } from "next";
import { redirect } from "next/navigation";
import styles from "@/components/cities/cities.module.css";
import { CityTable } from "@/components/cities/city-table";
import { csvPath } from "@/components/filter/filter-form";
import { toldFilter } from "@/components/filter/told";
import { cityText } from "@/components/reading/names";
import { rangeText } from "@/components/reading/numbers";
import { listCityTolls, sumOrEmpty } from "@/db/queries/cities";
import { listCities } from "@/db/queries/places";
import { findRecord } from "@/db/queries/record";
import { filterToQuery, metricsOf, withFilter } from "@/domain/filter";
import { pathIn } from "@/messages";
import { readDb } from "../../../_server/database";
import { alternates, filterOf, hasEmpty, queryOf, wordsOf, type LocaleParams, type SearchParams } from "../../../_server/page";
import { Shell } from "../shell";
import { ViewFilter } from "../view-filter";

interface Props {
  params: LocaleParams;
  searchParams: SearchParams;
}

const ORDERS = ["toll", "name", "incidents"] as const;
type Order = (typeof ORDERS)[number];

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { t, locale } = await wordsOf(params);
  const { filter } = await filterOf(searchParams);
  return { title: t("cities.title"), alternates: alternates(withFilter("/cities", filter), locale) };
}

export default async function Cities({ params, searchParams }: Props) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const query = await queryOf(searchParams);
  const { filter, problems } = await filterOf(searchParams);
  if (problems.length === 0 && hasEmpty(query)) redirect(pathIn(locale, withFilter("/cities", filter)));
  const order = ORDERS.find((one) => one === query.get("order")) ?? "toll";
  const db = readDb();
  const view = db.snapshot(() => ({ record: findRecord(db), offered: listCities(db), ...listCityTolls(db, filter) }));
  const metrics = metricsOf(filter);
  const names = new Map(view.offered.map((city) => [city.slug, cityText(words, city)]));
  const told = toldFilter(words, filter, { timeZone: view.record.timeZone, cityName: (slug) => names.get(slug) ?? slug });
  const cities = view.cities
    .map((city) => ({
      ...city,
      name: cityText(words, city),
      href: pathIn(locale, withFilter(`/cities/${city.slug}`, { ...filter, cities: [] })),
    }))
    .sort((a, b) => {
      if (order === "incidents" && a.incidents !== b.incidents) return b.incidents - a.incidents;
      const best = (city: typeof a) => city.sums[metrics[0]!]?.best ?? -1;
      if (order !== "name" && best(a) !== best(b)) return best(b) - best(a);
      return a.name.localeCompare(b.name, locale);
    });
  const elsewhere = metrics.map((metric) => sumOrEmpty(view.elsewhere[metric]));
  const orderHref = (one: Order) => {
    const own = filterToQuery(filter);
    if (one !== "toll") own.set("order", one);
    return pathIn(locale, own.size > 0 ? `/cities?${own.toString()}` : "/cities");
  };
  const ownQuery = filterToQuery(filter);
  if (order !== "toll") ownQuery.set("order", order);
  return (
    <Shell words={words} path="/cities" query={ownQuery.toString()} current="cities">
      <h1>{t("cities.title")}</h1>
      <div className={styles.lead}>
        <p>
          <b>{t("cities.count", { count: cities.length, told: told.join(", ") })}</b>
        </p>
        <p className="muted">
          {t("cities.lead")}{" "}
          {elsewhere[0]!.incidents > 0 &&
            t("cities.elsewhere", {
              count: elsewhere[0]!.incidents,
              tolls: metrics
                .map((metric, index) => `${t(`words.metric.${metric}`)}: ${rangeText(words, elsewhere[index]!)}`)
                .join("; "),
            })}
        </p>
      </div>
      <ViewFilter
        words={words}
        path="/cities"
        filter={filter}
        problems={problems}
        cities={view.offered}
        timeZone={view.record.timeZone}
        withPeriod={false}
      />
      {cities.length === 0 ? (
        <p>{t("cities.empty")}</p>
      ) : (
        <>
          <p className={styles.links}>
            <span className="muted">{t("cities.order")}:</span>
            {ORDERS.map((one) => (
              <a key={one} href={orderHref(one)} aria-current={one === order ? "true" : undefined}>
                {one === "toll"
                  ? t("cities.byToll", { metric: t(`words.metric.${metrics[0]!}`) })
                  : t(one === "name" ? "cities.byName" : "cities.byIncidents")}
              </a>
            ))}
          </p>
          <CityTable words={words} metrics={metrics} cities={cities} />
          <p className={styles.links}>
            <a href={csvPath("series", filter)} download>
              {t("cities.csv")}
            </a>
            <a href={pathIn(locale, withFilter("/compare", filter))}>{t("compare.title")}</a>
          </p>
        </>
      )}
    </Shell>
  );
}

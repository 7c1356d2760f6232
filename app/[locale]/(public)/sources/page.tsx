import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { csvPath } from "@/components/filter/filter-form";
import { toldFilter } from "@/components/filter/told";
import { cityText } from "@/components/reading/names";
import { SourceTable } from "@/components/sources/source-table";
import styles from "@/components/sources/sources.module.css";
import type { SourceRow } from "@/db/queries/sources";
import { filterToQuery, withFilter } from "@/domain/filter";
import { pathIn } from "@/messages";
import { askAside } from "../../../_server/aside";
import { alternates, filterOf, hasEmpty, queryOf, wordsOf, type LocaleParams, type SearchParams } from "../../../_server/page";
import { Shell } from "../shell";
import { ViewFilter } from "../view-filter";

interface Props {
  params: LocaleParams;
  searchParams: SearchParams;
}

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { t, locale } = await wordsOf(params);
  const { filter } = await filterOf(searchParams);
  return { title: t("sources.title"), alternates: alternates(withFilter("/sources", filter), locale) };
}

export default async function Sources({ params, searchParams }: Props) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const { filter, problems } = await filterOf(searchParams);
  if (problems.length === 0 && hasEmpty(await queryOf(searchParams))) redirect(pathIn(locale, withFilter("/sources", filter)));
  const view = await askAside("sources", filter);
  const names = new Map(view.cities.map((city) => [city.slug, cityText(words, city)]));
  const told = toldFilter(words, filter, { timeZone: view.record.timeZone, cityName: (slug) => names.get(slug) ?? slug });
  const bySlug = new Map(view.sources.map((source) => [source.slug, source]));
  return (
    <Shell words={words} path="/sources" query={filterToQuery(filter).toString()} current="sources">
      <h1>{t("sources.title")}</h1>
      <div className={styles.lead}>
        <p>
          <b>{t("sources.count", { count: view.sources.filter(({ claims }) => claims > 0).length, told: told.join(", ") })}</b>
        </p>
        <p className="muted">{t("sources.lead")}</p>
      </div>
      <ViewFilter
        words={words}
        path="/sources"
        filter={filter}
        problems={problems}
        cities={view.cities}
        timeZone={view.record.timeZone}
        withPeriod={false}
      />
      {view.sources.length === 0 ? (
        <p>{t("sources.empty")}</p>
      ) : (
        <SourceTable
          words={words}
          sources={branchesUnderVoices(view.sources).map((source) => ({
            ...source,
            voiceName: source.voice === null ? null : (bySlug.get(source.voice)?.name ?? source.voice),
            href: pathIn(locale, withFilter(`/sources/${source.slug}`, filter)),
          }))}
        />
      )}
      <p className={styles.links}>
        <a href={csvPath("claims", filter)} download>
          {t("dashboard.csvClaims")}
        </a>
      </p>
    </Shell>
  );
}

/** By name, each voice followed by its branches. */
function branchesUnderVoices(sources: readonly SourceRow[]): SourceRow[] {
  return sources
    .filter(({ voice }) => voice === null)
    .flatMap((root) => [root, ...sources.filter(({ voice }) => voice === root.slug)]);
}

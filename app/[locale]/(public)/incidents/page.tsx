import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { csvPath, FilterForm } from "@/components/filter/filter-form";
import { toldFilter } from "@/components/filter/told";
import { IncidentList } from "@/components/incidents/incident-list";
import { cityText } from "@/components/reading/names";
import { SearchForm } from "@/components/search/search-form";
import { searchIncidents, SORTS, type SearchKeyset, type Sort } from "@/db/queries/incident-search";
import { listCities } from "@/db/queries/places";
import { findRecord } from "@/db/queries/record";
import { isCivilDate } from "@/domain/dates";
import { filterToQuery, type Filter, readingOf } from "@/domain/filter";
import { pathIn } from "@/messages";
import { isCopy } from "../../../_server/copy";
import { readDb } from "../../../_server/database";
import { alternates, filterOf, hasEmpty, queryOf, wordsOf, type LocaleParams, type SearchParams } from "../../../_server/page";
import { Shell } from "../shell";
import { CopyList } from "./copy-list";
import styles from "./incidents.module.css";

interface Props {
  params: LocaleParams;
  searchParams: SearchParams;
}

const PAGE = 25;
const LONGEST_SEARCH = 200;

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { t, locale } = await wordsOf(params);
  const query = queryWith((await filterOf(searchParams)).filter, ownOf(await queryOf(searchParams))).toString();
  return { title: t("incidents.title"), alternates: alternates(query ? `/incidents?${query}` : "/incidents", locale) };
}

export default async function Incidents({ params, searchParams }: Props) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const query = await queryOf(searchParams);
  const { filter, problems } = await filterOf(searchParams);
  const own = ownOf(query);
  const address = (more: Partial<Own> & { after?: string } = {}) => {
    const pairs = queryWith(filter, { ...own, ...more });
    if (more.after) pairs.set("after", more.after);
    return pathIn(locale, pairs.size > 0 ? `/incidents?${pairs.toString()}` : "/incidents");
  };
  if (problems.length === 0 && hasEmpty(query)) redirect(address());
  const after = keysetOf(query.get("after"));
  const db = readDb();
  const page = db.snapshot(() => ({
    record: findRecord(db),
    cities: listCities(db),
    ...searchIncidents(db, filter, { ...own, most: PAGE, after }),
  }));
  const names = new Map(page.cities.map((city) => [city.slug, cityText(words, city)]));
  const told = toldFilter(words, filter, { timeZone: page.record.timeZone, cityName: (slug) => names.get(slug) ?? slug });
  const detail = filterToQuery(readingOf(filter)).toString();
  const { next } = page;
  const list = <IncidentList words={words} heading="h2" incidents={page.incidents} query={detail ? `?${detail}` : ""} />;
  const pages = (
    <>
      {next && (
        <a href={address({ after: `${next.dateStart}.${next.id}${isByToll(own.sort) ? `.${next.best}` : ""}` })} rel="next">
          {t(own.sort === "newest" ? "incidents.more" : "search.next")}
        </a>
      )}
      {after && <a href={address()}>{t(own.sort === "newest" ? "incidents.first" : "search.first")}</a>}
    </>
  );
  return (
    <Shell words={words} path="/incidents" query={queryWith(filter, own).toString()} current="incidents">
      <h1>{t("incidents.title")}</h1>
      <p>
        <b>
          {page.searched
            ? t("search.found", { count: page.count, text: page.meant ?? own.text })
            : t("incidents.count", { count: page.count })}
        </b>
        {`: ${told.join(", ")}.`}
      </p>
      {own.text !== "" && !page.searched && <p role="status">{t("search.noWords", { text: own.text })}</p>}
      {page.meant !== null && <p role="status">{t("search.meant", { text: own.text, meant: page.meant })}</p>}
      {page.elsewhere > 0 && (
        <p className="muted">
          {t("search.elsewhere", { count: page.elsewhere })}{" "}
          <a href={address({ text: `"${page.meant ?? own.text}"` })}>{t("search.toWords")}</a>
        </p>
      )}
      {!isCopy() && (
        <>
          <SearchForm
            words={words}
            path="/incidents"
            text={own.text}
            sort={own.sort}
            sorts={SORTS}
            carried={[...filterToQuery(filter)]}
          />
          <FilterForm
            words={words}
            path="/incidents"
            filter={filter}
            problems={problems}
            cities={page.cities}
            timeZone={page.record.timeZone}
            withPeriod={false}
            more={Object.fromEntries(ownQuery(own))}
          />
        </>
      )}
      {page.count === 0 && (
        <p className={styles.empty}>
          {t(page.searched ? "search.nothing" : "dashboard.emptyHelp")}{" "}
          {page.searched && <a href={address({ text: "" })}>{t("search.clear")}</a>}
        </p>
      )}
      <div className={styles.list}>
        {isCopy() ? (
          <CopyList words={words} cities={page.cities}>
            {list}
            <p className={styles.links}>{pages}</p>
          </CopyList>
        ) : (
          list
        )}
      </div>
      <p className={styles.links}>
        {!isCopy() && pages}
        <a href={csvPath("incidents", filter)} download>
          {t("dashboard.csvIncidents")}
        </a>
        <a href={csvPath("claims", filter)} download>
          {t("dashboard.csvClaims")}
        </a>
      </p>
      {page.searched && <p className="muted">{t("search.csvAll")}</p>}
    </Shell>
  );
}

/** The list's own parameters: what is searched for, and in which order. Unknown orders are the first. */
interface Own {
  text: string;
  sort: Sort;
}

function ownOf(query: URLSearchParams): Own {
  const text = (query.get("q") ?? "").replace(/\p{Cc}/gu, " ").trim();
  return {
    text: [...text].slice(0, LONGEST_SEARCH).join(""),
    sort: SORTS.find((sort) => sort === query.get("sort")) ?? SORTS[0],
  };
}

function ownQuery({ text, sort }: Own): URLSearchParams {
  return new URLSearchParams([...(text === "" ? [] : [["q", text]]), ...(sort === SORTS[0] ? [] : [["sort", sort]])]);
}

function queryWith(filter: Filter, own: Own): URLSearchParams {
  return new URLSearchParams([...filterToQuery(filter), ...ownQuery(own)]);
}

function isByToll(sort: Sort): boolean {
  return sort === "killed" || sort === "wounded";
}

/** "2022-03-01.17", with the figure behind it in a list by toll: the last incident of the page before; anything else is the first page. */
function keysetOf(after: string | null): SearchKeyset | null {
  const match = /^(\d{4}-\d{2}-\d{2})\.(\d{1,15})(?:\.(-1|\d{1,15}))?$/.exec(after ?? "");
  return match && isCivilDate(match[1]!) ? { dateStart: match[1]!, id: Number(match[2]), best: Number(match[3] ?? -1) } : null;
}

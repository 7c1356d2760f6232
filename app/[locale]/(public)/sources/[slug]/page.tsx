import type { Metadata } from "next";
import { permanentRedirect, redirect } from "next/navigation";
import { csvPath } from "@/components/filter/filter-form";
import { toldFilter } from "@/components/filter/told";
import { cityText, claimantText, languageOf } from "@/components/reading/names";
import { personsText } from "@/components/reading/numbers";
import { SourceChanges } from "@/components/sources/source-changes";
import { SourceNoteList } from "@/components/sources/source-notes";
import { SourceClaims, whenText } from "@/components/sources/source-claims";
import styles from "@/components/sources/sources.module.css";
import { listCities } from "@/db/queries/places";
import { findMergedSource, listSourceNotes } from "@/db/queries/desk-sources";
import { findSource, type SourceKeyset, type SourcePage } from "@/db/queries/sources";
import { isCivilDate } from "@/domain/dates";
import { EVERYTHING, filterToQuery, metricsOf, withFilter, readingOf } from "@/domain/filter";
import { pathIn, type Words } from "@/messages";
import { readDb } from "../../../../_server/database";
import { cardMeta, cardQuery } from "../../../../_server/pictures/cards";
import { nothing, nothingMetadata } from "../../nothing";
import { alternates, filterOf, hasEmpty, queryOf, wordsOf, type LocaleParams, type SearchParams } from "../../../../_server/page";
import { Shell } from "../../shell";
import { ViewFilter } from "../../view-filter";

interface Props {
  params: LocaleParams<{ slug: string }>;
  searchParams: SearchParams;
}

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const words = await wordsOf(params);
  const { slug } = await params;
  const found = findSource(readDb(), slug, EVERYTHING, { most: 1 });
  if (!found) return nothingMetadata(words);
  const { filter } = await filterOf(searchParams);
  const title = claimantText(words, found.source.name);
  return {
    title,
    alternates: alternates(withFilter(`/sources/${slug}`, filter), words.locale),
    ...cardMeta(words, "card-source", cardQuery(filter, { source: slug }), title),
  };
}

export default async function Source({ params, searchParams }: Props) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const { slug } = await params;
  const query = await queryOf(searchParams);
  const { filter, problems } = await filterOf(searchParams);
  const path = `/sources/${slug}`;
  const after = keysetOf(query.get("after"));
  const view = findSource(readDb(), slug, filter, { after });
  if (!view) {
    const into = findMergedSource(readDb(), slug);
    if (into) permanentRedirect(pathIn(locale, `/sources/${into}`));
    return nothing(words);
  }
  const here = withFilter(path, filter);
  if (problems.length === 0 && hasEmpty(query)) redirect(pathIn(locale, here));
  const cities = listCities(readDb());
  const names = new Map(cities.map((city) => [city.slug, cityText(words, city)]));
  const told = toldFilter(words, filter, { timeZone: view.timeZone, cityName: (city) => names.get(city) ?? city });
  const metrics = metricsOf(filter);
  const { policy } = filter;
  const notes = listSourceNotes(readDb(), slug);
  const held = readingOf(filter);
  const incidents = view.incidents.map((incident) => ({
    ...incident,
    href: pathIn(locale, withFilter(`/incidents/${incident.code}`, held)),
  }));
  const shown = { words, timeZone: view.timeZone, metrics, group: filter.group, incidents };
  const next = view.next && `${here}${here.includes("?") ? "&" : "?"}after=${view.next.dateStart}.${view.next.id}`;
  return (
    <Shell words={words} path={path} query={filterToQuery(filter).toString()} current="sources">
      <p className={styles.overline}>
        <a href={pathIn(locale, "/sources")}>{t("sources.back")}</a> · {t(`words.kind.${view.source.kind}`)}
      </p>
      <h1 lang={languageOf(view.source.name)}>{claimantText(words, view.source.name)}</h1>
      <div className={styles.lead}>
        <About words={words} source={view.source} />
        <p>
          {view.claimCount === 0
            ? t("sources.none")
            : t("sources.counts", {
                claims: view.claimCount,
                incidents: view.incidentCount,
                reports: view.reportCount,
                told: told.join(", "),
              })}
        </p>
      </div>
      {notes.length > 0 && (
        <section aria-labelledby="notes">
          <h2 id="notes">{t("sources.notes.title")}</h2>
          <p className="muted">{t("sources.notes.scale")}</p>
          <SourceNoteList words={words} notes={notes} />
        </section>
      )}
      <ViewFilter
        words={words}
        path={path}
        filter={filter}
        problems={problems}
        cities={cities}
        timeZone={view.timeZone}
        withPeriod={false}
      />
      {view.claimCount > 0 && (
        <>
          <section aria-labelledby="agreement">
            <h2 id="agreement">{t("sources.agreement")}</h2>
            <p className="muted">{t("sources.agreementCaption", { policy: t(`words.policySentence.${policy}`) })}</p>
            <ul>
              {metrics.map((metric) => (
                <li key={metric} data-agreement={metric}>
                  <AgreementSentence words={words} metric={metric} agreement={view.agreement[metric]} />
                </li>
              ))}
            </ul>
          </section>
          <section aria-labelledby="changes">
            <h2 id="changes">{t("sources.changes")}</h2>
            <p className="muted">{t("sources.changesCaption")}</p>
            <SourceChanges {...shown} />
          </section>
          <section aria-labelledby="claims">
            <h2 id="claims">{t("sources.claimsTitle")}</h2>
            <p className="muted">{t("sources.claimsCaption")}</p>
            <SourceClaims {...shown} />
          </section>
          <p className={styles.links}>
            {next && (
              <a href={pathIn(locale, next)} rel="next">
                {t("sources.more")}
              </a>
            )}
            {after && <a href={pathIn(locale, here)}>{t("sources.first")}</a>}
            <a href={csvPath("claims", filter)} download>
              {t("sources.csv")}
            </a>
          </p>
          <Reports words={words} view={view} />
        </>
      )}
    </Shell>
  );
}

function About({ words, source }: { words: Words; source: SourcePage["source"] }) {
  const { t, locale } = words;
  const linked = ({ slug, name }: { slug: string; name: string }) => (
    <a href={pathIn(locale, `/sources/${slug}`)} lang={languageOf(name)}>
      {name}
    </a>
  );
  return (
    <>
      {source.role && <p lang={languageOf(source.role)}>{source.role.charAt(0).toUpperCase() + source.role.slice(1)}.</p>}
      {source.party && <p>{t("sources.party", { party: source.party })}</p>}
      {source.voice && (
        <p>
          {t("sources.voice")} {linked(source.voice)}; {t("sources.voiceHelp")}
        </p>
      )}
      {source.branches.length > 0 && (
        <p>
          {t("sources.branches")}{" "}
          {source.branches.map((branch, index) => (
            <span key={branch.slug}>
              {index > 0 && ", "}
              {linked(branch)}
            </span>
          ))}
          ; {t("sources.voiceHelp")}
        </p>
      )}
      {!source.voice && source.branches.length === 0 && <p className="muted">{t("sources.ownVoice")}</p>}
    </>
  );
}

interface AgreementProps {
  words: Words;
  metric: keyof SourcePage["agreement"];
  agreement: SourcePage["agreement"][keyof SourcePage["agreement"]];
}

function AgreementSentence({ words, metric, agreement }: AgreementProps) {
  const { t } = words;
  const name = t(`words.metric.${metric}`);
  if (!agreement) return t("sources.agreementNone", { metric: words.locale === "uk" ? capital(name) : name });
  const { above, equal, below } = agreement;
  return t("sources.agreementOf", {
    metric: capital(name),
    total: above + equal + below,
    above: personsText(words, above),
    equal: personsText(words, equal),
    below: personsText(words, below),
  });
}

/** Each report once, with its link. */
function Reports({ words, view }: { words: Words; view: SourcePage }) {
  const { t } = words;
  const reports = new Map(
    view.incidents
      .flatMap(({ claims }) => claims)
      .map((claim) => [`${claim.url} ${claim.publisher} ${claim.publishedAt}`, claim]),
  );
  return (
    <section aria-labelledby="reports">
      <h2 id="reports">{t("sources.reports")}</h2>
      <ul className={styles.reports}>
        {[...reports].map(([key, claim]) => {
          const title = claim.reportTitle ?? claim.publisher;
          return (
            <li key={key}>
              {claim.url ? (
                <a href={claim.url} rel="noopener nofollow" lang={languageOf(title)}>
                  {title}
                </a>
              ) : (
                title
              )}
              {claim.reportTitle && `, ${claim.publisher}`},{" "}
              <span className="muted">{whenText(words, claim, view.timeZone)}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** "2022-03-01.17": the last incident of the page before; anything else is the first page. */
function keysetOf(after: string | null): SourceKeyset | null {
  const match = /^(\d{4}-\d{2}-\d{2})\.(\d{1,15})$/.exec(after ?? "");
  return match && isCivilDate(match[1]!) ? { dateStart: match[1]!, id: Number(match[2]) } : null;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

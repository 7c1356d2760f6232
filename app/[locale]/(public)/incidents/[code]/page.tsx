import type { Metadata } from "next";
import { permanentRedirect } from "next/navigation";
import { chartPaths } from "@/components/charts/chart-paths";
import { ChartTools } from "@/components/charts/chart-tools";
import { ClaimsTable } from "@/components/incident/claims-table";
import { HistoryTable } from "@/components/incident/history-table";
import { revisionOf } from "@/components/incident/revision";
import { RevisionCharts } from "@/components/incident/revision-chart";
import { ReasonSentence } from "@/components/incident/reason";
import { Headline } from "@/components/incident/headline";
import { toldProblem } from "@/components/filter/told";
import { SpotMap } from "@/components/map/spot-map";
import { cityText } from "@/components/reading/names";
import { tollText } from "@/components/reading/numbers";
import { dayText, incidentDateText, knownText } from "@/components/reading/times";
import { findIncident, type EstimateOnPage, type IncidentPage } from "@/db/queries/incidents";
import { readFloors } from "@/db/queries/methodology";
import { findRecord } from "@/db/queries/record";
import { rowKnownAt } from "@/domain/estimate";
import { filterToQuery, knownInstant, withFilter, type Filter, readingOf } from "@/domain/filter";
import { GROUPS, isInCity, type Group, type Metric } from "@/domain/vocabulary";
import { pathIn, type Words } from "@/messages";
import { readDb } from "../../../../_server/database";
import { cardMeta, cardQuery, heldFilter } from "../../../../_server/pictures/cards";
import { nothing, nothingMetadata } from "../../nothing";
import { alternates, filterOf, wordsOf, type LocaleParams, type SearchParams } from "../../../../_server/page";
import { Shell } from "../../shell";
import styles from "./incident.module.css";

interface Props {
  params: LocaleParams<{ code: string }>;
  searchParams: SearchParams;
}

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const words = await wordsOf(params);
  const found = findIncident(readDb(), (await params).code);
  if (found.is === "unknown") return nothingMetadata(words);
  if (found.is !== "published") return { robots: "noindex" };
  const { incident } = found;
  const title = `${placeText(words, incident)}: ${incident.title}, ${incidentDateText(words, incident)}`;
  const { filter } = await filterOf(searchParams);
  return {
    title,
    alternates: alternates(`/incidents/${incident.code}`, words.locale),
    ...cardMeta(words, "card-incident", cardQuery(heldFilter(filter), { incident: incident.code }), title),
  };
}

export default async function Incident({ params, searchParams }: Props) {
  const words = await wordsOf(params);
  const { code } = await params;
  const found = findIncident(readDb(), code);
  if (found.is === "unknown") return nothing(words);
  if (found.is === "retracted" && found.into !== null) permanentRedirect(pathIn(words.locale, `/incidents/${found.into}`));
  if (found.is === "retracted") return <Retracted words={words} code={found.code} reason={found.reason} />;
  const { filter, problems } = await filterOf(searchParams);
  const view = viewOf(found.incident, filter);
  const { t, locale } = words;
  const { incident } = found;
  const path = `/incidents/${incident.code}`;
  const query = filterToQuery(filter).toString();
  /** What of the filter means something for one incident. */
  const held = filterToQuery(readingOf(filter));
  return (
    <Shell words={words} path={path} query={query} current="incidents">
      <p className={styles.facts}>
        {placeText(words, incident)} · {incidentDateText(words, incident)} · {t(`words.attack.${incident.attackType}`)} ·{" "}
        <span className={styles.code}>{incident.code}</span>
      </p>
      {view.exists ? (
        <Headline words={words} title={incident.title} killed={view.toll("killed")} wounded={view.toll("wounded")} />
      ) : (
        <h1>{incident.title}</h1>
      )}
      {problems.map((problem) => (
        <p key={problem.parameter} role="alert" className={styles.notice}>
          {toldProblem(words, problem)}
        </p>
      ))}
      {filter.known && (
        <p className={styles.notice}>
          {t(view.exists ? "incident.knownView" : "incident.notYet", { known: knownText(words, filter.known, view.timeZone) })}{" "}
          <a href={pathIn(locale, withFilter(path, readingOf({ ...filter, known: "" })))}>{t("incident.toToday")}</a>
        </p>
      )}
      <div className={styles.beside}>
        <div className={styles.reasons}>
          {view.exists &&
            (["killed", "wounded", ...view.alsoNamed] as Metric[]).map((metric) => (
              <ReasonSentence
                key={metric}
                words={words}
                metric={metric}
                policy={filter.policy}
                estimate={view.estimate(metric, "all")}
                ruling={view.ruling(words, metric)}
              />
            ))}
          {!incident.counted && <p>{t("incident.uncounted")}</p>}
          {incident.partOf && (
            <p>
              <a href={pathIn(locale, `/incidents/${incident.partOf.code}`)}>
                {t("incident.partOf", { title: incident.partOf.title })}
              </a>
            </p>
          )}
          {incident.parts.length > 0 && (
            <p>
              {t("incident.parts")}:{" "}
              {incident.parts.map((part, index) => (
                <span key={part.code}>
                  {index > 0 && ", "}
                  <a href={pathIn(locale, `/incidents/${part.code}`)}>{part.title}</a>
                </span>
              ))}
            </p>
          )}
        </div>
        {isInCity(incident.locationPrecision) && incident.latitude !== null && incident.longitude !== null && (
          <SpotMap
            countries={[incident.place?.country ?? view.countries[0]!]}
            longitude={incident.longitude}
            latitude={incident.latitude}
            name={placeText(words, incident)}
            label={t("map.where", { place: placeText(words, incident) })}
          />
        )}
      </div>
      {view.exists && (
        <>
          <section aria-labelledby="history">
            <h2 id="history">{t("incident.history")}</h2>
            <p className="muted">{t("chart.revisionCaption", { policy: t(`words.policySentence.${filter.policy}`) })}</p>
            <RevisionCharts
              words={words}
              timeZone={view.timeZone}
              revisions={view.revised.map((metric) => view.revision(metric))}
              tools={(metric) => {
                const query = new URLSearchParams([["incident", incident.code], ...held]).toString();
                return (
                  <ChartTools
                    words={words}
                    title={t("chart.revisionTitle", { metric: t(`words.metric.${metric}`) })}
                    csv={pathIn(locale, `/chart/revision-${metric}.csv?${query}`)}
                    paths={chartPaths(words, `revision-${metric}`, query)}
                    page={`${pathIn(locale, withFilter(path, filter))}#history`}
                    height={540}
                  />
                );
              }}
            />
            <details className={styles.table}>
              <summary>{t("dashboard.table")}</summary>
              <p className="muted">{t("incident.historyCaption")}</p>
              <HistoryTable
                words={words}
                policy={filter.policy}
                timeZone={view.timeZone}
                killed={view.history("killed")}
                wounded={view.history("wounded")}
              />
            </details>
          </section>
          <Breakdown words={words} view={view} />
          <section aria-labelledby="claims">
            <h2 id="claims">{t("incident.claims")}</h2>
            <p className="muted">{t("incident.claimsCaption")}</p>
            <ClaimsTable
              words={words}
              claims={view.claims}
              timeZone={view.timeZone}
              reasons={{
                killed: view.estimate("killed", "all")?.reason ?? [],
                wounded: view.estimate("wounded", "all")?.reason ?? [],
              }}
            />
          </section>
        </>
      )}
      <section aria-labelledby="cite">
        <h2 id="cite">{t("incident.cite")}</h2>
        <p>
          {t("incident.citeText", {
            title: incident.title,
            code: incident.code,
            record: view.recordTitle(words),
            date: filter.known ? knownText(words, filter.known, view.timeZone) : dayText(words, readDb().now(), view.timeZone),
            address: pathIn(locale, withFilter(path, filter)),
          })}
        </p>
        {incident.externalIds.length > 0 && (
          <p className="muted">
            {t("incident.externalIds", { ids: incident.externalIds.map((id) => `${id.scheme} ${id.value}`).join(", ") })}
          </p>
        )}
      </section>
    </Shell>
  );
}

type View = ReturnType<typeof viewOf>;

/** An incident as known on the filter's day: which claims were public, which estimates held. */
function viewOf(incident: IncidentPage, filter: Filter) {
  const record = findRecord(readDb());
  const floors = readFloors(readDb());
  const known = knownInstant(filter, record.timeZone);
  const at = known ?? Number.MAX_SAFE_INTEGER;
  const claims = incident.claims.filter((claim) => claim.publicAt <= at);
  const rowsOf = (metric: Metric, group: Group) => incident.history.filter((row) => row.metric === metric && row.group === group);
  const estimate = (metric: Metric, group: Group): EstimateOnPage | undefined => rowKnownAt(rowsOf(metric, group), at);
  return {
    timeZone: record.timeZone,
    countries: record.countries,
    recordTitle: ({ locale }: Words) => (locale === "uk" && record.titleUk ? record.titleUk : record.title),
    exists: claims.length > 0,
    claims,
    estimate,
    /** Missing and combined tolls, where a claim names them. */
    alsoNamed: (["missing", "casualties"] as const).filter((metric) => estimate(metric, "all")),
    toll: (metric: Metric) => {
      const row = estimate(metric, "all");
      return row
        ? { ...row, best: row.best[filter.policy] }
        : { state: "not_stated" as const, low: null, best: null, high: null, open: false, voices: 0 };
    },
    history: (metric: Metric) => rowsOf(metric, "all").filter((row) => row.knownFrom <= at),
    /** The metrics whose revisions are drawn: killed and wounded, and others that a claim names. */
    revised: (["killed", "wounded", "missing", "casualties"] as const).filter((metric) => estimate(metric, "all")),
    revision: (metric: Metric) =>
      revisionOf({
        metric,
        policy: filter.policy,
        claims,
        history: rowsOf(metric, "all"),
        reason: estimate(metric, "all")?.reason ?? [],
        until: known ?? readDb().now(),
        floors,
      }),
    ruling: (words: Words, metric: Metric) => {
      const ruling = incident.rulings.find((one) => one.id === estimate(metric, "all")?.rulingId);
      return ruling ? { reason: ruling.reason, date: dayText(words, ruling.ruledAt, record.timeZone) } : null;
    },
  };
}

/** The parts of the toll that claims name: children, women, soldiers; never added to the total. */
function Breakdown({ words, view }: { words: Words; view: View }) {
  const { t } = words;
  const rows = (["killed", "wounded", "missing"] as const).flatMap((metric) =>
    GROUPS.filter((group) => group !== "all").flatMap((group) => {
      const row = view.estimate(metric, group);
      return row && row.state !== "not_stated" ? [{ metric, group, row }] : [];
    }),
  );
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="groups">
      <h2 id="groups">{t("incident.breakdown")}</h2>
      <p className="muted">{t("incident.breakdownCaption")}</p>
      <ul className={styles.groups}>
        {rows.map(({ metric, group, row }) => (
          <li key={`${metric} ${group}`}>
            {t(`words.group.${group}`)}, {t(`words.metric.${metric}`)}: <b>{tollText(words, { ...row, best: null })}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}

function placeText(words: Words, incident: IncidentPage): string {
  if (incident.city) return cityText(words, incident.city);
  return incident.place ? cityText(words, incident.place) : words.t(`words.locationPrecision.${incident.locationPrecision}`);
}

function Retracted({ words, code, reason }: { words: Words; code: string; reason: string }) {
  return (
    <Shell words={words} path={`/incidents/${code}`} current="incidents">
      <h1>{words.t("incident.retracted")}</h1>
      <p>{words.t("incident.retractedHelp")}</p>
      <blockquote>{reason}</blockquote>
    </Shell>
  );
}

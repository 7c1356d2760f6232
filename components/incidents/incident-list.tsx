/** Incidents as a list: when, what, how many with the range, how many sources. */
import type { IncidentSummary } from "@/domain/incident-summary";
import { pathIn, type Words } from "@/messages";
import { cityText, languageOf } from "../reading/names";
import { tollText } from "../reading/numbers";
import { incidentDateText } from "../reading/times";
import styles from "./incident-list.module.css";

interface Props {
  words: Words;
  incidents: readonly IncidentSummary[];
  /** Appended to each incident's address: "?policy=latest". */
  query?: string;
  /** One below the heading that stands over the list. */
  heading?: "h2" | "h3";
}

export function IncidentList({ words, incidents, query = "", heading = "h3" }: Props) {
  return (
    <ol className={styles.list}>
      {incidents.map((incident) => (
        <li key={incident.code}>
          <Item words={words} incident={incident} query={query} Heading={heading} />
        </li>
      ))}
    </ol>
  );
}

interface ItemProps {
  words: Words;
  incident: IncidentSummary;
  query: string;
  Heading: "h2" | "h3";
}

function Item({ words, incident, query, Heading }: ItemProps) {
  const { t, locale } = words;
  const place = incident.city ? cityText(words, incident.city) : t(`words.locationPrecision.${incident.locationPrecision}`);
  return (
    <article>
      <p className={styles.when}>
        <time dateTime={incident.dateStart}>{incidentDateText(words, incident)}</time> ·{" "}
        {t(`words.attack.${incident.attackType}`)}
      </p>
      <Heading className={styles.title}>
        <a href={`${pathIn(locale, `/incidents/${incident.code}`)}${query}`}>
          {place}: <span lang={languageOf(incident.title)}>{incident.title}</span>
        </a>
      </Heading>
      <p className={styles.toll}>
        <Toll words={words} incident={incident} metric="killed" /> · <Toll words={words} incident={incident} metric="wounded" />
      </p>
      <p className={styles.when}>
        {t("incidents.sources", { count: incident.sources })}
        {!incident.counted && ` · ${t("incidents.uncounted")}`}
      </p>
    </article>
  );
}

function Toll({ words, incident, metric }: { words: Words; incident: IncidentSummary; metric: "killed" | "wounded" }) {
  const toll = incident.toll[metric];
  const isNumber = toll.state === "figure";
  return (
    <>
      {!isNumber && `${words.t(`incidents.${metric}`)}: `}
      <b className={metric === "wounded" ? "wounded" : undefined}>{tollText(words, toll)}</b>
      {isNumber && ` ${words.t(`incidents.${metric}`)}`}
    </>
  );
}

/** Incidents as a list: when, what, how many with the range, how many sources. */
import type { IncidentSummary } from "@/domain/incident-summary";
import { pathIn, type Words } from "@/messages";
import { cityText, languageOf } from "../reading/names";
import { tollText } from "../reading/numbers";
import { incidentDateText } from "../reading/times";
import { IncidentItem, type ItemTexts, type TollTexts } from "./incident-item";
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
          <IncidentItem item={itemTexts(words, incident, query)} Heading={heading} />
        </li>
      ))}
    </ol>
  );
}

/** An incident of a list in the page's words. `query` is appended to its address. */
export function itemTexts(words: Words, incident: IncidentSummary, query = ""): ItemTexts {
  const { t, locale } = words;
  return {
    code: incident.code,
    href: `${pathIn(locale, `/incidents/${incident.code}`)}${query}`,
    dateStart: incident.dateStart,
    when: incidentDateText(words, incident),
    attack: t(`words.attack.${incident.attackType}`),
    place: incident.city ? cityText(words, incident.city) : t(`words.locationPrecision.${incident.locationPrecision}`),
    title: incident.title,
    titleLanguage: languageOf(incident.title),
    killed: tollTexts(words, incident, "killed"),
    wounded: tollTexts(words, incident, "wounded"),
    sources: t("incidents.sources", { count: incident.sources }),
    uncounted: incident.counted ? "" : t("incidents.uncounted"),
  };
}

function tollTexts(words: Words, incident: IncidentSummary, metric: "killed" | "wounded"): TollTexts {
  const toll = incident.toll[metric];
  const isNumber = toll.state === "figure";
  const name = words.t(`incidents.${metric}`);
  return { before: isNumber ? "" : `${name}: `, toll: tollText(words, toll), after: isNumber ? ` ${name}` : "" };
}

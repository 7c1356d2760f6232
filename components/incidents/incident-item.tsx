/** An incident of a list, from its texts alone: the server writes it, and a copy without a server writes what it found. */
import styles from "./incident-list.module.css";

/** What stands before, in and behind a toll: "killed: " and the word for what is missing, or the figure and " killed". */
export interface TollTexts {
  before: string;
  toll: string;
  after: string;
}

export interface ItemTexts {
  code: string;
  href: string;
  /** Civil date. */
  dateStart: string;
  when: string;
  attack: string;
  place: string;
  title: string;
  titleLanguage: string | undefined;
  killed: TollTexts;
  wounded: TollTexts;
  sources: string;
  /** Empty where the incident counts in sums. */
  uncounted: string;
}

interface Props {
  item: ItemTexts;
  Heading: "h2" | "h3";
}

export function IncidentItem({ item, Heading }: Props) {
  return (
    <article>
      <p className={styles.when}>
        <time dateTime={item.dateStart}>{item.when}</time> · {item.attack}
      </p>
      <Heading className={styles.title}>
        <a href={item.href}>
          {item.place}: <span lang={item.titleLanguage}>{item.title}</span>
        </a>
      </Heading>
      <p className={styles.toll}>
        <Toll texts={item.killed} /> · <Toll texts={item.wounded} className="wounded" />
      </p>
      <p className={styles.when}>
        {item.sources}
        {item.uncounted !== "" && ` · ${item.uncounted}`}
      </p>
    </article>
  );
}

function Toll({ texts: { before, toll, after }, className }: { texts: TollTexts; className?: string }) {
  return (
    <>
      {before}
      <b className={className}>{toll}</b>
      {after}
    </>
  );
}

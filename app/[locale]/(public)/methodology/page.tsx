import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ExampleClaims, ExampleMoments, QualifierTable, VagueTable } from "@/components/methodology/method-tables";
import styles from "@/components/methodology/methodology.module.css";
import { languageOf } from "@/components/reading/names";
import { personsText } from "@/components/reading/numbers";
import { dateText } from "@/components/reading/times";
import { listMethodVersions, readFloors } from "@/db/queries/methodology";
import { findRecord } from "@/db/queries/record";
import { FIGURE_STATES, GROUPS, METRICS, POLICIES, SCOPES } from "@/domain/vocabulary";
import { pathIn, type Words } from "@/messages";
import { readDb } from "../../../_server/database";
import { alternates, wordsOf, type LocaleParams } from "../../../_server/page";
import { Shell } from "../shell";

/** The page's parts in order; each is a heading, an address and its own words. */
const PARTS = [
  "things",
  "inclusion",
  "figures",
  "vague",
  "states",
  "counting",
  "policies",
  "example",
  "known",
  "sums",
  "limits",
  "version",
] as const;
type Part = (typeof PARTS)[number];

const THINGS = ["incident", "place", "source", "report", "claim", "figure", "estimate", "ruling"] as const;

export async function generateMetadata({ params }: { params: LocaleParams }): Promise<Metadata> {
  const { t, locale } = await wordsOf(params);
  return { title: t("methodology.title"), alternates: alternates("/methodology", locale) };
}

export default async function Methodology({ params }: { params: LocaleParams }) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const db = readDb();
  const { timeZone, floors, versions } = db.snapshot(() => ({
    timeZone: findRecord(db).timeZone,
    floors: readFloors(db),
    versions: listMethodVersions(db),
  }));
  const section = (part: Part, children: ReactNode) => <Section words={words} part={part} body={children} />;
  return (
    <Shell words={words} path="/methodology" current="methodology">
      <h1>{t("methodology.title")}</h1>
      <div className={styles.text}>
        <p>{t("methodology.lead")}</p>
      </div>
      <nav aria-label={t("methodology.contents")}>
        <ul className={styles.contents}>
          {PARTS.map((part) => (
            <li key={part}>
              <a href={`#${part}`}>{t(`methodology.heading.${part}`)}</a>
            </li>
          ))}
        </ul>
      </nav>
      {section(
        "things",
        <Terms rows={THINGS.map((thing) => [t(`methodology.things.${thing}.name`), t(`methodology.things.${thing}.meaning`)])} />,
      )}
      {section("inclusion", <List words={words} keys={["event", "source", "scope", "parts", "unknown"]} under="inclusion" />)}
      {section(
        "figures",
        <>
          <Terms rows={METRICS.map((metric) => [t(`words.metric.${metric}`), t(`methodology.metric.${metric}`)])} />
          <p className={styles.text}>
            {t("methodology.figures.groups", { groups: GROUPS.map((group) => t(`words.group.${group}`)).join(", ") })}
          </p>
          <p className={styles.text}>
            {t("methodology.figures.scopes", {
              scopes: SCOPES.map((scope) => t("words.amount.vague", { word: t(`words.scope.${scope}`) })).join(", "),
            })}
          </p>
          <QualifierTable words={words} floors={floors} />
        </>,
      )}
      {section("vague", <VagueTable words={words} floors={floors} />)}
      {section(
        "states",
        <Terms rows={FIGURE_STATES.map((state) => [t(`words.state.${state}`), t(`methodology.state.${state}`)])} />,
      )}
      {section(
        "counting",
        <List
          words={words}
          keys={["stands", "repeat", "voice", "overtaken", "range", "best", "ruling"]}
          under="counting"
          ordered
        />,
      )}
      {section(
        "policies",
        <>
          <Terms rows={POLICIES.map((policy) => [t(`words.policy.${policy}`), t(`methodology.policy.${policy}`)])} />
          <p>
            <a href={pathIn(locale, "/compare")}>{t("compare.title")}</a>
          </p>
        </>,
      )}
      {section(
        "example",
        <>
          <ExampleClaims words={words} />
          <p className={styles.text}>{t("methodology.example.then")}</p>
          <ExampleMoments words={words} />
        </>,
      )}
      {section(
        "known",
        <>
          <List words={words} keys={["world", "ours", "dates"]} under="known" />
          <p className={styles.text}>{t("methodology.known.zone", { timeZone })}</p>
        </>,
      )}
      {section(
        "sums",
        <List words={words} keys={["separately", "open", "without", "combined", "counted", "dates", "places"]} under="sums" />,
      )}
      {section("limits", <List words={words} keys={["selection", "early", "independence", "who", "words"]} under="limits" />)}
      {section(
        "version",
        <>
          <ul>
            {versions.map((one) => (
              <li key={one.version}>
                <b>{t("methodology.versionOf", { version: one.version, date: dateText(words, one.date) })}</b>{" "}
                {one.is === "software" ? (
                  t(`methodology.change.${one.change}`)
                ) : (
                  <>
                    {one.changes
                      .map(({ word, from, to }) =>
                        t("methodology.change.floor", { word, from: personsText(words, from), to: personsText(words, to) }),
                      )
                      .join(" ")}{" "}
                    <q lang={languageOf(one.why)}>{one.why}</q>
                  </>
                )}
              </li>
            ))}
          </ul>
          <p className={styles.text}>
            <a href={pathIn(locale, "/corrections")}>{t("corrections.title")}</a> ·{" "}
            <a href={pathIn(locale, "/data")}>{t("data.title")}</a>
          </p>
        </>,
      )}
    </Shell>
  );
}

function Section({ words, part, body }: { words: Words; part: Part; body: ReactNode }) {
  return (
    <section aria-labelledby={part}>
      <h2 id={part}>{words.t(`methodology.heading.${part}`)}</h2>
      <p className={styles.text}>{words.t(`methodology.intro.${part}`)}</p>
      {body}
    </section>
  );
}

function Terms({ rows }: { rows: readonly (readonly [string, string])[] }) {
  return (
    <dl className={styles.terms}>
      {rows.map(([name, meaning]) => (
        <div key={name} className={styles.term}>
          <dt>{name.charAt(0).toUpperCase() + name.slice(1)}</dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}

interface ListProps {
  words: Words;
  keys: readonly string[];
  under: "inclusion" | "counting" | "known" | "sums" | "limits";
  ordered?: boolean;
}

function List({ words, keys, under, ordered = false }: ListProps) {
  const Tag = ordered ? "ol" : "ul";
  return (
    <div className={styles.text}>
      <Tag>
        {keys.map((key) => (
          <li key={key}>{words.t(`methodology.${under}.${key}` as "methodology.sums.open")}</li>
        ))}
      </Tag>
    </div>
  );
}

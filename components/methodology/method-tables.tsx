/** The tables of the methodology page, each made from the code that applies the rule. */
import {
  amountOf,
  boundsOf,
  DECLARED_FLOORS,
  isBounded,
  isOpenEnded,
  numberOf,
  rangeOf,
  VAGUE_FLOORS,
  type Floors,
} from "@/domain/figure";
import { POLICIES } from "@/domain/vocabulary";
import type { Words } from "@/messages";
import { amountText, personsText, rangeText } from "../reading/numbers";
import { instantText, statedText } from "../reading/times";
import styles from "./methodology.module.css";
import { EXAMPLE_AMOUNTS, EXAMPLE_CLAIMS, exampleMoments } from "./worked-example";

/** Each qualifier with an example, the range that follows and the number that stands for it. */
export function QualifierTable({ words, floors }: { words: Words; floors: Floors }) {
  const { t } = words;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t("methodology.figures.table")}>
      <table>
        <caption className="visually-hidden">{t("methodology.figures.table")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("methodology.figures.said")}</th>
            <th scope="col">{t("methodology.figures.word")}</th>
            <th scope="col" className="num">
              {t("methodology.figures.range")}
            </th>
            <th scope="col" className="num">
              {t("methodology.figures.number")}
            </th>
            <th scope="col">{t("methodology.figures.kind")}</th>
          </tr>
        </thead>
        <tbody>
          {EXAMPLE_AMOUNTS.map((example) => {
            const amount = amountOf(boundsOf(example), floors);
            const range = rangeOf(amount);
            const number = numberOf(amount);
            return (
              <tr key={JSON.stringify(amount)}>
                <th scope="row">{amountText(words, boundsOf(amount))}</th>
                <td>
                  <code>{amount.qualifier}</code>
                </td>
                <td className="num">
                  {range.low === null
                    ? t("methodology.figures.noRange")
                    : rangeText(words, { ...range, high: range.high ?? range.low })}
                </td>
                <td className="num">{number === null ? "–" : personsText(words, number)}</td>
                <td>
                  {isBounded(amount)
                    ? t("methodology.figures.bounded")
                    : isOpenEnded(amount)
                      ? t("methodology.figures.open")
                      : t("methodology.figures.neither")}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Vague words with their declared floors. */
export function VagueTable({ words, floors }: { words: Words; floors: Floors }) {
  const { t } = words;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t("methodology.vague.table")}>
      <table className={styles.narrow}>
        <caption className="visually-hidden">{t("methodology.vague.table")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("methodology.vague.word")}</th>
            <th scope="col" className="num">
              {t("methodology.vague.floor")}
            </th>
            <th scope="col">{t("methodology.vague.also")}</th>
          </tr>
        </thead>
        <tbody>
          {VAGUE_FLOORS.map(({ word, also }) => (
            <tr key={word}>
              <th scope="row" lang="en">
                {word}
              </th>
              <td className="num">
                {t("words.range.orMore", { range: personsText(words, floors[word]) })}
                {floors[word] !== DECLARED_FLOORS[word] && (
                  <span className="muted">
                    {" "}
                    {t("methodology.vague.declared", { floor: personsText(words, DECLARED_FLOORS[word]) })}
                  </span>
                )}
              </td>
              <td>{also.join(", ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The invented claims of the example and what each does in the last estimate. */
export function ExampleClaims({ words }: { words: Words }) {
  const { t } = words;
  const last = exampleMoments().at(-1)!.estimate;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t("methodology.example.claims")}>
      <table>
        <caption className="visually-hidden">{t("methodology.example.claims")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("incident.published")}</th>
            <th scope="col">{t("incident.who")}</th>
            <th scope="col" className="num">
              {t("incident.what")}
            </th>
            <th scope="col">{t("incident.inToday")}</th>
          </tr>
        </thead>
        <tbody>
          {EXAMPLE_CLAIMS.map(({ voice, publishedAt, amount }, index) => (
            <tr key={publishedAt}>
              <td>{statedText(words, publishedAt, "UTC")}</td>
              <th scope="row">{t(`methodology.example.voice.${voice}`)}</th>
              <td className="num">{amountText(words, boundsOf(amount))}</td>
              <td>{t(`incident.part.${last.reason.find(({ claim }) => claim === index + 1)!.is}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What followed from the claims at each moment, under every policy. */
export function ExampleMoments({ words }: { words: Words }) {
  const { t } = words;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t("methodology.example.moments")}>
      <table data-example="">
        <caption className="visually-hidden">{t("methodology.example.moments")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("methodology.example.known")}</th>
            <th scope="col" className="num">
              {t("compare.range")}
            </th>
            {POLICIES.map((policy) => (
              <th key={policy} scope="col" className="num">
                {t(`words.policy.${policy}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {exampleMoments().map(({ at, estimate }) => (
            <tr key={at}>
              <th scope="row">{instantText(words, at, "UTC")}</th>
              <td className="num">{rangeText(words, estimate)}</td>
              {POLICIES.map((policy) => (
                <td key={policy} className="num">
                  {estimate.best[policy] === null ? "–" : personsText(words, estimate.best[policy])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What a release says of itself: what it holds, its files with checksums, what changed. */
import type { Sum } from "@/domain/series";
import {
  baseNameOf,
  type BeforeAfter,
  type Release,
  type ChangedIncident,
  type ReleaseChanges,
  type ReleaseContents,
  type ReleasedToll,
} from "@/domain/release";
import { METRICS, type Metric } from "@/domain/vocabulary";
import { pathIn, type Words } from "@/messages";
import { personsText, rangeText } from "../reading/numbers";
import { languageOf } from "../reading/names";
import { dateText } from "../reading/times";
import styles from "./data.module.css";

/** How large a file is: "1.4 MB". */
export function bytesText({ format }: Words, bytes: number): string {
  const [value, unit]: [number, string] = bytes < 1e6 ? [bytes / 1e3, "kilobyte"] : [bytes / 1e6, "megabyte"];
  return format.number(value, { style: "unit", unit, maximumFractionDigits: value < 10 ? 1 : 0 });
}

/** The numbers of a release in one line. */
export function contentsText({ t, format }: Words, { incidents, claims, sources, cities }: ReleaseContents): string {
  return t("releases.holds", {
    incidents,
    claims,
    sources,
    cities,
    incidentsText: format.number(incidents),
    claimsText: format.number(claims),
    sourcesText: format.number(sources),
    citiesText: format.number(cities),
  });
}

export function ReleaseFiles({ words, release, here }: { words: Words; release: Release; here: boolean }) {
  const { t } = words;
  const { version, files } = release;
  const base = baseNameOf(version);
  const KINDS: Record<string, string> = {
    [`${base}.sqlite`]: t("releases.file.sqlite"),
    [`${base}.zip`]: t("releases.file.zip"),
    "changes.csv": t("releases.file.changes"),
    "release.json": t("releases.file.json"),
    "CITATION.cff": t("releases.file.cff"),
    "citation.bib": t("releases.file.bib"),
    SHA256SUMS: t("releases.file.sums"),
  };
  return (
    <>
      {!here && <p className="muted">{t("releases.notHere")}</p>}
      <ul className={styles.files}>
        {files.map(({ name, bytes, sha256 }) => (
          <li key={name}>
            <div className={styles.file}>
              {here ? (
                <a href={`/data/releases/${version}/${name}`} download>
                  {name}
                </a>
              ) : (
                <span>{name}</span>
              )}
              <span className="muted">{bytesText(words, bytes)}</span>
            </div>
            <p>{KINDS[name] ?? ""}</p>
            <p className={styles.hash}>
              <span className="visually-hidden">SHA-256 </span>
              {sha256}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What changed, in numbers and as the beginning of the list. */
export function ReleaseChangesView({ words, changes, file }: { words: Words; changes: ReleaseChanges; file: string | null }) {
  const { t, locale } = words;
  const { incidents, claims, rulings, totals, changed, since } = changes;
  const all = incidents.added + incidents.removed + incidents.changed;
  const rows = { incidents, claims, rulings };
  return (
    <>
      <div className="scroll" tabIndex={0} role="region" aria-label={t("releases.changesTable", { since })}>
        <table className={styles.numbers}>
          <caption className="visually-hidden">{t("releases.changesTable", { since })}</caption>
          <thead>
            <tr>
              <td />
              <th scope="col">{t("releases.added")}</th>
              <th scope="col">{t("releases.removed")}</th>
              <th scope="col">{t("releases.changed")}</th>
            </tr>
          </thead>
          <tbody>
            {(["incidents", "claims", "rulings"] as const).map((name) => (
              <tr key={name} data-changes={name}>
                <th scope="row">{t(`releases.of_kind.${name}`)}</th>
                <td>{personsText(words, rows[name].added)}</td>
                <td>{personsText(words, rows[name].removed)}</td>
                <td>{personsText(words, rows[name].changed)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <TotalsTable words={words} totals={totals} since={since} />
      {all === 0 ? (
        <p>{t("releases.nothing")}</p>
      ) : (
        <>
          <h3>{t("releases.list")}</h3>
          <p className="muted">
            {changed.length < all ? t("releases.listCut", { shown: changed.length, all }) : t("releases.listWhole", { all })}{" "}
            {file && (
              <a href={file} download>
                {t("releases.listFile")}
              </a>
            )}
          </p>
          <ul className={styles.changed}>
            {changed.map((one) => (
              <li key={one.incidentId} data-incident={one.incidentId}>
                <span className={styles.change}>{t(`releases.${one.change}`)}</span>
                <div>
                  <a href={pathIn(locale, `/incidents/${one.incidentId}`)} lang={languageOf(one.title)}>
                    {one.title}
                  </a>{" "}
                  <span className="muted">
                    {one.incidentId}, {dateText(words, one.dateStart)}
                  </span>
                  <p>{changeText(words, one)}</p>
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function TotalsTable({ words, totals, since }: { words: Words; totals: ReleaseChanges["totals"]; since: string }) {
  const { t } = words;
  const shown = METRICS.filter((metric) => totals[metric].before.low !== null || totals[metric].after.low !== null);
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t("releases.totalsTable", { since })}>
      <table className={styles.numbers}>
        <caption className="visually-hidden">{t("releases.totalsTable", { since })}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{t("releases.before", { since })}</th>
            <th scope="col">{t("releases.after")}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((metric) => (
            <tr key={metric}>
              <th scope="row">{t(`words.metric.${metric}`)}</th>
              <td>{sumText(words, totals[metric].before)}</td>
              <td>{sumText(words, totals[metric].after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function sumText(words: Words, sum: Sum): string {
  if (sum.best === null) return "–";
  return `${personsText(words, sum.best)} (${rangeText(words, sum)})`;
}

/** "killed: 29 (7–29) → 44 (29–44); claims". */
function changeText(words: Words, { change, parts, tolls, claims }: ChangedIncident): string {
  const { t } = words;
  if (change !== "changed")
    return METRICS.flatMap((metric) => {
      const toll = tolls[metric][change === "added" ? "after" : "before"];
      return toll?.best == null ? [] : [`${t(`words.metric.${metric}`)}: ${tollText(words, toll)}`];
    }).join("; ");
  return parts
    .map((part) => {
      if (isMetric(part)) return `${t(`words.metric.${part}`)}: ${arrow(tolls[part], (toll) => tollText(words, toll))}`;
      if (part === "claims" && claims.before !== claims.after)
        return `${t("releases.part.claims")}: ${arrow(claims, (count) => personsText(words, count ?? 0))}`;
      return t(`releases.part.${part}`);
    })
    .join("; ");
}

const isMetric = (part: string): part is Metric => (METRICS as readonly string[]).includes(part);
const arrow = <T,>({ before, after }: BeforeAfter<T>, write: (value: T) => string) => `${write(before)} → ${write(after)}`;

function tollText(words: Words, toll: ReleasedToll | null): string {
  if (toll?.best == null) return "–";
  const range = rangeText(words, toll);
  const best = personsText(words, toll.best);
  return range === best ? best : `${best} (${range})`;
}

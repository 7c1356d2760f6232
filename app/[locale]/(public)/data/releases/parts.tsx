/** What the pages of the releases share. */
import styles from "@/components/data/data.module.css";
import { pathIn, type Words } from "@/messages";
import { isCopy } from "../../../../_server/copy";

/** Two kinds of "then", side by side. */
export function KnownOrRelease({ words: { t }, version }: { words: Words; version: string | null }) {
  return (
    <section aria-labelledby="known-or-release">
      <h2 id="known-or-release">{t("releases.knownTitle")}</h2>
      <p className={styles.text}>{t("releases.knownText")}</p>
      <dl className={styles.asked}>
        <div>
          <dt>
            <code>known=2022-03-01</code>
          </dt>
          <dd>{t("releases.knownMeans")}</dd>
        </div>
        <div>
          <dt>{t("releases.release", { version: version ?? "2026-11-23" })}</dt>
          <dd>{t("releases.releaseMeans")}</dd>
        </div>
      </dl>
      <p className={styles.text}>{t("releases.both")}</p>
    </section>
  );
}

interface CompareProps {
  words: Words;
  /** The newest first. */
  versions: readonly string[];
  from?: string;
  to?: string;
}

/** Any two releases, by a form that needs no script; on a copy without a server, each with the one before. */
export function CompareForm({ words: { t, locale }, versions, from = versions[1], to = versions[0] }: CompareProps) {
  if (isCopy())
    return (
      <ul>
        {versions.slice(1).map((older, index) => (
          <li key={older}>
            <a href={pathIn(locale, `/data/releases/compare?from=${older}&to=${versions[index]!}`)}>
              {t("releases.compareTitle", { from: older, to: versions[index]! })}
            </a>
          </li>
        ))}
      </ul>
    );
  const choice = (name: "from" | "to", label: string, chosen: string | undefined) => (
    <label>
      {label}
      <select name={name} defaultValue={chosen}>
        {versions.map((version) => (
          <option key={version}>{version}</option>
        ))}
      </select>
    </label>
  );
  return (
    <form action={pathIn(locale, "/data/releases/compare")} method="get" className={styles.form}>
      {choice("from", t("releases.compareFrom"), from)}
      {choice("to", t("releases.compareTo"), to)}
      <button type="submit">{t("releases.compareDo")}</button>
    </form>
  );
}

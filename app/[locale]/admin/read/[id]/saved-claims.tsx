/** The claims that were taken from a text, each with its draft. */
import type { ClaimOfText } from "@/db/queries/readings";
import styles from "@/components/reading-desk/reading-desk.module.css";
import { pathIn, type Words } from "@/messages";
import desk from "../../_parts/desk.module.css";

export function SavedClaims({ words: { t, locale }, claims }: { words: Words; claims: readonly ClaimOfText[] }) {
  return (
    <section aria-labelledby="taken" className={styles.saved}>
      <h2 id="taken">{t("admin.read.taken")}</h2>
      <ul className={desk.list}>
        {claims.map(({ code, incident, title, claimant, publication }, index) => (
          <li key={code} data-claim={1_000 + index}>
            <a className={desk.entry} href={pathIn(locale, `/admin/claims/${code}`)}>
              {code} · {claimant}
            </a>{" "}
            <span className={desk.tag}>{t(`words.publication.${publication as "draft"}`)}</span>
            <p className={desk.small}>
              <a href={pathIn(locale, `/admin/incidents/${incident}`)}>
                {incident} · {title}
              </a>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

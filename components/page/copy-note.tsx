/** What stands in the filter's place on a copy without a server: why there is none, and what does as well. */
import { pathIn, type Words } from "@/messages";
import { SECTIONS } from "./header";
import styles from "./copy-note.module.css";

const INSTEAD = ["cities", "sources", "incidents", "data"] as const;

interface Props {
  words: Words;
  /** The release that the copy is of. */
  version: string;
}

export function CopyNote({ words: { t, locale }, version }: Props) {
  return (
    <div className={styles.note} data-copy-note="">
      <p>{t("copy.noFilter", { version })}</p>
      <p className={styles.links}>
        {INSTEAD.map((section) => (
          <a key={section} href={pathIn(locale, SECTIONS[section])}>
            {t(`copy.to.${section}`)}
          </a>
        ))}
      </p>
    </div>
  );
}

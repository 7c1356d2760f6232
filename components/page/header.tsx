/** The head of every reader's page: the record's name, where one can go, the languages. */
import { pathIn, type Words } from "@/messages";
import styles from "./header.module.css";

/** The parts of the site that the head names, in its order, with their addresses. */
export const SECTIONS = {
  record: "/",
  incidents: "/incidents",
  cities: "/cities",
  sources: "/sources",
  data: "/data",
  methodology: "/methodology",
  corrections: "/corrections",
} as const;
export type Section = keyof typeof SECTIONS;

interface Props {
  words: Words;
  /** The address of this page without its language, for the other language's link. */
  path: string;
  query?: string;
  current: Section | null;
  changed: string | null;
}

export function Header({ words, path, query = "", current, changed }: Props) {
  const { t, locale } = words;
  const suffix = query ? `?${query}` : "";
  return (
    <header className={styles.header}>
      <a className="skip" href="#content">
        {t("site.skip")}
      </a>
      <a className={styles.name} href={pathIn(locale, "/")}>
        {t("site.name")}
      </a>
      <nav aria-label={t("site.nav")}>
        <ul>
          {(Object.keys(SECTIONS) as Section[]).map((section) => (
            <li key={section}>
              <a href={pathIn(locale, SECTIONS[section])} aria-current={current === section ? "page" : undefined}>
                {t(`site.${section}`)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className={styles.side}>
        {changed && <span>{t("site.changed", { date: changed })}</span>}
        <span className={styles.languages} role="group" aria-label={t("site.language")}>
          <a href={`${pathIn("en", path)}${suffix}`} hrefLang="en" lang="en" aria-current={locale === "en" ? "true" : undefined}>
            {t("site.english")}
          </a>
          <a href={`${pathIn("uk", path)}${suffix}`} hrefLang="uk" lang="uk" aria-current={locale === "uk" ? "true" : undefined}>
            {t("site.ukrainian")}
          </a>
        </span>
      </div>
    </header>
  );
}

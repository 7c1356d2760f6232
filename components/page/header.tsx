/** The head of every reader's page: the record's name, where one can go, the languages. */
import { pathIn, type Words } from "@/messages";
import styles from "./header.module.css";

interface Props {
  words: Words;
  /** The address of this page without its language, for the other language's link. */
  path: string;
  query?: string;
  current: "record" | "incidents" | null;
  changed: string | null;
}

export function Header({ words, path, query = "", current, changed }: Props) {
  const { t, locale } = words;
  const suffix = query ? `?${query}` : "";
  const links = [
    { key: "record", href: "/" },
    { key: "incidents", href: "/incidents" },
  ] as const;
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
          {links.map(({ key, href }) => (
            <li key={key}>
              <a href={pathIn(locale, href)} aria-current={current === key ? "page" : undefined}>
                {t(`site.${key}`)}
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

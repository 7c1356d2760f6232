/** The frame of every page of the desk: where one can go, who is signed in, the languages, the way out. */
import type { ReactNode } from "react";
import { recordTrouble } from "@/app/_server/safety";
import { may, type SignedIn } from "@/app/_server/session";
import { SubmitButton } from "@/components/forms/submit-button";
import { pathIn, type Words } from "@/messages";
import { leave } from "../actions";
import styles from "./desk.module.css";

interface Props {
  words: Words;
  /** Null where a form came back after its session ended. */
  actor: SignedIn | null;
  /** The page's address without its language. */
  path: string;
  children: ReactNode;
}

const LINKS = [
  { key: "queue", href: "/admin", needed: "recorder" },
  { key: "readArticle", href: "/admin/read", needed: "recorder" },
  { key: "newIncident", href: "/admin/incidents/new", needed: "recorder" },
  { key: "sources", href: "/admin/sources", needed: "recorder" },
  { key: "releases", href: "/admin/releases", needed: "editor" },
  { key: "import", href: "/admin/import", needed: "editor" },
  { key: "audit", href: "/admin/audit", needed: "editor" },
  { key: "safety", href: "/admin/safety", needed: "admin" },
  { key: "people", href: "/admin/people", needed: "admin" },
  { key: "settings", href: "/admin/settings", needed: "admin" },
] as const;

export function Desk({ words, actor, path, children }: Props) {
  const { t, locale } = words;
  const trouble = recordTrouble();
  return (
    <div className="wrap">
      <header className={styles.header}>
        <a className="skip" href="#content">
          {t("site.skip")}
        </a>
        <a className={styles.name} href={pathIn(locale, "/admin")}>
          {t("site.name")} <span>{t("admin.title")}</span>
        </a>
        {actor && (
          <nav aria-label={t("admin.nav")}>
            <ul>
              {LINKS.filter(({ needed }) => may(actor, needed)).map(({ key, href }) => (
                <li key={key}>
                  <a href={pathIn(locale, href)} aria-current={path === href ? "page" : undefined}>
                    {t(`admin.${key}`)}
                  </a>
                </li>
              ))}
              <li>
                <a href={pathIn(locale, "/")}>{t("admin.publicSite")}</a>
              </li>
            </ul>
          </nav>
        )}
        <div className={styles.side}>
          <Languages words={words} path={path} />
          {actor && <Person words={words} actor={actor} />}
        </div>
      </header>
      {trouble && (
        <p className={styles.trouble} role="alert">
          <strong>{t("admin.readOnly")}</strong> {t(`errors.unwritable.${trouble.kind}`)}
        </p>
      )}
      <main id="content">{children}</main>
    </div>
  );
}

function Person({ words: { t, locale }, actor }: { words: Words; actor: SignedIn }) {
  return (
    <form action={leave} className={styles.person}>
      <input type="hidden" name="locale" value={locale} />
      <a href={pathIn(locale, "/admin/account")} aria-label={`${t("admin.account")}: ${actor.name}`}>
        {t("admin.signedInAs", { name: actor.name, role: t(`words.role.${actor.role}`) })}
      </a>
      <SubmitButton label={t("admin.signOut")} pending={t("admin.signOut")} quiet />
    </form>
  );
}

/** Links to this page in both languages. */
export function Languages({ words: { t, locale }, path }: { words: Words; path: string }) {
  return (
    <span className={styles.languages} role="group" aria-label={t("site.language")}>
      <a href={pathIn("en", path)} hrefLang="en" lang="en" aria-current={locale === "en" ? "true" : undefined}>
        {t("site.english")}
      </a>
      <a href={pathIn("uk", path)} hrefLang="uk" lang="uk" aria-current={locale === "uk" ? "true" : undefined}>
        {t("site.ukrainian")}
      </a>
    </span>
  );
}

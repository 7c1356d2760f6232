/** The foot of every reader's page. */
import { pathIn, type Words } from "@/messages";
import styles from "./footer.module.css";

interface Props {
  words: Words;
  licence: string;
  contact: string;
  /** A mirror and a copy have no desk to sign in to. */
  hasDesk: boolean;
}

export function Footer({ words, licence, contact, hasDesk }: Props) {
  const { t, locale } = words;
  return (
    <footer className={styles.footer}>
      <p>{t("site.footer")}</p>
      {licence && <p>{t("site.licence", { licence })}</p>}
      {contact && <p>{t("site.contact", { contact })}</p>}
      <p>
        <a href={pathIn(locale, "/feed.xml")} type="application/atom+xml">
          {t("feed.link")}
        </a>
        {hasDesk && (
          <>
            {" · "}
            <a href={pathIn(locale, "/sign-in")}>{t("site.signIn")}</a>
          </>
        )}
      </p>
    </footer>
  );
}

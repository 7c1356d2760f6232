/** The frame of the pages before the desk: signing in, and an invitation. */
import type { ReactNode } from "react";
import { pathIn, type Words } from "@/messages";
import { Languages } from "./desk";
import styles from "./desk.module.css";

export function Entrance({ words, path, children }: { words: Words; path: string; children: ReactNode }) {
  const { t, locale } = words;
  return (
    <div className="wrap">
      <header className={styles.place}>
        <a className={styles.name} href={pathIn(locale, "/")}>
          {t("site.name")}
        </a>
        <Languages words={words} path={path} />
      </header>
      <main className={styles.narrow}>{children}</main>
    </div>
  );
}

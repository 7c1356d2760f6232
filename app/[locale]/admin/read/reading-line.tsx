/** A text in a list: whose, of when, who read it, and how many claims came of it. */
import { instantText, statedText } from "@/components/reading/times";
import type { ListedReading } from "@/db/queries/readings";
import { pathIn, type Words } from "@/messages";
import styles from "../_parts/desk.module.css";

export function ReadingLine({ words, reading, timeZone }: { words: Words; reading: ListedReading; timeZone: string }) {
  const { t, locale } = words;
  const { id, title, publisher, publishedAt, readAt, readBy, claims } = reading;
  const said = [
    title === null ? null : publisher,
    publishedAt === null ? null : statedText(words, publishedAt, timeZone),
    t("admin.read.readBy", { when: instantText(words, readAt, timeZone), name: readBy ?? "–" }),
    t("admin.read.claimsTaken", { count: claims }),
  ];
  return (
    <>
      <a className={styles.entry} href={pathIn(locale, `/admin/read/${id}`)}>
        {title ?? publisher}
      </a>
      <p className={styles.small}>{said.filter((part) => part !== null).join(" · ")}</p>
    </>
  );
}

/** The words of a captured text that a claim was taken from, highlighted; for the desk alone. */
import { HighlightedText } from "@/components/reading-desk/highlighted-text";
import styles from "@/components/reading-desk/reading-desk.module.css";
import type { TextOfClaim } from "@/db/queries/readings";
import { pathIn, type Words } from "@/messages";
import desk from "./desk.module.css";

/** How far the excerpt may reach beyond the claim's own words, in characters. */
const AROUND = 400;

export function FromText({ words: { t, locale }, taken }: { words: Words; taken: TextOfClaim }) {
  const { reading, text, spans } = taken;
  const { from, to } = excerptOf(text, spans);
  const path = pathIn(locale, `/admin/read/${reading}`);
  return (
    <section aria-labelledby="from-text" className={styles.excerpt}>
      <h2 id="from-text" className={styles.excerptTitle}>
        {t("admin.read.fromText")}
      </h2>
      <HighlightedText text={text} marks={spans.map((span) => ({ ...span, of: 0 }))} hrefOf={() => path} from={from} to={to} />
      <p className={desk.small}>
        <a href={path}>{t("admin.read.fromTextLink")}</a>
      </p>
    </section>
  );
}

/** The lines that hold the claim's sentence, no more of them than a glance takes in. */
function excerptOf(text: string, spans: TextOfClaim["spans"]): { from: number; to: number } {
  const sentence = spans.find(({ part }) => part === "sentence") ?? spans[0]!;
  const lineStart = text.lastIndexOf("\n", Math.max(0, sentence.start - 1)) + 1;
  const newLine = text.indexOf("\n", sentence.end);
  const lineEnd = newLine < 0 ? text.length : newLine;
  return { from: Math.max(lineStart, sentence.start - AROUND), to: Math.min(lineEnd, sentence.end + AROUND) };
}

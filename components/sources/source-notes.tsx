/** Dated notes on how reliable a source is. */
import type { Reliability } from "@/domain/vocabulary";
import type { Words } from "@/messages";
import { languageOf } from "../reading/names";
import { dateText } from "../reading/times";

interface Props {
  words: Words;
  notes: readonly { id: number; day: string; reliability: Reliability; note: string }[];
}

export function SourceNoteList({ words, notes }: Props) {
  const { t } = words;
  return (
    <dl>
      {notes.map(({ id, day, reliability, note }) => (
        <div key={id}>
          <dt>
            {t("sources.notes.from", { date: dateText(words, day) })}: <strong>{reliability}</strong>,{" "}
            {t(`words.reliability.${reliability}`)}
          </dt>
          <dd lang={languageOf(note)}>{note}</dd>
        </div>
      ))}
    </dl>
  );
}

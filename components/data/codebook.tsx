/** The columns of an export, each with its type, its meaning and words and its HXL tag: the codebook, made from the columns themselves. */
import type { Column, Dataset } from "@/domain/datasets/column";
import type { Words } from "@/messages";
import styles from "./data.module.css";

export function Codebook({ words, dataset }: { words: Words; dataset: Dataset<never> }) {
  const { t } = words;
  const caption = t("data.table", { file: `${dataset.name}.csv` });
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table data-codebook={dataset.name}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t("data.column")}</th>
            <th scope="col">{t("data.type")}</th>
            <th scope="col">{t("data.meaning")}</th>
            <th scope="col">{t("data.hxl")}</th>
          </tr>
        </thead>
        <tbody>
          {dataset.columns.map((column) => (
            <Row key={column.name} words={words} dataset={dataset.name} column={column} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ words, dataset, column }: { words: Words; dataset: string; column: Column<never> }) {
  const { t } = words;
  const meaning = codebookText(words, dataset, column.name, column.meaning);
  return (
    <tr>
      <th scope="row" className={styles.name}>
        <code>{column.name}</code>
      </th>
      <td>{t(`data.types.${column.type}`)}</td>
      <td className={styles.meaning}>
        <span lang={meaning.lang}>{meaning.text}</span>
        {column.words && <span className={styles.words}>{t("data.words", { words: column.words.join(", ") })}</span>}
      </td>
      <td className={styles.name}>
        <code>{column.hxl ?? ""}</code>
      </td>
    </tr>
  );
}

/** A column's meaning (or a data set's, under the name "dataset") in the reader's language; English where there is none yet. */
export function codebookText(words: Words, dataset: string, name: string, meaning: string): { text: string; lang?: "en" } {
  const key = `data.codebook.${dataset}.${name}` as "data.codebook.series.dataset";
  return words.t.has(key) ? { text: words.t(key) } : { text: meaning, lang: "en" };
}

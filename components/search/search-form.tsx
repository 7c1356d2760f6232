/** The search in words and the order of the list, as a plain GET form that carries the filter along. */
import { pathIn, type Words } from "@/messages";
import styles from "./search-form.module.css";

interface Props {
  words: Words;
  path: string;
  /** What was searched for, as typed. */
  text: string;
  sort: string;
  sorts: readonly ("newest" | "oldest" | "killed" | "wounded")[];
  /** The filter's parameters, in their order. */
  carried: readonly (readonly [string, string])[];
}

export function SearchForm({ words, path, text, sort, sorts, carried }: Props) {
  const { t, locale } = words;
  return (
    <search>
      <form className={styles.form} action={pathIn(locale, path)} method="get">
        {carried.map(([name, value]) => (
          <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
        ))}
        <label className={styles.text}>
          <span className={styles.label}>{t("search.label")}</span>
          <input type="search" name="q" defaultValue={text} maxLength={200} autoComplete="off" placeholder={t("search.hint")} />
        </label>
        <label>
          <span className={styles.label}>{t("search.sort")}</span>
          <select name="sort" defaultValue={sort === sorts[0] ? "" : sort}>
            {sorts.map((one, index) => (
              <option key={one} value={index === 0 ? "" : one}>
                {t(`search.sortBy.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <button type="submit">{t("search.button")}</button>
      </form>
    </search>
  );
}

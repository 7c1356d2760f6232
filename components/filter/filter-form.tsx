/** The filter as a plain GET form: it works before and without any script, and its address is the view. */
import { withFilter, type Filter, type FilterProblem } from "@/domain/filter";
import { ATTACK_TYPES, GROUPS, METRICS, PERIODS, POLICIES } from "@/domain/vocabulary";
import { pathIn, type Words } from "@/messages";
import { inOneText } from "../reading/markup";
import { cityText } from "../reading/names";
import { FilterLive, LiveField } from "./filter-live";
import styles from "./filter-form.module.css";
import { toldProblem } from "./told";

export interface OfferedCity {
  slug: string;
  name: string;
  nameLocal: string | null;
}

interface Props {
  words: Words;
  path: string;
  filter: Filter;
  problems: readonly FilterProblem[];
  /** None where the page is a city's own. */
  cities?: readonly OfferedCity[];
  /** The record's: instants are shown on its clock. */
  timeZone: string;
  /** Lists have no periods. */
  withPeriod?: boolean;
  /** The page's own parameters, which the form carries along. */
  more?: Readonly<Record<string, string>>;
}

export function FilterForm({ words, path, filter, problems, cities = [], timeZone, withPeriod = true, more = {} }: Props) {
  const { t, locale } = words;
  const here = pathIn(locale, path);
  const dateTexts = { clear: t("filter.clear"), calendar: t("filter.calendar") };
  const chosen = cities.filter((city) => filter.cities.includes(city.slug));
  const chosenText =
    chosen.length === 0
      ? t("filter.allCities")
      : chosen.length <= 2
        ? chosen.map((c) => cityText(words, c)).join(", ")
        : t("filter.citiesSome", { count: chosen.length });
  return (
    <form className={styles.form} action={here} method="get" aria-label={t("filter.title")}>
      {problems.length > 0 && (
        <div className={styles.problems} role="alert">
          <h2>{t("filter.problems")}</h2>
          <ul>
            {problems.map((problem) => (
              <li key={`${problem.parameter} ${problem.value}`}>{toldProblem(words, problem)}</li>
            ))}
          </ul>
          <p>{t("filter.problemsHelp")}</p>
        </div>
      )}
      {Object.entries(more).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <FilterLive
        className={styles.fields!}
        language={locale === "en" ? "en-GB" : "uk-UA"}
        spellings={pathIn(locale, "/cities/spellings.json")}
      >
        {cities.length > 0 && (
          <LiveField
            name="city"
            label={t("filter.cities")}
            timeZone={timeZone}
            texts={{
              all: t("filter.allCities"),
              more: t("filter.moreCities"),
              none: t("filter.noCity"),
              chosen: t("filter.chosenCities"),
              remove: t("filter.removeCity"),
            }}
          >
            <details className={styles.cities}>
              <summary>
                <span className={styles.label}>{t("filter.cities")}</span>
                <span className={styles.value}>{chosenText}</span>
              </summary>
              {inOneText(
                <fieldset>
                  <legend className="visually-hidden">{t("filter.cities")}</legend>
                  {cities
                    .map((city) => ({ slug: city.slug, name: cityText(words, city) }))
                    .sort((a, b) => a.name.localeCompare(b.name, locale))
                    .map(({ slug, name }) => (
                      <label key={slug}>
                        <input type="checkbox" name="city" value={slug} defaultChecked={filter.cities.includes(slug)} />
                        {name}
                      </label>
                    ))}
                </fieldset>,
              )}
            </details>
          </LiveField>
        )}
        <LiveField name="from" label={t("filter.from")} timeZone={timeZone} texts={dateTexts}>
          <label>
            <span className={styles.label}>{t("filter.from")}</span>
            <input type="date" name="from" defaultValue={filter.from} />
          </label>
        </LiveField>
        <LiveField name="to" label={t("filter.to")} timeZone={timeZone} texts={dateTexts}>
          <label>
            <span className={styles.label}>{t("filter.to")}</span>
            <input type="date" name="to" defaultValue={filter.to} />
          </label>
        </LiveField>
        <label className={styles.more}>
          <input type="checkbox" autoComplete="off" defaultChecked={asksForMore(filter)} />
          {t("filter.more")}
        </label>
        {withPeriod && (
          <Choice
            name="by"
            label={t("filter.by")}
            value={filter.by}
            none={t("filter.byAuto")}
            options={PERIODS.map((p) => [p, t(`words.period.${p}`)])}
          />
        )}
        <Choice
          name="metric"
          label={t("filter.metric")}
          value={filter.metric}
          none={t("filter.metricDefault")}
          options={METRICS.map((m) => [m, t(`words.metric.${m}`)])}
        />
        <Choice
          name="group"
          label={t("filter.group")}
          value={filter.group === "all" ? undefined : filter.group}
          none={t("words.group.all")}
          options={GROUPS.filter((g) => g !== "all").map((g) => [g, t(`words.group.${g}`)])}
        />
        <Choice
          name="policy"
          label={t("filter.policy")}
          value={filter.policy === "majority" ? undefined : filter.policy}
          none={t("words.policy.majority")}
          options={POLICIES.filter((p) => p !== "majority").map((p) => [p, t(`words.policy.${p}`)])}
        />
        <Choice
          name="attack"
          label={t("filter.attack")}
          value={filter.attack}
          none={t("filter.attackAll")}
          options={ATTACK_TYPES.map((a) => [a, t(`words.attack.${a}`)])}
        />
        <LiveField name="known" label={t("filter.known")} timeZone={timeZone} texts={dateTexts}>
          <label>
            <span className={styles.label}>{t("filter.known")}</span>
            <input
              type="text"
              name="known"
              defaultValue={filter.known}
              placeholder={t("words.today")}
              size={12}
              autoComplete="off"
              title={t("filter.knownHint")}
            />
          </label>
        </LiveField>
        <div className={styles.buttons}>
          <button type="submit">{t("filter.apply")}</button>
          <a href={here}>{t("filter.reset")}</a>
        </div>
      </FilterLive>
    </form>
  );
}

/** Whether a filter uses a field that a phone shows on request alone. */
function asksForMore({ by, metric, group, policy, attack, known }: Filter): boolean {
  return by !== undefined || metric !== undefined || group !== "all" || policy !== "majority" || attack !== undefined || !!known;
}

interface ChoiceProps {
  name: string;
  label: string;
  value: string | undefined;
  /** What the absent parameter means. */
  none: string;
  options: readonly (readonly [string, string])[];
}

function Choice({ name, label, value, none, options }: ChoiceProps) {
  return (
    <label>
      <span className={styles.label}>{label}</span>
      <select name={name} defaultValue={value ?? ""}>
        <option value="">{none}</option>
        {options.map(([word, text]) => (
          <option key={word} value={word}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Where the CSV of a view is: the same filter, the same parameters. */
export function csvPath(name: string, filter: Filter): string {
  return withFilter(`/export/${name}.csv`, filter);
}

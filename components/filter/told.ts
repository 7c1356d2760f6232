/** A filter told in words: the clauses of `describeFilter` in the reader's language. */
import { describeFilter, type Filter, type FilterProblem } from "@/domain/filter";
import type { Words } from "@/messages";
import { dateText, knownText } from "../reading/times";

export interface ToldWith {
  timeZone: string;
  cityName: (slug: string) => string;
}

/** Each clause of a filter in words, in order; join them with commas. */
export function toldFilter(words: Words, filter: Filter, { timeZone, cityName }: ToldWith): string[] {
  const { t } = words;
  return describeFilter(filter).map((clause) => {
    const { values } = clause;
    switch (clause.key) {
      case "cities":
        return t("filter.told.cities", { cities: (values.cities as readonly string[]).map(cityName).join(", ") });
      case "dates":
        return t("filter.told.dates", { from: dateText(words, values.from as string), to: dateText(words, values.to as string) });
      case "since":
        return t("filter.told.since", { from: dateText(words, values.from as string) });
      case "until":
        return t("filter.told.until", { to: dateText(words, values.to as string) });
      case "metric":
        return t("filter.told.metric", { metric: t(`words.metric.${filter.metric!}`) });
      case "group":
        return t("filter.told.group", { group: t(`words.group.${filter.group}`) });
      case "policy":
        return t("filter.told.policy", { policy: t(`words.policySentence.${filter.policy}`) });
      case "known":
        return t("filter.told.known", { known: knownText(words, filter.known!, timeZone) });
      case "attack":
        return t("filter.told.attack", { attack: t(`words.attack.${filter.attack!}`) });
    }
  });
}

/** A parameter that could not be read, in a sentence that says what to write instead. */
export function toldProblem({ t }: Words, { parameter, value, code, allowed = [] }: FilterProblem): string {
  const shown = value.length > 60 ? `${value.slice(0, 60)}…` : value;
  return t(`filter.problem.${code}`, { parameter, value: shown, allowed: allowed.join(", ") });
}

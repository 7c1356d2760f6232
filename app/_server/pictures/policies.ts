/** A view's sum under every policy, as a picture and as a table. */
import { policiesFile, policiesSummary } from "@/components/compare/policies-picture";
import { toldFilter } from "@/components/filter/told";
import { cityText } from "@/components/reading/names";
import { totalUnderPolicies } from "@/db/queries/compare";
import { namesOfCities } from "@/db/queries/places";
import { findRecord } from "@/db/queries/record";
import { policiesDataset } from "@/domain/datasets/pictures";
import { withFilter } from "@/domain/filter";
import { POLICIES, type Metric } from "@/domain/vocabulary";
import { readDb } from "../database";
import { problem } from "../machine";
import { capital, csvText, demoNote, pictureFilter, pictureFoot, type MakePicture } from "./picture";

/** The picture of a metric's sum under all policies. */
export function policiesPicture(metric: Metric): MakePicture {
  return (words, query, origin) => {
    const read = pictureFilter(query);
    if ("problem" in read) return read;
    const { filter } = read;
    if (filter.metric && filter.metric !== metric)
      return { problem: problem(400, "A parameter could not be read", `This chart shows ${metric}: leave metric out.`) };
    const { t } = words;
    const db = readDb();
    const names = namesOfCities(db, filter.cities);
    const cityName = (slug: string) => {
      const named = names.get(slug);
      return named ? cityText(words, named) : slug;
    };
    const told = toldFilter(words, filter, { timeZone: findRecord(db).timeZone, cityName }).join(", ");
    const sum = totalUnderPolicies(db, filter, metric);
    const isEmpty = sum.low === null;
    const file = {
      title: isEmpty ? t("words.range.noFigure") : t("compare.fileTitle", { metric: t(`chart.metricTitle.${metric}`) }),
      notes: isEmpty
        ? [t("dashboard.emptyHelp")]
        : [`${capital(told)}.`, `${t("compare.fileCaption")} ${t("chart.rangeNote")}`, ...demoNote(words)],
      summary: policiesSummary(words, metric, sum),
      ...pictureFoot(words, `${withFilter("/compare", filter)}#${metric}`, origin),
    };
    return {
      name: `policies-${metric}`,
      words: file,
      svg: (narrow) => policiesFile(file, { words, sum, baseline: filter.policy, metric, narrow }),
      csv: () =>
        csvText(
          policiesDataset,
          POLICIES.map((policy) => ({
            ...sum,
            metric,
            group: filter.group,
            policy,
            best: sum.best[policy],
            knownOn: filter.known ?? null,
          })),
        ),
    };
  };
}

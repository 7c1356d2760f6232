/** How an incident's toll was reported, as a picture and as a table: every claim's figure and every estimate. */
import { revisionSummary } from "@/components/incident/revision-chart";
import { revisionFile } from "@/components/incident/revision-file";
import { revisionOf, type Revision } from "@/components/incident/revision";
import { cityText } from "@/components/reading/names";
import { rangeText } from "@/components/reading/numbers";
import { incidentDateText, knownText } from "@/components/reading/times";
import { findIncident } from "@/db/queries/incidents";
import { readFloors } from "@/db/queries/methodology";
import { findRecord } from "@/db/queries/record";
import { revisionDataset, type RevisionRow } from "@/domain/datasets/pictures";
import { isoInstant } from "@/domain/dates";
import { rowKnownAt } from "@/domain/estimate";
import { knownInstant, withFilter, readingOf, type Filter } from "@/domain/filter";
import type { Metric } from "@/domain/vocabulary";
import { readDb } from "../database";
import { problem } from "../machine";
import { csvText, demoNote, pictureFilter, pictureFoot, type MakePicture } from "./picture";

/** The picture of one metric's revisions; `incident=` names the incident. */
export function revisionPicture(metric: Metric): MakePicture {
  return (words, query, origin) => {
    const read = pictureFilter(query, ["incident"]);
    if ("problem" in read) return read;
    const code = query.get("incident") ?? "";
    const found = findIncident(readDb(), code);
    if (found.is === "retracted") return { problem: problem(410, "The incident was retracted", found.reason) };
    if (found.is !== "published")
      return { problem: problem(404, "There is no such incident", "Name one: incident=CODE, as in its page's address.") };
    const { t } = words;
    const { incident } = found;
    const { policy, known } = read.filter;
    const filter = readingOf(read.filter);
    const record = findRecord(readDb());
    const at = knownInstant(filter, record.timeZone) ?? Number.MAX_SAFE_INTEGER;
    const history = incident.history.filter((row) => row.metric === metric && row.group === "all");
    const revision = revisionOf({
      metric,
      policy,
      claims: incident.claims.filter((claim) => claim.publicAt <= at),
      history,
      reason: rowKnownAt(history, at)?.reason ?? [],
      until: Math.min(at, readDb().now()),
      floors: readFloors(readDb()),
    });
    const place = incident.city ?? incident.place;
    const last = revision.steps.at(-1);
    const isEmpty = revision.points.length === 0;
    const heading = `${place ? `${cityText(words, place)}: ` : ""}${incident.title}, ${incidentDateText(words, incident)}`;
    const file = {
      title: `${heading} · ${t("chart.revisionTitle", { metric: t(`words.metric.${metric}`) })}`,
      notes: isEmpty
        ? [t("words.range.noFigure")]
        : [
            [
              `${t("dashboard.range")}: ${last ? rangeText(words, last) : t("words.range.noFigure")}.`,
              known ? t("incident.knownView", { known: knownText(words, known, record.timeZone) }) : "",
            ].join(" "),
            t("chart.revisionCaption", { policy: t(`words.policySentence.${policy}`) }),
            ...demoNote(words),
          ],
      summary: isEmpty ? t("words.range.noFigure") : revisionSummary(words, revision, record.timeZone),
      ...pictureFoot(words, `${withFilter(`/incidents/${incident.code}`, filter)}#history`, origin),
    };
    return {
      name: `${incident.code}-${metric}`,
      words: file,
      svg: (narrow) => revisionFile(file, { words, revision, timeZone: record.timeZone, narrow }),
      csv: () => csvText(revisionDataset, rowsOf(revision, incident.code, filter)),
    };
  };
}

/** Claims and estimates in the order of their times. */
function rowsOf({ metric, points, steps }: Revision, incidentId: string, { policy, known }: Filter): RevisionRow[] {
  const shared = { incidentId, metric, policy, knownOn: known ?? null };
  const claims = points.map((point) => ({
    at: point.at,
    row: {
      ...shared,
      row: "claim" as const,
      from: isoInstant(point.at),
      until: null,
      claimId: point.claim,
      claimant: point.claimant,
      standing: point.standing,
      qualifier: point.bounds.qualifier,
      word: point.bounds.word ?? null,
      low: point.bounds.low,
      best: point.number,
      high: point.bounds.high,
      open: point.end === "open",
    },
  }));
  const estimates = steps.map((step) => ({
    at: step.from,
    row: {
      ...shared,
      row: "estimate" as const,
      from: isoInstant(step.from),
      until: isoInstant(step.until),
      claimId: null,
      claimant: null,
      standing: null,
      qualifier: null,
      word: null,
      low: step.low,
      best: step.best,
      high: step.high,
      open: step.open,
    },
  }));
  return [...claims, ...estimates].sort((a, b) => a.at - b.at).map(({ row }) => row);
}

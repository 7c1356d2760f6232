/** Any two releases compared. */
import type { Metadata } from "next";
import styles from "@/components/data/data.module.css";
import { ReleaseChangesView } from "@/components/data/release-parts";
import { listReleases } from "@/db/queries/releases";
import { pathIn } from "@/messages";
import { readDb } from "../../../../../_server/database";
import { queryOf, wordsOf, type LocaleParams, type SearchParams } from "../../../../../_server/page";
import { changesBetween } from "../../../../../_server/releases";
import { Shell } from "../../../shell";
import { CompareForm } from "../parts";

const PATH = "/data/releases/compare";

interface Props {
  params: LocaleParams;
  searchParams: SearchParams;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { t } = await wordsOf(params);
  // Every pair has its page: search engines need none of them.
  return { title: t("releases.compare"), robots: { index: false } };
}

export default async function CompareReleases({ params, searchParams }: Props) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const query = await queryOf(searchParams);
  const releases = listReleases(readDb());
  const [older, newer] = ["from", "to"].map((name) => releases.find(({ version }) => version === query.get(name)));
  const isPair = older !== undefined && newer !== undefined && older !== newer;
  const changes = isPair ? await changesBetween(older, newer) : null;
  const own = isPair && newer.changes?.since === older.version;
  return (
    <Shell words={words} path={PATH} query={query.toString()} current="data">
      <h1>{isPair ? t("releases.compareTitle", { from: older.version, to: newer.version }) : t("releases.compare")}</h1>
      {!isPair && query.size > 0 && <p role="alert">{t("releases.compareBad")}</p>}
      {releases.length > 1 && (
        <CompareForm
          words={words}
          versions={releases.map(({ version }) => version)}
          {...(isPair ? { from: older.version, to: newer.version } : {})}
        />
      )}
      {isPair &&
        (changes ? (
          <ReleaseChangesView words={words} changes={changes} file={own ? `/data/releases/${newer.version}/changes.csv` : null} />
        ) : (
          <p>{t("releases.compareGone")}</p>
        ))}
      <p className={styles.links}>
        <a href={pathIn(locale, "/data/releases")}>{t("releases.title")}</a>
      </p>
    </Shell>
  );
}

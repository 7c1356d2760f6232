import type { Metadata } from "next";
import { CorrectionList } from "@/components/corrections/correction-list";
import styles from "@/components/corrections/corrections.module.css";
import { listCorrections } from "@/db/queries/corrections";
import { findRecord } from "@/db/queries/record";
import { pathIn } from "@/messages";
import { readDb } from "../../../_server/database";
import { alternates, queryOf, wordsOf, type LocaleParams, type SearchParams } from "../../../_server/page";
import { Shell } from "../shell";

interface Props {
  params: LocaleParams;
  searchParams: SearchParams;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { t, locale } = await wordsOf(params);
  return { title: t("corrections.title"), alternates: alternates("/corrections", locale) };
}

export default async function Corrections({ params, searchParams }: Props) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const before = numberOf((await queryOf(searchParams)).get("before"));
  const db = readDb();
  const view = db.snapshot(() => ({ record: findRecord(db), ...listCorrections(db, { before }) }));
  return (
    <Shell words={words} path="/corrections" query={before === null ? "" : `before=${before}`} current="corrections">
      <h1>{t("corrections.title")}</h1>
      <div className={styles.lead}>
        <p>{t("corrections.lead")}</p>
        <p className="muted">{t("corrections.what")}</p>
      </div>
      {view.corrections.length === 0 ? (
        <p>
          <b>{t(before === null ? "corrections.none" : "corrections.noneOlder")}</b>
        </p>
      ) : (
        <CorrectionList words={words} corrections={view.corrections} timeZone={view.record.timeZone} />
      )}
      <p className={styles.links}>
        {view.next !== null && (
          <a href={pathIn(locale, `/corrections?before=${view.next}`)} rel="next">
            {t("corrections.older")}
          </a>
        )}
        {before !== null && <a href={pathIn(locale, "/corrections")}>{t("corrections.newest")}</a>}
        <a href={pathIn(locale, "/feed.xml")} type="application/atom+xml">
          {t("feed.link")}
        </a>
      </p>
      <section aria-labelledby="ask" className={styles.lead}>
        <h2 id="ask">{t("corrections.ask")}</h2>
        <p>{t("corrections.askHow")}</p>
        <p>{view.record.contact ? t("corrections.askWhere", { contact: view.record.contact }) : t("corrections.askNowhere")}</p>
      </section>
    </Shell>
  );
}

/** The entry before which a page begins; anything that is no such number is the first page. */
function numberOf(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

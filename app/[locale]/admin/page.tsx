/** The queue: drafts, what waits, what was published lately, and what the person asking did. */
import type { Metadata } from "next";
import { readDb } from "@/app/_server/database";
import { wordsOf, type LocaleParams } from "@/app/_server/page";
import { requireActor } from "@/app/_server/session";
import { cityText } from "@/components/reading/names";
import { incidentDateText, instantText } from "@/components/reading/times";
import { listOwnDeeds, listQueue, listRecentlyPublished, type Deed, type QueuedIncident } from "@/db/queries/desk";
import { findRecord } from "@/db/queries/record";
import { pathIn, type Words } from "@/messages";
import { Desk } from "./_parts/desk";
import styles from "./_parts/desk.module.css";

export async function generateMetadata({ params }: { params: LocaleParams }): Promise<Metadata> {
  const { t } = await wordsOf(params);
  return { title: t("admin.queue") };
}

export default async function QueuePage({ params }: { params: LocaleParams }) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const actor = await requireActor(locale, "/admin");
  const db = readDb();
  const { timeZone } = findRecord(db);
  const published = listRecentlyPublished(db, actor);
  const deeds = listOwnDeeds(db, actor);
  return (
    <Desk words={words} actor={actor} path="/admin">
      <h1>{t("admin.queue")}</h1>
      <div className={styles.columns}>
        <div>
          <h2>{t("admin.drafts")}</h2>
          <p className="muted">{t("admin.draftsHelp")}</p>
          <Queue words={words} timeZone={timeZone} incidents={listQueue(db, actor, "drafts")} none={t("admin.draftsNone")} />
          <h2>{t("admin.waiting")}</h2>
          <p className="muted">{t("admin.waitingHelp")}</p>
          <Queue words={words} timeZone={timeZone} incidents={listQueue(db, actor, "waiting")} none={t("admin.waitingNone")} />
        </div>
        <div>
          <h2>{t("admin.published")}</h2>
          <ul className={styles.list}>
            {published.length === 0 && <li className="muted">{t("admin.publishedNone")}</li>}
            {published.map(({ code, title, at, by }) => (
              <li key={code}>
                <a className={styles.entry} href={pathIn(locale, `/admin/incidents/${code}`)}>
                  {title}
                </a>
                <p className={styles.small}>{t("admin.changedBy", { when: instantText(words, at, timeZone), name: by })}</p>
              </li>
            ))}
          </ul>
          <h2>{t("admin.mine")}</h2>
          <ul className={styles.list}>
            {deeds.length === 0 && <li className="muted">{t("admin.mineNone")}</li>}
            {deeds.map((deed) => (
              <li key={deed.id}>
                {deedText(words, deed)}
                <p className={styles.small}>{instantText(words, deed.at, timeZone)}</p>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </Desk>
  );
}

function Queue({
  words,
  timeZone,
  incidents,
  none,
}: {
  words: Words;
  timeZone: string;
  incidents: readonly QueuedIncident[];
  none: string;
}) {
  const { t, locale } = words;
  return (
    <ul className={styles.list}>
      {incidents.length === 0 && <li className="muted">{none}</li>}
      {incidents.map((incident) => {
        const { code, title, place, placeLocal, claims, newClaims, changedAt, changedBy } = incident;
        const where = place === null ? null : cityText(words, { name: place, nameLocal: placeLocal });
        const counts =
          claims === 0
            ? t("admin.noClaims")
            : newClaims < claims
              ? t("admin.newClaimCount", { count: newClaims })
              : t("admin.claimCount", { count: claims });
        return (
          <li key={code}>
            <p className={styles.small}>{[where, incidentDateText(words, incident), code].filter(Boolean).join(" · ")}</p>
            <a className={styles.entry} href={pathIn(locale, `/admin/incidents/${code}`)}>
              {title}
            </a>
            <p className={styles.small}>
              {counts} ·{" "}
              {changedBy
                ? t("admin.changedBy", { when: instantText(words, changedAt, timeZone), name: changedBy })
                : instantText(words, changedAt, timeZone)}
            </p>
          </li>
        );
      })}
    </ul>
  );
}

/** "entered incident UA-0003". */
function deedText({ t }: Words, { action, subject }: Deed): string {
  const [kind = "", code = ""] = subject.split(" ");
  const what = kind === "incident" || kind === "claim" || kind === "account" ? t(`admin.subject.${kind}`, { code }) : subject;
  const key = `admin.action.${action.replace(".", "_")}` as "admin.action.incident_record";
  return t.has(key) ? t(key, { subject: what }) : t("admin.action.other", { action, subject: what });
}

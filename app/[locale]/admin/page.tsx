/** The queue: drafts, what waits, what was published lately, and what the person asking did. */
import type { Metadata } from "next";
import { readDb } from "@/app/_server/database";
import { nearLink } from "@/app/_server/incident-form";
import { wordsOf, type LocaleParams } from "@/app/_server/page";
import { may, requireActor, type SignedIn } from "@/app/_server/session";
import { Notice } from "@/components/forms/layout";
import { amountText, personsText, rangeText } from "@/components/reading/numbers";
import { cityText } from "@/components/reading/names";
import { incidentDateText, instantText } from "@/components/reading/times";
import {
  isRecordUnset,
  listOwnDeeds,
  listQueue,
  listRecentlyPublished,
  type QueuedIncident,
  type QueuePart,
} from "@/db/queries/desk";
import {
  findReview,
  listConflicts,
  listMaybeSame,
  listOutdatedRulings,
  type Conflict,
  type MaybeSame,
  type OutdatedRuling,
} from "@/db/queries/review";
import { listProposedSplits, type ProposedSplit } from "@/db/queries/splits";
import { findRecord } from "@/db/queries/record";
import { pathIn, type Words } from "@/messages";
import { deedText } from "./_parts/deeds";
import { Desk } from "./_parts/desk";
import styles from "./_parts/desk.module.css";
import { ReviewLine } from "./_parts/reviewing";

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
      {may(actor, "admin") && isRecordUnset(db, actor) && (
        <Notice>
          {t("admin.unset")} <a href={pathIn(locale, "/admin/settings")}>{t("admin.unsetLink")}</a>
        </Notice>
      )}
      <h1>{t("admin.queue")}</h1>
      <div className={styles.columns}>
        <div>
          {may(actor, "editor") && <Splits words={words} splits={listProposedSplits(db, actor)} timeZone={timeZone} />}
          {PARTS.map((part) => (
            <Queue key={part} words={words} actor={actor} timeZone={timeZone} part={part} />
          ))}
        </div>
        <div>
          <Conflicts words={words} conflicts={listConflicts(db, actor)} />
          <Outdated words={words} rulings={listOutdatedRulings(db, actor)} />
          <Alike words={words} alike={listMaybeSame(db, actor)} isEditor={may(actor, "editor")} />
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

/** Splits of what readers see, which one editor proposed. */
function Splits({ words, splits, timeZone }: { words: Words; splits: readonly ProposedSplit[]; timeZone: string }) {
  const { t, locale } = words;
  if (splits.length === 0) return null;
  return (
    <section aria-labelledby="queue-splits">
      <h2 id="queue-splits">{t("admin.splits")}</h2>
      <p className="muted">{t("admin.splitsHelp")}</p>
      <ul className={styles.list}>
        {splits.map(({ code, title, at, by }) => (
          <li key={code}>
            <p className={styles.small}>{code}</p>
            <a className={styles.entry} href={pathIn(locale, `/admin/incidents/${code}/merge#proposal`)}>
              {title}
            </a>
            <p className={styles.small}>{t("admin.changedBy", { when: instantText(words, at, timeZone), name: by })}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What was entered and may be an incident that is there already. */
function Alike({ words, alike, isEditor }: { words: Words; alike: readonly MaybeSame[]; isEditor: boolean }) {
  const { t, locale } = words;
  if (alike.length === 0) return null;
  return (
    <section aria-labelledby="queue-alike">
      <h2 id="queue-alike">{t("admin.alike")}</h2>
      <p className="muted">{t("admin.alikeHelp")}</p>
      <ul className={styles.list}>
        {alike.map(({ code, title, near }) => (
          <li key={code}>
            <a className={styles.entry} href={pathIn(locale, `/admin/incidents/${code}${isEditor ? "/merge" : ""}`)}>
              {code} · {title}
            </a>
            {near.map((one) => (
              <p key={one.code} className={styles.small}>
                <a href={nearLink(one, locale).href}>{nearLink(one, locale).label}</a>
              </p>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What waits for an editor comes first, then what its recorder is asked to mend. */
const PARTS = ["review", "back", "drafts", "waiting"] as const satisfies readonly QueuePart[];

function Queue({ words, actor, timeZone, part }: { words: Words; actor: SignedIn; timeZone: string; part: QueuePart }) {
  const { t } = words;
  const incidents = listQueue(readDb(), actor, part);
  // Sent back is rare: where nothing was, nothing is said.
  if (part === "back" && incidents.length === 0) return null;
  return (
    <section aria-labelledby={`queue-${part}`}>
      <h2 id={`queue-${part}`}>{t(`admin.${part}`)}</h2>
      <p className="muted">{t(`admin.${part}Help`)}</p>
      <QueueList words={words} actor={actor} timeZone={timeZone} incidents={incidents} none={t(`admin.${part}None`)} />
    </section>
  );
}

function QueueList({
  words,
  actor,
  timeZone,
  incidents,
  none,
}: {
  words: Words;
  actor: SignedIn;
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
        const review = findReview(readDb(), actor, code);
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
            {review && <ReviewLine words={words} review={review} timeZone={timeZone} />}
          </li>
        );
      })}
    </ul>
  );
}

function Conflicts({ words, conflicts }: { words: Words; conflicts: readonly Conflict[] }) {
  const { t, locale } = words;
  if (conflicts.length === 0) return null;
  return (
    <section>
      <h2>{t("admin.conflicts")}</h2>
      <p className="muted">{t("admin.conflictsHelp")}</p>
      <ul className={styles.list}>
        {conflicts.map(({ code, title, claim, claimant, metric, stated, published }) => (
          <li key={`${claim} ${metric}`}>
            <p className={styles.small}>{`${code} · ${claim}`}</p>
            <a className={styles.entry} href={pathIn(locale, `/admin/incidents/${code}`)}>
              {title}
            </a>
            <p className={styles.small}>
              {t("admin.conflict", {
                claimant,
                metric: t(`words.metric.${metric}`),
                stated: amountText(words, stated),
                range: rangeText(words, published),
              })}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Outdated({ words, rulings }: { words: Words; rulings: readonly OutdatedRuling[] }) {
  const { t, locale } = words;
  if (rulings.length === 0) return null;
  return (
    <section>
      <h2>{t("admin.outdated")}</h2>
      <p className="muted">{t("admin.outdatedHelp")}</p>
      <ul className={styles.list}>
        {rulings.map(({ code, title, metric, best, claims }) => (
          <li key={`${code} ${metric} ${best}`}>
            <a className={styles.entry} href={pathIn(locale, `/admin/incidents/${code}#rulings`)}>
              {title}
            </a>
            <p className={styles.small}>
              {t("admin.outdatedOne", {
                metric: t(`words.metric.${metric}`),
                best: personsText(words, best),
                claims: claims.join(", "),
              })}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

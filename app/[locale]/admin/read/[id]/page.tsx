/** One text: its words on the left, what it claims on the right, each claim to be taken, corrected or left out. */
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { readDb } from "@/app/_server/database";
import { formWords, newFormKey } from "@/app/_server/form-words";
import { queryOf, wordsOf, type LocaleParams, type SearchParams } from "@/app/_server/page";
import { aboutValues, takenValues, writtenSpans } from "@/app/_server/reading-form";
import { proposedPage, type ReadingPage } from "@/app/_server/reading-pages";
import { visitOf, type SignedIn } from "@/app/_server/session";
import { ActionForm } from "@/components/forms/action-form";
import { Notice } from "@/components/forms/layout";
import { SubmitButton } from "@/components/forms/submit-button";
import { HighlightedText } from "@/components/reading-desk/highlighted-text";
import { ReadingKeys } from "@/components/reading-desk/reading-keys";
import { TypedAgain } from "@/components/reading-desk/typed-again";
import styles from "@/components/reading-desk/reading-desk.module.css";
import { instantText, statedText } from "@/components/reading/times";
import { listSources } from "@/db/queries/desk";
import { findReading, findSameText, listClaimsOfText, type ReadingForDesk } from "@/db/queries/readings";
import { findRecord } from "@/db/queries/record";
import { pathIn, type Words } from "@/messages";
import { Desk } from "../../_parts/desk";
import desk from "../../_parts/desk.module.css";
import { AboutFields } from "../about-fields";
import { correctReading, putAway, takeClaims } from "../actions";
import { ReadingLine } from "../reading-line";
import { ClaimCard } from "./claim-card";
import { EventHead } from "./event-head";
import { SavedClaims } from "./saved-claims";

type Params = LocaleParams<{ id: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { t } = await wordsOf(params);
  return { title: t("admin.read.title") };
}

export default async function ReadingPageOfDesk({ params, searchParams }: { params: Params; searchParams: SearchParams }) {
  const words = await wordsOf(params);
  const { id } = await params;
  const path = `/admin/read/${id}`;
  const { actor, lost } = await visitOf(words.locale, path);
  if (!actor) return <LostForm words={words} id={id} path={path} form={lost} />;
  const reading = /^\d{1,15}$/.test(id) ? findReading(readDb(), actor, Number(id)) : null;
  if (!reading) notFound();
  const query = await queryOf(searchParams);
  return (
    <Desk words={words} actor={actor} path={path}>
      <Head words={words} actor={actor} reading={reading} query={query} />
      <Review words={words} actor={actor} reading={reading} query={query} />
    </Desk>
  );
}

interface Shown {
  words: Words;
  actor: SignedIn;
  reading: ReadingForDesk;
  query: URLSearchParams;
}

function Head({ words, actor, reading, query }: Shown) {
  const { t } = words;
  const db = readDb();
  const { timeZone } = findRecord(db);
  const same = findSameText(db, actor, reading.sha256).filter(({ id }) => id !== reading.id);
  const saved = query.get("saved");
  const count = Number(query.get("count") ?? "");
  return (
    <>
      {saved === "claims" && Number.isInteger(count) && <Notice>{t("admin.read.saved", { count })}</Notice>}
      {saved === "about" && <Notice>{t("admin.read.corrected")}</Notice>}
      <p className={desk.kicker}>
        {[
          reading.title === null ? null : reading.publisher,
          reading.publishedAt === null ? t("admin.read.undated") : statedText(words, reading.publishedAt, timeZone),
          t("admin.read.readBy", { when: instantText(words, reading.readAt, timeZone), name: reading.readBy ?? "–" }),
        ]
          .filter((part) => part !== null)
          .join(" · ")}{" "}
        {reading.url && (
          <a href={reading.url} rel="noopener noreferrer" target="_blank">
            {t("admin.read.page")} ↗
          </a>
        )}
      </p>
      <h1>{reading.title ?? reading.publisher}</h1>
      {same.length > 0 && (
        <div className={styles.same} role="note">
          <p>{t("admin.read.same")}</p>
          <ul className={desk.list}>
            {same.map((one) => (
              <li key={one.id}>
                <ReadingLine words={words} reading={one} timeZone={timeZone} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

async function Review({ words, actor, reading, query }: Shown) {
  const { t, locale } = words;
  const db = readDb();
  const path = pathIn(locale, `/admin/read/${reading.id}`);
  const saved = listClaimsOfText(db, actor, reading.id);
  const page = await proposedPage(words, actor, reading, saved, Number(query.get("part") ?? "1"));
  const marks = [
    ...(typeof page === "string" ? [] : page.marks),
    ...saved.flatMap(({ spans }, index) =>
      spans.filter(({ part }) => part !== "sentence").map((span) => ({ ...span, of: 1_000 + index })),
    ),
  ];
  return (
    <ReadingKeys
      name={`reading-${reading.id}-${typeof page === "string" ? 0 : page.part}`}
      isSaved={query.get("saved") === "claims"}
      isBegun={query.get("saved") === "text"}
      words={{ putBack: t("admin.read.putBack"), startAgain: t("admin.read.startAgain"), count: t("admin.read.count", COUNT) }}
    >
      <section className={styles.pane} aria-label={t("admin.read.text")} data-pane tabIndex={0}>
        <HighlightedText
          text={reading.text}
          marks={marks}
          hrefOf={(claim) => (claim < 1_000 ? `#claim-${claim}` : pathIn(locale, `/admin/claims/${saved[claim - 1_000]!.code}`))}
        />
      </section>
      <div className={styles.claims}>
        {saved.length > 0 && <SavedClaims words={words} claims={saved} />}
        {typeof page === "string" ? (
          <p className={styles.same} role="alert">
            {page}
          </p>
        ) : (
          <Claims words={words} actor={actor} reading={reading} page={page} path={path} hasSaved={saved.length > 0} />
        )}
        <About words={words} reading={reading} path={path} isFixed={saved.length > 0} />
      </div>
    </ReadingKeys>
  );
}

/** Where the script puts its numbers. */
const COUNT = { taken: "{taken}", all: "{all}" };

interface ClaimsShown {
  words: Words;
  actor: SignedIn;
  reading: ReadingForDesk;
  page: ReadingPage;
  path: string;
  hasSaved: boolean;
}

function Claims({ words, actor, reading, page, path, hasSaved }: ClaimsShown) {
  const { t } = words;
  const { events, placed, part, parts } = page;
  if (placed.length === 0)
    return <p className={styles.none}>{hasSaved ? t("admin.read.nothingLeft") : t("admin.read.nothing")}</p>;
  const formKey = newFormKey();
  const titleOf = (event: (typeof events)[number]): string =>
    event.place === null
      ? ""
      : event.attack === "unknown"
        ? t("admin.read.newTitleUnknown", { place: event.place.name })
        : t("admin.read.newTitle", { attack: capital(t(`words.attack.${event.attack}`)), place: event.place.name });
  const hidden = {
    reading: String(reading.id),
    formKey,
    claims: String(placed.length),
    ...Object.fromEntries(placed.map(({ proposal }, index) => [`c.${index}.spans`, writtenSpans(proposal)])),
  };
  return (
    <>
      <p className={styles.help}>
        {t("admin.read.found", { count: page.count })}{" "}
        <span className={styles.keys}>{t.rich("admin.read.keys", { k: (chunks) => <kbd>{chunks}</kbd> })}</span>
      </p>
      <div data-keys="">
        <ActionForm
          key={formKey}
          id="take"
          action={takeClaims}
          permalink={part === 1 ? path : `${path}?part=${part}`}
          initial={takenValues(reading, events, placed, titleOf)}
          hidden={hidden}
          words={formWords(words)}
        >
          {events.map((event, at) => (
            <section key={at} className={styles.event} aria-labelledby={`event-${at}`}>
              <EventHead words={words} event={event} at={at} />
              {placed.map(
                (one, index) =>
                  one.event === at && (
                    <ClaimCard
                      key={one.proposal.key}
                      words={words}
                      proposal={one.proposal}
                      index={index}
                      number={page.first + index}
                      events={events}
                    />
                  ),
              )}
            </section>
          ))}
          <datalist id="claimants">
            {listSources(readDb(), actor).map(({ name, role, kind }) => (
              <option key={name} value={name}>
                {role ?? t(`words.kind.${kind}`)}
              </option>
            ))}
          </datalist>
          <div className={styles.save}>
            <SubmitButton label={t("admin.read.save")} pending={t("forms.pending")} />
            <span data-count="" role="status" className={styles.count} />
            <span className={styles.keys}>{t.rich("admin.read.saveKey", { k: (chunks) => <kbd>{chunks}</kbd> })}</span>
          </div>
        </ActionForm>
      </div>
      {parts > 1 && (
        <nav aria-label={t("admin.read.parts")} className={styles.parts}>
          {Array.from({ length: parts }, (_, index) => index + 1).map((one) => (
            <a key={one} href={`${path}?part=${one}`} aria-current={one === part ? "page" : undefined}>
              {t("admin.read.part", { part: one, parts })}
            </a>
          ))}
        </nav>
      )}
    </>
  );
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

/** What is said about the text, to be corrected while nothing was taken; its hash; and putting it away. */
function About({ words, reading, path, isFixed }: { words: Words; reading: ReadingForDesk; path: string; isFixed: boolean }) {
  const { t } = words;
  const hidden = { reading: String(reading.id) };
  return (
    <details className={styles.about}>
      <summary>{t("admin.read.about")}</summary>
      <p className="muted">
        {t("admin.read.kept", { characters: reading.text.length })} <code className={desk.hash}>{reading.sha256}</code>
      </p>
      {isFixed ? (
        <p className="muted">{t("admin.read.fixed")}</p>
      ) : (
        <ActionForm
          id="about"
          action={correctReading}
          permalink={`${path}#about`}
          initial={aboutValues(reading)}
          hidden={hidden}
          words={formWords(words)}
        >
          <AboutFields words={words} />
          <SubmitButton label={t("admin.read.correct")} pending={t("forms.pending")} quiet />
        </ActionForm>
      )}
      <ActionForm
        id="away"
        action={putAway}
        permalink={`${path}#away`}
        hidden={{ ...hidden, closed: reading.closedAt === null ? "yes" : "no" }}
        words={formWords(words)}
      >
        <p className={styles.away}>
          {reading.closedAt !== null && <span className="muted">{t("admin.read.isClosed")}</span>}
          <SubmitButton
            label={reading.closedAt === null ? t("admin.read.close") : t("admin.read.reopen")}
            pending={t("forms.pending")}
            quiet
          />
        </p>
      </ActionForm>
    </details>
  );
}

/** A form that was sent after its session ended: what was chosen and typed goes along unseen, to be sent again. */
function LostForm({ words, id, path, form }: { words: Words; id: string; path: string; form: string }) {
  const { t, locale } = words;
  const permalink = pathIn(locale, path);
  const actions = { take: takeClaims, about: correctReading, away: putAway } as const;
  const known = form in actions ? (form as keyof typeof actions) : "take";
  return (
    <Desk words={words} actor={null} path={path}>
      <h1>{t("admin.lost.title")}</h1>
      <ActionForm
        id={known}
        action={actions[known]}
        permalink={known === "take" ? permalink : `${permalink}#${known}`}
        hidden={{ reading: id }}
        words={formWords(words)}
      >
        <TypedAgain besides={["locale", "form", "reading"]} />
        <SubmitButton label={t("admin.claim.save")} pending={t("forms.pending")} />
      </ActionForm>
    </Desk>
  );
}

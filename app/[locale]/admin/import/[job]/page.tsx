/** One import: how its table is read, how far it is, what it would make or made, and what is wrong with its rows. */
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { readDb } from "@/app/_server/database";
import { formWords } from "@/app/_server/form-words";
import { queryOf, wordsOf, type SearchParams } from "@/app/_server/page";
import { requireRole } from "@/app/_server/session";
import { ActionForm } from "@/components/forms/action-form";
import type { FormAction } from "@/components/forms/form-state";
import { SubmitButton } from "@/components/forms/submit-button";
import styles from "@/components/import/import.module.css";
import { ProblemTable, ReportTable } from "@/components/import/report";
import { Watch } from "@/components/import/watch";
import { personsText } from "@/components/reading/numbers";
import { instantText } from "@/components/reading/times";
import { undoProblem } from "@/db/queries/import-undo";
import { findImport, importedCodes, importProblems, type ImportShown } from "@/db/queries/imports";
import { findRecord } from "@/db/queries/record";
import { pathIn, type Words } from "@/messages";
import { Desk } from "../../_parts/desk";
import desk from "../../_parts/desk.module.css";
import { bring, drop, stop, undo } from "../actions";
import { ChoiceForm } from "./choice-form";

type Params = Promise<{ locale: string; job: string }>;
interface Props {
  params: Params;
  searchParams: SearchParams;
}

const A_PAGE = 50;
const RUNNING = ["checking", "importing", "hidden", "finishing", "undoing"] as const;
const CHOOSABLE = ["uploaded", "checked", "refused", "failed", "cancelled"];

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { t } = await wordsOf(params);
  return { title: t("import.title") };
}

export default async function ImportJobPage({ params, searchParams }: Props) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const { job: number } = await params;
  const path = `/admin/import/${number}`;
  const actor = await requireRole(locale, path, "editor");
  const db = readDb();
  const job = /^\d{1,9}$/.test(number) ? findImport(db, Number(number)) : null;
  if (!job) notFound();
  const { timeZone } = findRecord(db);
  const isRunning = (RUNNING as readonly string[]).includes(job.state);
  const from = Math.max(0, Math.min(10_000_000, Number((await queryOf(searchParams)).get("from")) || 0));
  return (
    <Desk words={words} actor={actor} path="/admin/import">
      <p className={desk.kicker}>
        <a href={pathIn(locale, "/admin/import")}>{t("import.list")}</a>
      </p>
      <h1>{t("import.jobTitle", { name: job.names.join(", ") })}</h1>
      <p className={desk.lead}>
        {t("import.about", {
          size: job.bytes === null ? t(`import.state.${job.state}`) : sizeText(words, job.bytes),
          actor: job.actor,
          when: instantText(words, job.createdAt, timeZone),
        })}
      </p>
      {isRunning && <Running words={words} job={job} path={path} />}
      {!isRunning && <Outcome words={words} job={job} path={path} />}
      {!isRunning && job.report && <Problems words={words} job={job} path={path} from={from} />}
      {CHOOSABLE.includes(job.state) && job.isHere && <ChoiceForm words={words} actor={actor} job={job} path={path} />}
      {CHOOSABLE.includes(job.state) && job.isHere && (
        <Deed id="drop" words={words} job={job} path={path} action={drop} label={t("import.drop")} quiet />
      )}
    </Desk>
  );
}

interface Part {
  words: Words;
  job: ImportShown;
  path: string;
}

function Running({ words, job, path }: Part) {
  const { t, locale } = words;
  const phases = Object.fromEntries(RUNNING.map((state) => [state, t(`import.phase.${state}`)]));
  const canStop = job.state === "checking" || job.state === "importing" || job.state === "hidden";
  return (
    <>
      <Watch
        from={pathIn(locale, `${path}/state`)}
        state={job.state}
        rows={job.rows}
        total={job.total}
        phases={phases}
        rowsText={t("import.progressRows", { done: "{done}" })}
        ofText={t("import.progressOf", { done: "{done}", total: "{total}" })}
        locale={locale === "en" ? "en-GB" : "uk-UA"}
      />
      <p className="muted">{t("import.stay")}</p>
      {canStop && !job.wantsStop && <Deed id="stop" words={words} job={job} path={path} action={stop} label={t("import.stop")} />}
      {job.wantsStop && <p>{t("import.stopping")}</p>}
    </>
  );
}

function Outcome({ words, job, path }: Part) {
  const { t } = words;
  const { report, state } = job;
  const changes = report
    ? [report.incidents, report.claims, report.rulings].reduce((sum, one) => sum + one.new + one.updated, 0)
    : 0;
  const isNothing = report !== null && changes + report.places + report.sources === 0;
  return (
    <>
      {state === "failed" && <p>{t("import.failedLead")}</p>}
      {state === "failed" && job.failure && <p className="muted">{t("import.failure", { says: job.failure })}</p>}
      {state === "cancelled" && <p>{t("import.stoppedLead")}</p>}
      {report && (state === "checked" || state === "refused" || state === "done" || state === "undone") && (
        <section>
          <h2>{t(state === "done" ? "import.made" : state === "undone" ? "import.state.undone" : "import.would")}</h2>
          <ReportTable words={words} report={report} />
        </section>
      )}
      {report && state === "checked" && report.problems + report.warnings === 0 && <p>{t("import.noProblems")}</p>}
      {report && state === "checked" && report.problems === 0 && isNothing && <p>{t("import.nothingNew")}</p>}
      {report && state === "checked" && report.problems === 0 && !isNothing && (
        <>
          <p className="muted">{t("import.bringLead")}</p>
          <Deed
            id="bring"
            words={words}
            job={job}
            path={path}
            action={bring}
            label={t(job.publish ? "import.bringPublish" : "import.bring", { count: report.rows })}
          />
        </>
      )}
      {state === "done" && <Made words={words} job={job} path={path} />}
    </>
  );
}

function Made({ words, job, path }: Part) {
  const { t, locale } = words;
  const codes = importedCodes(readDb(), job, 20);
  const problem = job.firstIncident === null ? null : undoProblem(readDb(), job.id);
  return (
    <section>
      {codes.length > 0 && <h2>{t("import.firstOnes")}</h2>}
      {codes.length > 0 && (
        <ul className={desk.list}>
          {codes.map(({ code, title }) => (
            <li key={code}>
              <a className={desk.entry} href={pathIn(locale, `/admin/incidents/${code}`)}>
                {title}
              </a>{" "}
              <span className={desk.small}>{code}</span>
            </li>
          ))}
        </ul>
      )}
      <p className={styles.after}>
        <a href={pathIn(locale, "/admin")}>{t("import.toQueue")}</a>
      </p>
      {job.firstIncident !== null && problem === null && (
        <>
          <p className="muted">{t("import.undoLead")}</p>
          <Deed id="undo" words={words} job={job} path={path} action={undo} label={t("import.undo")} quiet />
        </>
      )}
      {problem !== null && (
        <p className="muted">{t("import.undoNot", { why: t(`errors.${problem}` as "errors.import.edited") })}</p>
      )}
    </section>
  );
}

function Problems({ words, job, path, from }: Part & { from: number }) {
  const { t, locale } = words;
  const { problems = 0, warnings = 0 } = job.report ?? {};
  const all = problems + warnings;
  const shown = all > 0 ? importProblems(readDb(), job.id, from, A_PAGE) : [];
  if (shown.length === 0) return null;
  const title = problems > 0 ? t("import.problemsTitle", { count: problems }) : t("import.notesTitle", { count: warnings });
  const numbers = {
    from: personsText(words, from + 1),
    to: personsText(words, from + shown.length),
    all: personsText(words, all),
  };
  return (
    <section id="problems">
      <h2>{title}</h2>
      {problems > 0 && <p className={desk.lead}>{t("import.problemsLead")}</p>}
      <ProblemTable words={words} problems={shown} caption={title} />
      <p className={styles.pager}>
        <span className="muted">{t("import.shown", numbers)}</span>
        {from > 0 && <a href={`${pathIn(locale, path)}?from=${Math.max(0, from - A_PAGE)}#problems`}>{t("import.newer")}</a>}
        {from + shown.length < all && <a href={`${pathIn(locale, path)}?from=${from + A_PAGE}#problems`}>{t("import.older")}</a>}
        <a href={pathIn(locale, `${path}/problems.csv`)}>{t("import.download")}</a>
      </p>
    </section>
  );
}

interface DeedProps extends Part {
  id: string;
  action: FormAction;
  label: string;
  quiet?: boolean;
}

function Deed({ id, words, job, path, action, label, quiet = false }: DeedProps) {
  const { t, locale } = words;
  return (
    <div className={styles.deed}>
      <ActionForm
        id={id}
        action={action}
        permalink={`${pathIn(locale, path)}#${id}`}
        hidden={{ job: String(job.id) }}
        words={formWords(words)}
      >
        <SubmitButton label={label} pending={t("import.pending")} quiet={quiet} />
      </ActionForm>
    </div>
  );
}

function sizeText(words: Words, bytes: number): string {
  const isLarge = bytes >= 1_000_000;
  const value = words.format.number(isLarge ? bytes / 1_000_000 : Math.max(1, bytes / 1_000), {
    maximumFractionDigits: isLarge ? 1 : 0,
  });
  return words.t(isLarge ? "import.megabytes" : "import.kilobytes", { value });
}

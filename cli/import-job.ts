/**
 * The process that looks at an uploaded file, brings it in, or takes an import back: `import-job.ts check|bring|undo NUMBER`. The server
 * starts it, so that its own threads stay free; it reads what to do from the job's row, and says there how far it is.
 */
import { makeActor, type Actor } from "@/db/commands/actor";
import { removeRows } from "@/db/commands/import-clean";
import {
  endJob,
  forgetProblems,
  importFile,
  noteProblems,
  noteProgress,
  noteReport,
  removeImportFiles,
} from "@/db/commands/import-jobs";
import { importRecords } from "@/db/commands/import-records";
import type { FileProblem } from "@/db/commands/import-report";
import { openDatabase, type Db } from "@/db/open";
import { askerOfUndo } from "@/db/queries/import-undo";
import { findImport, roleOfImporter, type ImportShown } from "@/db/queries/imports";
import { formatOf } from "@/domain/formats/formats";
import type { DateOrder } from "@/domain/formats/dates";
import { databaseFile } from "./command";
import { fileAt } from "./import";

/** Somebody asked it to stop. */
class Stopped extends Error {}

const [task, number] = process.argv.slice(2);
const db = openDatabase(databaseFile(), { create: false });
const job = findImport(db, Number(number));
if (job) run(db, job);
db.close();

function run(db: Db, job: ImportShown): void {
  const { id } = job;
  try {
    if (task === "undo") {
      // Whoever may has said so already, and the rows are hidden since: an account that was closed meanwhile does not stop it.
      const { accountId, actor: name } = askerOfUndo(db, job);
      return removeRows(db, makeActor({ accountId, name, role: "editor" }), id, "undone");
    }
    const actor = actorOf(db, job);
    const isCheck = task === "check";
    forgetProblems(db, id);
    const sink = problemSink(db, id);
    const report = importRecords(
      db,
      actor,
      formatOf(job.format!, job.mapping),
      job.names.map((name, part) => ({ ...fileAt(importFile(db.file, id, part === 0 ? 0 : 1)), name })),
      {
        formatName: job.format!,
        publish: job.publish,
        dates: job.dates as DateOrder | null,
        dryRun: isCheck,
        jobId: id,
        onProgress: progress(db, id),
        onProblem: sink.add,
      },
    );
    sink.flush();
    if (isCheck) noteReport(db, id, { state: "checked", report });
    else if (!report.written) noteReport(db, id, { state: "refused", report });
    else removeImportFiles(db.file, id);
  } catch (error) {
    // An undo that broke off stays hidden, and goes on at the next start.
    if (task === "undo") console.error(error);
    else if (error instanceof Stopped) endJob(db, id, "cancelled");
    else {
      endJob(db, id, "failed", error instanceof Error ? error.message : String(error));
      console.error(error);
    }
  }
}

/** Whoever asked, if they still may. */
function actorOf(db: Db, job: ImportShown): Actor {
  const { accountId, actor } = job;
  const role = roleOfImporter(db, job);
  if (role === null) throw new Error("The account that began this import is closed.");
  return makeActor({ accountId, name: actor, role });
}

/** Says how far it is, a few times a second, and stops where somebody asked for it. */
function progress(db: Db, id: number): (at: { done: number; total: number | null }) => void {
  let last = 0;
  return (at) => {
    if (performance.now() - last < 300) return;
    last = performance.now();
    if (noteProgress(db, id, at)) throw new Stopped();
  };
}

function problemSink(db: Db, id: number) {
  let waiting: (FileProblem & { isWarning: boolean; no: number })[] = [];
  let no = 0;
  const flush = () => {
    if (waiting.length > 0) noteProblems(db, id, waiting);
    waiting = [];
  };
  return {
    add: (problem: FileProblem, isWarning: boolean) => {
      waiting.push({ ...problem, isWarning, no: ++no });
      if (waiting.length >= 200) flush();
    },
    flush,
  };
}

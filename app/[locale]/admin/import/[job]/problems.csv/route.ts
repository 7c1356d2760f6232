/** What is wrong with a file's rows, as a table to mend them by. */
import { csvResponse } from "@/app/_server/csv-response";
import { readDb } from "@/app/_server/database";
import { problem } from "@/app/_server/machine";
import { currentActor, may } from "@/app/_server/session";
import { problemSentence } from "@/components/import/sentences";
import { findImport, importProblemPages, type ProblemShown } from "@/db/queries/imports";
import type { Dataset } from "@/domain/datasets/column";
import { isLocale, wordsIn, type Words } from "@/messages";

const datasetIn = (words: Words): Dataset<ProblemShown> => ({
  name: "problems",
  meaning: "What is wrong with the rows of a file, or was changed on the way in.",
  columns: [
    { name: "file", meaning: "The file.", type: "string", hxl: null, value: ({ file }) => file },
    {
      name: "row",
      meaning: "As a spreadsheet counts: the header is row 1.",
      type: "integer",
      hxl: null,
      value: ({ row }) => row,
    },
    { name: "column", meaning: "Empty: the whole row.", type: "string", hxl: null, value: ({ column }) => column },
    {
      name: "kind",
      meaning: "problem or note.",
      type: "string",
      hxl: null,
      value: ({ isWarning }) => (isWarning ? "note" : "problem"),
    },
    { name: "code", meaning: "The same in every language.", type: "string", hxl: null, value: ({ code }) => code },
    {
      name: "says",
      meaning: "What it is and what to do.",
      type: "string",
      hxl: null,
      value: (row) => problemSentence(words, row),
    },
  ],
});

export async function GET(
  _request: Request,
  { params }: { params: Promise<{ locale: string; job: string }> },
): Promise<Response> {
  const actor = await currentActor();
  if (!actor) return problem(401, "Not signed in", "Sign in first.");
  if (!may(actor, "editor")) return problem(403, "Not allowed", "Editors and administrators import.");
  const { locale, job } = await params;
  const shown = /^\d{1,9}$/.test(job) ? findImport(readDb(), Number(job)) : null;
  if (!shown) return problem(404, "No such import", "Look at the list of imports.");
  const words = wordsIn(isLocale(locale) ? locale : "en");
  const answer = csvResponse(datasetIn(words), (db) => importProblemPages(db, shown.id), {
    bom: true,
    hxl: false,
    fileName: `import-${shown.id}-problems.csv`,
  });
  answer.headers.set("Cache-Control", "no-store");
  return answer;
}

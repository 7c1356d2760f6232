/** The audit log as CSV, whole or filtered, for admins: it holds drafts and internal notes. */
import { auditFilterOf } from "@/app/_server/audit-filter";
import { csvResponse } from "@/app/_server/csv-response";
import { readDb } from "@/app/_server/database";
import { problem } from "@/app/_server/machine";
import { currentActor, may } from "@/app/_server/session";
import { auditPages, type AuditRow } from "@/db/queries/audit";
import type { Dataset } from "@/domain/datasets/column";

/** An entry a row. `content` is the JSON that the hash of the content commits to, with a salt that stays in the database. */
const LOG: Dataset<AuditRow> = {
  name: "log",
  meaning: "The audit log, an entry a row, the oldest first.",
  columns: [
    { name: "entry", meaning: "Number of the entry.", type: "integer", hxl: null, value: ({ id }) => id },
    {
      name: "at",
      meaning: "When, UTC.",
      type: "datetime",
      hxl: null,
      value: ({ at }) => new Date(at).toISOString(),
    },
    { name: "person", meaning: "Who, as the log names them.", type: "string", hxl: null, value: ({ actor }) => actor },
    { name: "action", meaning: "What was done.", type: "string", hxl: null, value: ({ action }) => action },
    { name: "subject", meaning: "To what.", type: "string", hxl: null, value: ({ subject }) => subject },
    {
      name: "content",
      meaning: "JSON of before, after and why; empty after a redaction.",
      type: "string",
      hxl: null,
      value: ({ content }) => content,
    },
    { name: "content_hash", meaning: "SHA-256 of salt and content.", type: "string", hxl: null, value: (row) => row.contentHash },
    { name: "previous_hash", meaning: "Hash of the entry before.", type: "string", hxl: null, value: (row) => row.previousHash },
    { name: "hash", meaning: "SHA-256 of the entry.", type: "string", hxl: null, value: ({ hash }) => hash },
  ],
};

export async function GET(request: Request): Promise<Response> {
  const actor = await currentActor();
  if (!actor) return problem(401, "Not signed in", "Sign in first.");
  if (!may(actor, "admin")) return problem(403, "Not allowed", "Only an administrator may take the log along.");
  const { filter, badDate } = auditFilterOf(readDb(), new URL(request.url).searchParams);
  if (badDate) return problem(400, "A parameter could not be read", "Write dates as 2022-03-01.");
  const answer = csvResponse(LOG, (db) => auditPages(db, filter), { bom: false, hxl: false, fileName: "audit-log.csv" });
  answer.headers.set("Cache-Control", "no-store");
  return answer;
}

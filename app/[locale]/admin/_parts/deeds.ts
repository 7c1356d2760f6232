/** What somebody did, as the log names it, in words. */
import type { Words } from "@/messages";

/** "entered incident UA-0003". */
export function deedText(words: Words, { action, subject }: { action: string; subject: string }): string {
  const { t } = words;
  const what = subjectText(words, subject);
  const key = `admin.action.${action.replace(".", "_")}` as "admin.action.incident_record";
  return t.has(key) ? t(key, { subject: what }) : t("admin.action.other", { action, subject: what });
}

const SUBJECTS = [
  "incident",
  "claim",
  "account",
  "source",
  "ruling",
  "record",
  "invitation",
  "places",
  "redaction",
  "text",
  "import",
  "methodology",
] as const;

/** A subject of the log: "incident UA-0003", "the record’s settings". */
export function subjectText({ t }: Words, subject: string): string {
  const [kind = "", code = ""] = subject.split(" ");
  const known = SUBJECTS.find((one) => one === kind);
  if (!known) return subject;
  return known === "record" || known === "places" ? t(`admin.subject.${known}`) : t(`admin.subject.${known}`, { code });
}

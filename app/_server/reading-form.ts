/** The forms of a text to read, both ways: the text and what is said about it; and what a person takes from it. */
import { readAmount, writeAmount } from "@/domain/amount-words";
import { ClaimInput } from "@/domain/claim";
import { IncidentInput } from "@/domain/incident";
import { SPAN_PARTS, type SpanPart } from "@/domain/reading/candidate";
import { LONGEST_TEXT, ReadingInput } from "@/domain/reading/input";
import { METRICS } from "@/domain/vocabulary";
import type { TakenClaim, TakenText } from "@/db/commands/readings";
import type { ReadingForDesk } from "@/db/queries/readings";
import { figureField, readClaim } from "./claim-form";
import { checked, textOf, type Problem, type Read } from "./form";
import type { DeskEvent, DeskProposal } from "./reading-proposals";

/** Most bytes of a file that is read as a text: the longest text in any script. */
const MOST_FILE_BYTES = LONGEST_TEXT * 4;

/** Reads the start form; a chosen file stands for the text where none was typed, and is typed back if something is wrong. */
export async function readStart(form: FormData): Promise<Read<ReadingInput>> {
  const file = form.get("file");
  if (textOf(form, "text") === null && file instanceof File && file.size > 0) {
    if (file.size > MOST_FILE_BYTES) return wrong("text", "reading.text_too_long");
    const text = decoded(await file.arrayBuffer());
    if (text === null) return wrong("text", "reading.not_text");
    form.set("text", text);
  }
  return checked(ReadingInput, { ...readAbout(form), text: textOf(form, "text") ?? "" });
}

/** What is said about a text, without the text. */
export function readAbout(form: FormData): Omit<ReadingInput, "text"> {
  return {
    publisher: textOf(form, "publisher") ?? "",
    url: textOf(form, "url"),
    archiveUrl: textOf(form, "archiveUrl"),
    title: textOf(form, "title"),
    publishedAt: textOf(form, "publishedAt"),
    place: textOf(form, "place"),
  };
}

/** The same, checked. */
export function readCorrected(form: FormData): Read<Omit<ReadingInput, "text">> {
  return checked(ReadingInput.omit({ text: true }), readAbout(form));
}

function wrong(field: string, code: string): Read<never> {
  return { ok: false, problems: [{ field, code }] };
}

/** UTF-8 text, or null where the bytes are something else. */
function decoded(bytes: ArrayBuffer): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}

/** What the fields about a text hold. */
export function aboutValues({ publisher, url, archiveUrl, title, publishedAt, place }: ReadingForDesk): Record<string, string> {
  const values = { publisher, url, archiveUrl, title, publishedAt, place };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? ""]));
}

/** A proposal on a page: its number there, and that of its incident. */
export interface Placed {
  proposal: DeskProposal;
  event: number;
}

/** What the fields of a page of proposals hold. `titleOf` words a new incident's title. */
export function takenValues(
  { publisher, publishedAt }: Pick<ReadingForDesk, "publisher" | "publishedAt">,
  events: readonly DeskEvent[],
  placed: readonly Placed[],
  titleOf: (event: DeskEvent) => string,
): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [index, event] of events.entries()) {
    const prefix = `e.${index}.`;
    values[`${prefix}incident`] = event.match ?? "new";
    values[`${prefix}title`] = titleOf(event);
    values[`${prefix}dateStart`] = event.date ?? publishedAt?.slice(0, 10) ?? "";
    values[`${prefix}place`] = event.place?.typed ?? "";
    values[`${prefix}attackType`] = event.attack;
  }
  for (const [index, { proposal, event }] of placed.entries()) {
    const { claimant, source, scope, quote, isTaken, repeats, figures } = proposal;
    const prefix = `c.${index}.`;
    values[`${prefix}take`] = isTaken ? "yes" : "no";
    values[`${prefix}event`] = String(event);
    // Without a name it is the publication itself that says so.
    values[`${prefix}claimant.name`] = source?.name ?? capital(claimant?.name ?? publisher);
    values[`${prefix}claimant.kind`] = source?.kind ?? claimant?.kind ?? "media";
    values[`${prefix}claimant.role`] = source ? (source.role ?? "") : (claimant?.role ?? "");
    values[`${prefix}scope`] = scope;
    values[`${prefix}quote`] = quote;
    values[`${prefix}stance`] = "asserts";
    values[`${prefix}asOf`] = "";
    values[`${prefix}repeats`] = repeats?.code ?? "";
    for (const metric of METRICS) values[prefix + figureField({ metric, group: "all" })] = "";
    for (const { metric, group, amount } of figures) values[prefix + figureField({ metric, group })] = writtenAmount(amount);
  }
  return values;
}

/** As a person could have typed it; a word without a floor is kept in the quotation and typed as not known. */
function writtenAmount(amount: Parameters<typeof writeAmount>[0]): string {
  const written = writeAmount(amount);
  return readAmount(written).ok ? written : "unknown";
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

/** The words of a proposal's parts, as its hidden field carries them: "killed 55 72,place 23 30". */
export function writtenSpans({ spans }: Pick<DeskProposal, "spans">): string {
  return spans.map(({ part, span }) => `${part} ${span.start} ${span.end}`).join(",");
}

function readSpans(text: string | null): TakenClaim["spans"] {
  return (text ?? "").split(",").flatMap((one) => {
    const [part, start, end] = one.split(" ");
    const span = { part: part as SpanPart, start: Number(start), end: Number(end) };
    return SPAN_PARTS.includes(span.part) && Number.isInteger(span.start) && Number.isInteger(span.end) ? [span] : [];
  });
}

/** Most claims and incidents of one page: what a form holds beyond is no form of this site. */
const MOST = 60;

/** Reads what was taken; what was left out is not looked at. */
export function readTaken(form: FormData, reading: ReadingForDesk): Read<TakenText> {
  const problems: Problem[] = [];
  const counted = (name: string): number => Math.min(MOST, Number(textOf(form, name) ?? 0) || 0);
  const whole = withReport(form, reading, counted("claims"));
  const incidents: TakenText["incidents"][number][] = [];
  const indexOf = new Map<number, number>();
  const claims: TakenClaim[] = [];
  for (let at = 0; at < counted("claims"); at++) {
    const prefix = `c.${at}.`;
    if (textOf(form, `${prefix}take`) !== "yes") continue;
    const read = readClaim(whole, { prefix });
    if (!read.ok) {
      problems.push(...read.problems);
      continue;
    }
    const claim = ClaimInput.parse(read.input);
    if (claim.figures.length === 0)
      problems.push({ field: prefix + figureField({ metric: "killed", group: "all" }), code: "reading.no_figure" });
    const event = Number(textOf(form, `${prefix}event`) ?? Number.NaN);
    const chosen = textOf(form, `e.${event}.incident`);
    if (chosen === null) {
      problems.push({ field: `${prefix}event`, code: "choice.missing" });
      continue;
    }
    if (chosen === "new" && !indexOf.has(event)) {
      const incident = readIncident(form, `e.${event}.`);
      if (!incident.ok) problems.push(...incident.problems);
      else {
        indexOf.set(event, incidents.length);
        incidents.push({ input: incident.input, prefix: `e.${event}.` });
      }
    }
    const { report: _report, ...said } = claim;
    claims.push({
      incident: chosen === "new" ? { is: "new", index: indexOf.get(event) ?? -1 } : { is: "known", code: chosen },
      claim: said,
      spans: readSpans(textOf(form, `${prefix}spans`)),
      prefix,
    });
  }
  if (problems.length > 0) return { ok: false, problems: uniqueByField(problems) };
  if (claims.length === 0) return { ok: false, problems: [{ field: null, code: "reading.nothing_taken" }] };
  return { ok: true, input: { incidents, claims } };
}

/** The form with the text's report under each claim, as the claim form would send it. */
function withReport(form: FormData, reading: ReadingForDesk, claims: number): FormData {
  const whole = new FormData();
  for (const [name, value] of form) if (typeof value === "string" && !name.startsWith("$")) whole.append(name, value);
  for (let at = 0; at < claims; at++) {
    for (const name of ["publisher", "url", "archiveUrl", "title", "publishedAt", "retrievedAt"] as const)
      whole.set(`c.${at}.report.${name}`, reading[name] ?? "");
  }
  return whole;
}

/** A new incident of a text; without a place it is known to the country alone. */
function readIncident(form: FormData, prefix: string): Read<IncidentInput> {
  const place = textOf(form, `${prefix}place`);
  const raw = {
    title: textOf(form, `${prefix}title`) ?? "",
    dateStart: textOf(form, `${prefix}dateStart`) ?? "",
    place,
    locationPrecision: place === null ? ("country" as const) : ("settlement" as const),
    attackType: textOf(form, `${prefix}attackType`) ?? undefined,
  };
  return checked(IncidentInput, raw, { nameOf: (path) => prefix + path.map(String).join(".") });
}

function uniqueByField(problems: readonly Problem[]): Problem[] {
  return problems.filter(({ field }, index) => field === null || problems.findIndex((one) => one.field === field) === index);
}

/** The claim form, both ways: what was typed → the command's input, and a saved claim → what the fields hold. */
import { readAmount, writeAmount } from "@/domain/amount-words";
import { ClaimInput } from "@/domain/claim";
import { kindByName } from "@/domain/claimant-kind";
import { amountOf, boundsOf, DECLARED_FLOORS } from "@/domain/figure";
import { GROUPS, METRICS, type Group, type Metric } from "@/domain/vocabulary";
import type { ClaimForEdit } from "@/db/queries/desk";
import { readSaid, type SaidFigure } from "@/domain/said";
import { readTypedDate } from "@/domain/typed-dates";
import { checked, textOf, type Problem, type Read } from "./form";

type StatedFigure = ClaimForEdit["figures"][number];

/** Figures that the form asks for: every metric of all people, and of the killed and wounded who they were. */
export const FORM_FIGURES: readonly { metric: Metric; group: Group }[] = [
  ...METRICS.map((metric) => ({ metric, group: "all" as const })),
  ...(["killed", "wounded"] as const).flatMap((metric) =>
    GROUPS.filter((group) => group !== "all").map((group) => ({ metric, group })),
  ),
];

/** The field of a figure: "figures.killed.all". */
export function figureField({ metric, group }: { metric: Metric; group: Group }): string {
  return `figures.${metric}.${group}`;
}

/** Fields that hold something before anybody typed; a first claim is one only if any other does. */
const BEGUN = ["report.retrievedAt", "stance", "scope", "status"];

/** Whether anything of a claim was typed into a form in which the claim may be left out. */
export function hasClaim(form: FormData, prefix: string): boolean {
  return [...form.keys()].some(
    (name) => name.startsWith(prefix) && !BEGUN.includes(name.slice(prefix.length)) && textOf(form, name) !== null,
  );
}

/** Whether readers are not to see the claimant's name. */
export function isToWithhold(form: FormData, prefix = ""): boolean {
  return form.get(`${prefix}claimant.withheld`) === "yes";
}

/** Reads the form. `before` is the saved claim: what the form does not show, or was left as it stood, is kept as it is. */
export function readClaim(
  form: FormData,
  { prefix = "", before = null }: { prefix?: string; before?: ClaimForEdit | null } = {},
): Read<ClaimInput> {
  const text = (name: string) => textOf(form, prefix + name);
  const date = (name: string) => {
    const typed = text(name);
    return typed === null ? null : readTypedDate(typed);
  };
  const problems: Problem[] = [];
  const said = figuresSaid(form, prefix, problems);
  const scope = text("scope") ?? "incident";
  const figures: { field: string; figure: unknown }[] = [];
  for (const { metric, group } of FORM_FIGURES) {
    const field = prefix + figureField({ metric, group });
    const typed = textOf(form, field) ?? said.get(`${metric} ${group}`) ?? "";
    said.delete(`${metric} ${group}`);
    const saved = before?.figures.find((figure) => figure.metric === metric && figure.group === group);
    const read =
      saved && typed === writtenFigure(saved)
        ? { ok: true as const, amount: amountOf(saved, DECLARED_FLOORS) }
        : readAmount(typed);
    if (!read.ok) problems.push({ field, code: read.code });
    // A figure whose scope was recorded apart from its claim's keeps it.
    else if (read.amount)
      figures.push({
        field,
        figure: { metric, group, scope: saved && saved.scope !== before?.scope ? saved.scope : scope, ...boundsOf(read.amount) },
      });
  }
  for (const [key, written] of said) {
    const [metric, group] = key.split(" ") as [Metric, Group];
    const read = readAmount(written);
    if (read.ok && read.amount)
      figures.push({ field: `${prefix}said`, figure: { metric, group, scope, ...boundsOf(read.amount) } });
  }
  const unseen =
    before?.figures.filter(
      (saved) =>
        !FORM_FIGURES.some(({ metric, group }) => saved.metric === metric && saved.group === group) &&
        !figures.some(({ figure }) => isOf(figure, saved)),
    ) ?? [];
  const raw = {
    claimant: {
      name: text("claimant.name") ?? "",
      kind: text("claimant.kind") ?? kindByName(text("claimant.name") ?? "", text("claimant.role")),
      role: text("claimant.role"),
    },
    report: {
      publisher: text("report.publisher") ?? "",
      url: text("report.url"),
      archiveUrl: text("report.archiveUrl"),
      title: text("report.title"),
      language: before?.report.language ?? null,
      publishedAt: date("report.publishedAt"),
      retrievedAt: date("report.retrievedAt"),
    },
    asOf: date("asOf"),
    stance: text("stance") ?? undefined,
    scope,
    preliminary: form.get(`${prefix}preliminary`) === "yes",
    repeats: text("repeats"),
    attributedTo: text("attributedTo"),
    quote: text("quote"),
    status: text("status") ?? undefined,
    statusAt: date("statusAt"),
    statusReason: text("statusReason"),
    note: text("note"),
    figures: [...figures.map(({ figure }) => figure), ...unseen],
  };
  const nameOf = (path: readonly PropertyKey[]) =>
    path[0] === "figures" && typeof path[1] === "number"
      ? (figures[path[1]]?.field ?? `${prefix}figures`)
      : prefix + path.map(String).join(".");
  return checked(ClaimInput, raw, { problems, nameOf });
}

function isOf(figure: unknown, { metric, group }: StatedFigure): boolean {
  const one = figure as { metric: Metric; group: Group };
  return one.metric === metric && one.group === group;
}

/** What the one field says, each figure as its own field would hold it; a number that differs from its own field's is a problem. */
function figuresSaid(form: FormData, prefix: string, problems: Problem[]): Map<string, string> {
  const read = readSaid(textOf(form, `${prefix}said`) ?? "");
  if (!read.ok) problems.push({ field: `${prefix}said`, code: read.code, values: { part: read.part } });
  const said = new Map<string, string>();
  for (const figure of read.ok ? read.figures : []) {
    const written = writeAmount(figure.amount);
    if (differs(form, prefix, figure)) problems.push({ field: `${prefix}said`, code: "said.differs", values: { said: written } });
    said.set(`${figure.metric} ${figure.group}`, written);
  }
  return said;
}

function differs(form: FormData, prefix: string, figure: SaidFigure): boolean {
  const own = readAmount(textOf(form, prefix + figureField(figure)) ?? "");
  return own.ok && own.amount !== null && writeAmount(own.amount) !== writeAmount(figure.amount);
}

function writtenFigure(figure: StatedFigure): string {
  return writeAmount(amountOf(figure, DECLARED_FLOORS));
}

/** What a claim's fields hold; without one, what a new form begins with. `today` is the record's civil date. */
export function claimValues(
  claim: ClaimForEdit | null,
  { prefix = "", today }: { prefix?: string; today: string },
): Record<string, string> {
  const values: Record<string, string | null> = claim
    ? {
        "claimant.name": claim.claimant.name,
        "claimant.kind": claim.claimant.kind,
        "claimant.role": claim.claimant.role,
        "claimant.withheld": claim.claimant.isWithheld ? "yes" : "",
        "report.publisher": claim.report.publisher,
        "report.url": claim.report.url,
        "report.archiveUrl": claim.report.archiveUrl,
        "report.title": claim.report.title,
        "report.publishedAt": claim.report.publishedAt,
        "report.retrievedAt": claim.report.retrievedAt,
        asOf: claim.asOf,
        stance: claim.stance,
        scope: claim.scope,
        preliminary: claim.preliminary ? "yes" : "",
        repeats: claim.repeats,
        attributedTo: claim.attributedTo,
        quote: claim.quote,
        status: claim.status,
        statusAt: claim.statusAt,
        statusReason: claim.statusReason,
        note: claim.note,
        ...Object.fromEntries(claim.figures.map((figure) => [figureField(figure), writtenFigure(figure)])),
      }
    : {
        "claimant.kind": "",
        "report.retrievedAt": today,
        stance: "asserts",
        scope: "incident",
        status: "standing",
        repeats: "",
      };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value ?? ""]));
}

/** What the fields of a claim's earlier state held; nothing where it held nothing. */
export function claimContentValues(claim: ReturnType<typeof ClaimInput.parse>): Record<string, string> {
  const { claimant, report, figures, ...rest } = claim;
  const flat: Record<string, string | boolean | null> = {
    "claimant.name": claimant.name,
    "claimant.kind": claimant.kind,
    "claimant.role": claimant.role,
    ...Object.fromEntries(Object.entries(report).map(([name, value]) => [`report.${name}`, value])),
    ...Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, value])),
    ...Object.fromEntries(figures.map((figure) => [figureField(figure), writtenFigure(figure)])),
  };
  return Object.fromEntries(
    Object.entries(flat).map(([name, value]) => [name, typeof value === "boolean" ? (value ? "yes" : "") : (value ?? "")]),
  );
}

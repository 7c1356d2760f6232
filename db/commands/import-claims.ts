/** Imported claims in the copy: new ones added, those with a known id amended, equal ones left. */
import { eq } from "drizzle-orm";
import type { ImportedClaim } from "@/domain/formats/imported";
import { problemAt, type RowProblem } from "@/domain/formats/problem";
import { claim, figure } from "../schema";
import { hasBegun } from "./claims";
import type { Importing } from "./importing";

type ClaimRow = typeof claim.$inferSelect;
type Figure = Omit<typeof figure.$inferSelect, "claimId">;

/** Where claims go: an incident of the copy. */
export interface Target {
  id: number;
  /** Whether this import made it. */
  isNew: boolean;
}

/** Writes the claims of an event; gives back the ids of those that were written, and what kept others out. */
export function writeClaims(
  to: Importing,
  target: Target,
  claims: readonly ImportedClaim[],
  /** Ids of the claims that an import made of these before, where it is known. */
  known: readonly (number | null)[] = [],
): { ids: number[]; problems: RowProblem[] } {
  const problems: RowProblem[] = [];
  const added: string[] = [];
  const ids: number[] = [];
  for (const [index, one] of claims.entries()) {
    const done = writeClaim(to, target, one, known[index] ?? null, added);
    if ("problem" in done) problems.push(done.problem);
    else ids.push(done.id);
  }
  if (added.length > 0 && !target.isNew) {
    const publication = { publication: "published" };
    const audit = {
      action: "incident.publish",
      subject: `incident ${to.statements.codeOf(target.id)}`,
      before: publication,
      after: { ...publication, claims: added },
      why: "import",
    };
    to.statements.addChange({ is: "estimate", incidentId: target.id, audit: to.options.publish ? audit : null });
  }
  return { ids, problems };
}

/** `known`: the id of the claim that an import made of this one before. */
function writeClaim(
  to: Importing,
  target: Target,
  imported: ImportedClaim,
  known: number | null,
  added: string[],
): { id: number } | { problem: RowProblem } {
  const { claim: input, row } = imported;
  const { report: read } = input;
  const future =
    futureDate(to, row, "as_of", input.asOf) ??
    futureDate(to, row, "published_at", read.publishedAt) ??
    futureDate(to, row, "retrieved_at", read.retrievedAt);
  if (future) return { problem: future };
  const found = to.sources.find(input.claimant);
  if ("problem" in found) return { problem: problemAt(row, "voice", found.problem, { claimant: input.claimant.name }) };
  if (found.isKept)
    to.warnOnce(input.claimant.name, problemAt(row, "claimant", "source.kept", { claimant: input.claimant.name }));
  const there = claimOf(to, imported.code, known);
  if (there && there.incidentId !== target.id)
    return { problem: problemAt(row, "claim_id", "claim.elsewhere", { code: there.code }) };
  if (there && there.publication === "retracted")
    return { problem: problemAt(row, "claim_id", "claim.retracted_there", { code: there.code }) };
  const retrievedAt = read.retrievedAt ?? to.today;
  const reportId = to.reports.find(read, retrievedAt);
  const publicAt = to.publicAt({ publishedAt: read.publishedAt, asOf: input.asOf, retrievedAt });
  if (there) return amendClaim(to, there, imported, { sourceId: found.id, reportId, publicAt });
  if (imported.recordedNo !== null && to.statements.isNumberTaken(imported.recordedNo))
    return { problem: problemAt(row, "recorded_no", "claim.number_taken", { no: imported.recordedNo }) };
  const { code, no, isGiven } = to.numbers.claim(imported.code, imported.recordedNo);
  const id = to.statements.addClaim([
    code,
    no,
    target.id,
    found.id,
    reportId,
    input.asOf,
    input.stance,
    input.attributedTo,
    input.preliminary ? 1 : 0,
    input.scope,
    input.quote,
    input.status,
    input.statusAt,
    input.statusReason,
    publicAt,
    to.publication,
    input.note,
    to.editedBy,
    to.at,
    to.at,
  ]);
  if (isGiven) to.statements.addGiven("claim", id);
  for (const f of input.figures) addFigure(to, id, f);
  if (input.repeats !== null) to.repeats.push({ id, incidentId: target.id, row, code: input.repeats });
  added.push(code);
  to.report.claims.new++;
  return { id };
}

/** A day or an instant that has not come yet. */
function futureDate(to: Importing, row: number, column: string, stated: string | null): RowProblem | null {
  if (!stated || hasBegun(stated, to.today, to.at, to.timeZone)) return null;
  return problemAt(row, column, "date.future", { cell: stated, today: to.today });
}

/** The claim of the copy that a row speaks of, brought over if it is the record's. */
function claimOf(to: Importing, code: string | null, known: number | null): ClaimRow | undefined {
  if (known !== null) to.copy.original.bringOfClaim({ id: known });
  else if (code !== null) to.copy.original.bringOfClaim({ code });
  else return undefined;
  return to.tx
    .select()
    .from(claim)
    .where(known === null ? eq(claim.code, code!) : eq(claim.id, known))
    .get();
}

function amendClaim(
  to: Importing,
  there: ClaimRow,
  { claim: input, row }: ImportedClaim,
  found: { sourceId: number; reportId: number; publicAt: number },
): { id: number } {
  const { claimant: _who, report: _read, repeats: _repeats, figures: _figures, ...columns } = input;
  const values: Partial<typeof claim.$inferInsert> = { ...columns, ...found };
  const before = to.tx.select().from(figure).where(eq(figure.claimId, there.id)).all();
  const repeated =
    there.repeatsId === null
      ? null
      : (to.sqlite.prepare("select code from claim where id = ?").pluck().get(there.repeatsId) as string);
  if (values.note === null) values.note = there.note;
  // The export gives a claim's own scope only where it has no figure.
  if (input.figures.length > 0) values.scope = there.scope;
  const differs =
    (Object.keys(values) as (keyof typeof values)[]).some((column) => values[column] !== there[column]) ||
    repeated !== input.repeats ||
    figuresKey(before) !== figuresKey(input.figures);
  if (!differs) {
    to.report.claims.unchanged++;
    return { id: there.id };
  }
  const set = { ...values, repeatsId: null };
  to.tx
    .update(claim)
    .set({ ...set, version: there.version + 1 })
    .where(eq(claim.id, there.id))
    .run();
  to.tx.delete(figure).where(eq(figure.claimId, there.id)).run();
  for (const f of input.figures) addFigure(to, there.id, f);
  if (input.repeats !== null)
    to.repeats.push({ id: there.id, incidentId: there.incidentId, row, code: input.repeats, joins: there.version + 1 });
  to.statements.addChange({
    is: "claim",
    id: there.id,
    incidentId: there.incidentId,
    version: there.version,
    set,
    figures: input.figures,
    audit: {
      action: "claim.amend",
      subject: `claim ${there.code}`,
      before: { ...there, figures: before },
      after: input,
      why: "import",
    },
  });
  to.report.claims.updated++;
  return { id: there.id };
}

function addFigure(to: Importing, id: number, f: Figure): void {
  to.statements.addFigure([id, f.metric, f.group, f.scope, f.qualifier, f.low, f.high, f.best, f.word]);
}

function figuresKey(figures: readonly Figure[]): string {
  const lines = figures.map((f) => [f.metric, f.group, f.scope, f.qualifier, f.low, f.high, f.best, f.word].join("\u0001"));
  return lines.sort().join("\n");
}

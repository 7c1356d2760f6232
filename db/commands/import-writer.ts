/** Puts imported events into the copy: which incident a row means, and what was made of such a row the last time. */
import { eq } from "drizzle-orm";
import type { ImportedEvent } from "@/domain/formats/imported";
import { problemAt, type RowProblem } from "@/domain/formats/problem";
import type { ImportedRuling } from "@/domain/formats/rulings";
import { claim, incident, record } from "../schema";
import type { Change } from "./import-changes";
import { writeClaims } from "./import-claims";
import { addIncident, amendIncident, problemsOfIncident } from "./import-incidents";
import { writeRuling } from "./import-rulings";
import type { Fingerprints } from "./import-readings";
import type { Importing } from "./importing";

export class ImportWriter {
  constructor(private readonly to: Importing) {}

  /** Writes one event and gives back what kept it from being written. */
  write(event: ImportedEvent, prints: Fingerprints): RowProblem[] {
    return refusing(event.row, () =>
      prints.said === null ? this.writeOwn(event, prints.facts) : this.writeForeign(event, prints.facts, prints.said),
    );
  }

  /** What else is wrong with an event that its file already keeps out: a mender wants to hear of everything at once. */
  check(event: ImportedEvent): RowProblem[] {
    return refusing(event.row, () => problemsOfIncident(this.to, event));
  }

  writeRuling(one: ImportedRuling): RowProblem[] {
    return refusing(one.row, () => writeRuling(this.to, one));
  }

  private writeOwn(event: ImportedEvent, facts: string): RowProblem[] {
    const { to } = this;
    const { code, row } = event;
    const name = code ?? ownKey(event);
    const seen = to.statements.findSeen(name);
    if (seen && seen.facts !== facts)
      return [problemAt(row, "incident_id", "incident.two_versions", { code: name, other: seen.row })];
    if (seen) return writeClaims(to, { id: seen.id, isNew: to.isNew(seen.id) }, event.claims).problems;
    if (code !== null) to.copy.original.bringByCode(code);
    const there = code === null ? undefined : to.tx.select().from(incident).where(eq(incident.code, code)).get();
    const done = this.addOrAmend(there, event, false);
    if ("problems" in done) return done.problems;
    to.statements.see(name, { id: done.id, row, facts });
    return writeClaims(to, { id: done.id, isNew: to.isNew(done.id) }, event.claims).problems;
  }

  /**
   * What the last import made of a row is kept under the row's id, with a fingerprint of what the row said: a row that
   * says the same is left alone, and so is what people changed in the record since.
   */
  private writeForeign(event: ImportedEvent, facts: string, said: string): RowProblem[] {
    const { to } = this;
    const [external] = event.incident.externalIds;
    const key = external ? `${external.scheme}:${external.value}` : `row:${said}`;
    const last = to.statements.findRow(key);
    if (last?.row)
      return [problemAt(event.row, null, external ? "external_id.twice" : "row.twice", { id: key, other: last.row })];
    if (last?.hash === said && !(to.options.publish && isUnpublished(to, last.incidentId))) {
      to.report.incidents.unchanged++;
      to.report.claims.unchanged += event.claims.length;
      to.statements.keepRow(key, { ...last, row: event.row });
      return [];
    }
    const id = last?.incidentId ?? (external && to.statements.findExternal(external.scheme, external.value));
    if (id !== undefined) to.copy.original.bring(id);
    const there = id === undefined ? undefined : to.tx.select().from(incident).where(eq(incident.id, id)).get();
    const done = this.addOrAmend(there, event, last?.facts === facts);
    if ("problems" in done) return done.problems;
    const isNew = to.isNew(done.id);
    const { ids, problems } = writeClaims(to, { id: done.id, isNew }, event.claims, [last?.claimId ?? null]);
    const row = { hash: said, facts, incidentId: done.id, claimId: ids[0] ?? null };
    to.statements.keepRow(key, { ...row, row: event.row });
    if (!isNew) to.statements.addChange({ is: "row", key, ...row } satisfies Change);
    return problems;
  }

  private addOrAmend(
    there: typeof incident.$inferSelect | undefined,
    event: ImportedEvent,
    isAsBefore: boolean,
  ): { id: number } | { problems: RowProblem[] } {
    if (!there) return addIncident(this.to, event);
    const problems = amendIncident(this.to, there, event, isAsBefore);
    return problems.length > 0 ? { problems } : { id: there.id };
  }

  /** Joins what could only be joined when every row was in, and moves the record's numbers past those that were kept. */
  finish(): RowProblem[] {
    const { to } = this;
    const problems: RowProblem[] = [];
    for (const { id, row, code, joins } of to.partOf) {
      problems.push(
        ...refusing(row, () => {
          to.copy.original.bringByCode(code);
          const wider = to.tx.select({ id: incident.id }).from(incident).where(eq(incident.code, code)).get();
          if (!wider) return [problemAt(row, "part_of", "incident.unknown", { code })];
          to.tx.update(incident).set({ partOfId: wider.id }).where(eq(incident.id, id)).run();
          if (!to.isNew(id))
            to.statements.addChange({
              is: "incident",
              id,
              version: null,
              ...(joins === undefined ? {} : { joins }),
              set: { partOfId: wider.id },
              externalIds: [],
              audit: null,
            });
          return [];
        }),
      );
    }
    for (const { id, incidentId, row, code, joins } of to.repeats) {
      problems.push(
        ...refusing(row, () => {
          to.copy.original.bringOfClaim({ code });
          const repeated = to.tx.select().from(claim).where(eq(claim.code, code)).get();
          if (!repeated) return [problemAt(row, "repeats", "claim.unknown", { code })];
          if (repeated.incidentId !== incidentId || repeated.id === id)
            return [problemAt(row, "repeats", "claim.repeats_elsewhere", { code })];
          const set = { repeatsId: repeated.id };
          to.tx.update(claim).set(set).where(eq(claim.id, id)).run();
          if (id <= to.copy.last.claim)
            to.statements.addChange({
              is: "claim",
              id,
              incidentId,
              version: null,
              ...(joins === undefined ? {} : { joins }),
              set,
              figures: null,
              audit: null,
            });
          return [];
        }),
      );
    }
    to.tx.update(record).set({ nextIncidentNo: to.numbers.nextIncident, nextClaimNo: to.numbers.nextClaim }).run();
    to.noteMade();
    return problems;
  }
}

/** A rule of the tables that a row breaks is the row's problem; anything else is a fault and goes on up. */
function refusing(row: number, work: () => RowProblem[]): RowProblem[] {
  try {
    return work();
  } catch (error) {
    const cause = (error instanceof Error && error.cause instanceof Error ? error.cause : error) as Error & { code?: string };
    if (!cause.code?.startsWith("SQLITE_CONSTRAINT")) throw error;
    const isTrigger = cause.code === "SQLITE_CONSTRAINT_TRIGGER";
    return [problemAt(row, null, isTrigger ? cause.message : "row.refused", { says: cause.message })];
  }
}

function isUnpublished(to: Importing, incidentId: number): boolean {
  return ["draft", "submitted"].includes(to.statements.publicationOf(incidentId));
}

/** What an incident without an id is known by within one file. */
function ownKey({ incident: { title, dateStart }, place: { city } }: ImportedEvent): string {
  return `${title}\u0001${dateStart}\u0001${city ?? ""}`;
}

/**
 * Puts imported events into the record, inside the transaction of `importRecords`: new ones by prepared statements,
 * known ones (by our id, or another data set's) as amendments, equal ones not at all.
 */
import { createHash } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { civilDateAt } from "@/domain/dates";
import { publicAt } from "@/domain/estimate";
import type { ImportedClaim, ImportedEvent } from "@/domain/formats/imported";
import { problemAt, type RowProblem } from "@/domain/formats/problem";
import type { ImportedRuling } from "@/domain/formats/rulings";
import { CITY_PRECISIONS, type LocationPrecision } from "@/domain/vocabulary";
import type { Tx } from "../open";
import { claim, figure, incident, incidentExternalId, record, ruling, submission } from "../schema";
import type { Actor } from "./actor";
import { ImportReports, ImportSources } from "./import-claimants";
import { ImportPlaces } from "./import-places";
import type { ImportReport } from "./import-report";
import { hasBegun } from "./claims";
import type { AuditEntry } from "./write";

interface Seen {
  id: number;
  code: string;
  row: number;
  /** Of the incident's facts as the file tells them. */
  facts: string;
  publication: string;
}

export interface WriterOptions {
  isOwn: boolean;
  publish: boolean;
}

export class ImportWriter {
  /** Ids of published incidents whose estimates follow anew. */
  readonly touched = new Set<number>();
  /** Entries of the audit log for what was there before; what is new is listed in the import's own entry. */
  readonly audits: AuditEntry[] = [];
  /** Codes of new incidents with the id that another data set gives them. */
  readonly made: [code: string, externalId: string | null][] = [];
  private readonly places;
  private readonly sources;
  private readonly reports;
  private readonly insert;
  private readonly timeZone: string;
  private readonly today: string;
  private readonly prefix: string;
  private nextIncident: number;
  private nextClaim: number;
  private readonly seen = new Map<string, Seen>();
  private readonly partOf: { id: number; row: number; code: string }[] = [];
  private readonly repeats: { id: number; incidentId: number; row: number; code: string }[] = [];
  private readonly warned = new Set<string>();

  constructor(
    private readonly tx: Tx,
    private readonly actor: Actor,
    private readonly report: ImportReport,
    private readonly options: WriterOptions,
    private readonly warn: (warning: RowProblem) => void,
  ) {
    const settings = tx.select().from(record).get()!;
    this.timeZone = settings.timeZone;
    this.prefix = settings.codePrefix;
    this.nextIncident = settings.nextIncidentNo;
    this.nextClaim = settings.nextClaimNo;
    this.today = civilDateAt(tx.now(), this.timeZone);
    this.places = new ImportPlaces(tx, options.isOwn);
    this.sources = new ImportSources(tx);
    this.reports = new ImportReports(tx);
    this.insert = preparedInserts(tx);
  }

  /** Writes one event and gives back what kept it from being written. */
  write(event: ImportedEvent): RowProblem[] {
    return this.refusing(event.row, () =>
      this.options.isOwn || event.code !== null ? this.writeOwn(event) : this.writeForeign(event),
    );
  }

  /** Joins what could only be joined when every row was in, and moves the record's numbers past those that were kept. */
  finish(): RowProblem[] {
    const problems: RowProblem[] = [];
    for (const { id, row, code } of this.partOf) {
      problems.push(
        ...this.refusing(row, () => {
          const wider = this.tx.select({ id: incident.id }).from(incident).where(eq(incident.code, code)).get();
          if (!wider) return [problemAt(row, "part_of", "incident.unknown", { code })];
          this.tx.update(incident).set({ partOfId: wider.id }).where(eq(incident.id, id)).run();
          return [];
        }),
      );
    }
    for (const { id, incidentId, row, code } of this.repeats) {
      problems.push(
        ...this.refusing(row, () => {
          const repeated = this.tx.select().from(claim).where(eq(claim.code, code)).get();
          if (!repeated) return [problemAt(row, "repeats", "claim.unknown", { code })];
          if (repeated.incidentId !== incidentId || repeated.id === id)
            return [problemAt(row, "repeats", "claim.repeats_elsewhere", { code })];
          this.tx.update(claim).set({ repeatsId: repeated.id }).where(eq(claim.id, id)).run();
          return [];
        }),
      );
    }
    this.tx.update(record).set({ nextIncidentNo: this.nextIncident, nextClaimNo: this.nextClaim }).run();
    this.report.places = this.places.brought;
    this.report.sources = this.sources.made;
    return problems;
  }

  private writeOwn(event: ImportedEvent): RowProblem[] {
    const { code, row } = event;
    const name = code ?? ownKey(event);
    const facts = fingerprint([event.incident, event.place]);
    const seen = this.seen.get(name);
    if (seen && seen.facts !== facts)
      return [problemAt(row, "incident_id", "incident.two_versions", { code: name, other: seen.row })];
    if (seen) return this.writeClaims(seen, event.claims);
    const there = code === null ? undefined : this.tx.select().from(incident).where(eq(incident.code, code)).get();
    const problems = there ? this.amend(there, event, facts, name) : this.add(event, facts, name);
    if (problems.length > 0) return problems;
    return this.writeClaims(this.seen.get(name)!, event.claims);
  }

  /**
   * What the last import made of a row is kept under the row's id, with a fingerprint of what the row said: a row that
   * says the same is left alone, and so is what people changed in the record since.
   */
  private writeForeign(event: ImportedEvent): RowProblem[] {
    const [external] = event.incident.externalIds;
    const facts = fingerprint([event.incident, event.place]);
    const hash = fingerprint([facts, event.claims.map(({ claim }) => claim)]);
    const name = external ? `${external.scheme}:${external.value}` : `row:${hash}`;
    const seen = this.seen.get(name);
    if (seen) return [problemAt(event.row, null, external ? "external_id.twice" : "row.twice", { id: name, other: seen.row })];
    const key = `import ${name}`;
    const kept = this.insert.findSubmission.get({ key });
    const last = kept ? (JSON.parse(kept.subject) as { hash: string; facts: string; incident: string; claims: string[] }) : null;
    if (last?.hash === hash && !(this.options.publish && this.isUnpublished(last.incident))) {
      this.report.incidents.unchanged++;
      this.report.claims.unchanged += last.claims.length;
      this.seen.set(name, { id: 0, code: last.incident, row: event.row, facts, publication: "" });
      return [];
    }
    event.claims.forEach((one, index) => (one.code = last?.claims[index] ?? null));
    const there = last
      ? this.tx.select().from(incident).where(eq(incident.code, last.incident)).get()
      : external && this.byExternalId(external);
    const problems = there ? this.amend(there, event, facts, name, last?.facts === facts) : this.add(event, facts, name);
    if (problems.length > 0) return problems;
    const made = this.seen.get(name)!;
    problems.push(...this.writeClaims(made, event.claims));
    const subject = JSON.stringify({ hash, facts, incident: made.code, claims: event.claims.map(({ code }) => code) });
    this.insert.keepSubmission.run({ key, subject, at: this.tx.now() });
    return problems;
  }

  private isUnpublished(code: string): boolean {
    return (
      this.tx.first(sql`select 1 from incident where code = ${code} and publication in ('draft', 'submitted')`) !== undefined
    );
  }

  private byExternalId({ scheme, value }: { scheme: string; value: string }) {
    const found = this.tx.first<{ id: number }>(
      sql`select incident_id as id from incident_external_id where scheme = ${scheme} and value = ${value}`,
    );
    return found && this.tx.select().from(incident).where(eq(incident.id, found.id)).get();
  }

  private columnsOf(event: ImportedEvent): { columns: IncidentColumns } | { problems: RowProblem[] } {
    const { place: _text, partOf: _code, externalIds: _ids, ...facts } = event.incident;
    const { row } = event;
    for (const [column, date] of [
      ["date_start", facts.dateStart],
      ["date_end", facts.dateEnd],
    ] as const) {
      if (date && date > this.today)
        return { problems: [problemAt(row, column, "date.future", { cell: date, today: this.today })] };
    }
    const isInCity = (CITY_PRECISIONS as readonly LocationPrecision[]).includes(facts.locationPrecision);
    const found = this.places.find(isInCity ? event.place : { ...event.place, city: null });
    if ("problem" in found) return { problems: [problemAt(row, found.column, found.problem, found.values)] };
    if (isInCity && !found.place) return { problems: [problemAt(row, "city", "place.missing")] };
    const isOwnPoint = found.place?.latitude !== facts.latitude || found.place?.longitude !== facts.longitude;
    const point = isOwnPoint ? {} : { latitude: null, longitude: null };
    return { columns: { ...facts, ...point, placeId: found.place?.id ?? null } };
  }

  private add(event: ImportedEvent, facts: string, name: string): RowProblem[] {
    const built = this.columnsOf(event);
    if ("problems" in built) return built.problems;
    const code = this.codeFor(event.code);
    const at = this.tx.now();
    const publication = this.options.publish ? "published" : "draft";
    const { id } = this.insert.incident.get({ ...built.columns, code, publication, at, editedBy: this.actor.accountId });
    for (const external of event.incident.externalIds) this.insert.externalId.run({ ...external, incidentId: id });
    if (event.incident.partOf !== null) this.partOf.push({ id, row: event.row, code: event.incident.partOf });
    const [external] = event.incident.externalIds;
    this.made.push([code, external ? `${external.scheme}:${external.value}` : null]);
    this.seen.set(name, { id, code, row: event.row, facts, publication });
    this.report.incidents.new++;
    if (this.options.publish) {
      this.report.published++;
      this.touched.add(id);
    }
    return [];
  }

  private amend(
    there: typeof incident.$inferSelect,
    event: ImportedEvent,
    facts: string,
    name: string,
    isAsBefore = false,
  ): RowProblem[] {
    if (there.publication === "retracted") return [problemAt(event.row, null, "incident.retracted_there", { code: there.code })];
    const built = this.columnsOf(event);
    if ("problems" in built) return built.problems;
    const { columns } = built;
    if (event.incident.note === null) columns.note = there.note;
    const wider = this.tx.first<{ code: string }>(sql`select code from incident where id = ${there.partOfId}`)?.code ?? null;
    const ids = this.tx
      .select({ scheme: incidentExternalId.scheme, value: incidentExternalId.value })
      .from(incidentExternalId)
      .where(eq(incidentExternalId.incidentId, there.id))
      .all();
    const added = event.incident.externalIds.filter((e) => !ids.some((one) => one.scheme === e.scheme && one.value === e.value));
    const differs =
      !isAsBefore &&
      ((Object.keys(columns) as (keyof IncidentColumns)[]).some((column) => columns[column] !== there[column]) ||
        (event.incident.partOf !== null && wider !== event.incident.partOf) ||
        added.length > 0);
    const publishes = this.options.publish && there.publication !== "published";
    const publication = publishes ? "published" : there.publication;
    this.seen.set(name, { id: there.id, code: there.code, row: event.row, facts, publication });
    if (!differs && !publishes) {
      this.report.incidents.unchanged++;
      return [];
    }
    this.tx
      .update(incident)
      .set({
        ...(differs ? columns : {}),
        publication,
        version: there.version + 1,
        updatedAt: this.tx.now(),
        editedBy: this.actor.accountId,
      })
      .where(eq(incident.id, there.id))
      .run();
    if (publishes) {
      this.tx
        .update(claim)
        .set({ publication: "published" })
        .where(sql`incident_id = ${there.id} and publication in ('draft', 'submitted')`)
        .run();
      this.report.published++;
    }
    if (differs) for (const external of added) this.insert.externalId.run({ ...external, incidentId: there.id });
    if (differs && event.incident.partOf !== null && wider !== event.incident.partOf)
      this.partOf.push({ id: there.id, row: event.row, code: event.incident.partOf });
    this.audits.push({
      action: "incident.amend",
      subject: `incident ${there.code}`,
      before: there,
      after: { ...event.incident, publication },
      why: "import",
    });
    this.touched.add(there.id);
    this.report.incidents.updated++;
    return [];
  }

  private writeClaims(target: Seen, claims: ImportedClaim[]): RowProblem[] {
    const problems: RowProblem[] = [];
    const published: string[] = [];
    const isNew = this.made.at(-1)?.[0] === target.code || this.madeHere(target);
    for (const one of claims) {
      const problem = this.writeClaim(target, one, published);
      if (problem) problems.push(problem);
    }
    if (published.length > 0 && !isNew) {
      const publication = { publication: "published" };
      this.audits.push({
        action: "incident.publish",
        subject: `incident ${target.code}`,
        before: publication,
        after: { ...publication, claims: published },
        why: "import",
      });
    }
    if (target.publication === "published") this.touched.add(target.id);
    return problems;
  }

  /** Whether the incident was made by this import. */
  private madeHere({ code }: Seen): boolean {
    this.madeCodes ??= new Set();
    while (this.madeCount < this.made.length) this.madeCodes.add(this.made[this.madeCount++]![0]);
    return this.madeCodes.has(code);
  }
  private madeCodes: Set<string> | null = null;
  private madeCount = 0;

  private writeClaim(target: Seen, imported: ImportedClaim, published: string[]): RowProblem | null {
    const { claim: input, row } = imported;
    for (const [column, stated] of [
      ["as_of", input.asOf],
      ["published_at", input.report.publishedAt],
      ["retrieved_at", input.report.retrievedAt],
    ] as const) {
      if (stated && !hasBegun(stated, this.today, this.tx.now(), this.timeZone))
        return problemAt(row, column, "date.future", { cell: stated, today: this.today });
    }
    const found = this.sources.find(input.claimant);
    if ("problem" in found) return problemAt(row, "voice", found.problem, { claimant: input.claimant.name });
    if (found.isKept && !this.warned.has(input.claimant.name)) {
      this.warned.add(input.claimant.name);
      this.warn(problemAt(row, "claimant", "source.kept", { claimant: input.claimant.name }));
    }
    const there = imported.code === null ? undefined : this.tx.select().from(claim).where(eq(claim.code, imported.code)).get();
    if (there && there.incidentId !== target.id) return problemAt(row, "claim_id", "claim.elsewhere", { code: there.code });
    if (there && there.publication === "retracted")
      return problemAt(row, "claim_id", "claim.retracted_there", { code: there.code });
    const retrievedAt = input.report.retrievedAt ?? this.today;
    const { claimant: _who, report: read, repeats, figures, ...columns } = input;
    const values = {
      ...columns,
      sourceId: found.id,
      reportId: this.reports.find({ ...read, retrievedAt }),
      publicAt: publicAt({ publishedAt: read.publishedAt, asOf: input.asOf, retrievedAt }, this.timeZone),
    };
    if (there) return this.amendClaim(there, target, imported, values);
    const no = imported.recordedNo ?? this.nextClaim;
    if (imported.recordedNo !== null && this.insert.findNumber.get({ no }))
      return problemAt(row, "recorded_no", "claim.number_taken", { no });
    const code = imported.code ?? `C${no}`;
    this.nextClaim = Math.max(this.nextClaim, no + 1, (/^C(\d{1,9})$/.exec(code)?.[1] ? Number(code.slice(1)) : 0) + 1);
    const publication = this.options.publish ? "published" : "draft";
    const { id } = this.insert.claim.get({
      ...values,
      code,
      recordedNo: no,
      incidentId: target.id,
      publication,
      at: this.tx.now(),
      editedBy: this.actor.accountId,
    });
    imported.code = code;
    for (const one of figures) this.insert.figure.run({ ...one, claimId: id });
    if (repeats !== null) this.repeats.push({ id, incidentId: target.id, row, code: repeats });
    if (this.options.publish) published.push(code);
    this.report.claims.new++;
    return null;
  }

  private amendClaim(
    there: typeof claim.$inferSelect,
    target: Seen,
    { claim: input, row }: ImportedClaim,
    values: Partial<typeof claim.$inferInsert>,
  ): null {
    const before = this.tx.select().from(figure).where(eq(figure.claimId, there.id)).all();
    const repeated = this.tx.first<{ code: string }>(sql`select code from claim where id = ${there.repeatsId}`)?.code ?? null;
    if (values.note === null) values.note = there.note;
    // The export gives a claim's own scope only where it has no figure.
    if (input.figures.length > 0) values.scope = there.scope;
    const differs =
      (Object.keys(values) as (keyof typeof values)[]).some((column) => values[column] !== there[column]) ||
      repeated !== input.repeats ||
      figuresKey(before) !== figuresKey(input.figures);
    if (!differs) {
      this.report.claims.unchanged++;
      return null;
    }
    this.tx
      .update(claim)
      .set({ ...values, repeatsId: null, version: there.version + 1, updatedAt: this.tx.now(), editedBy: this.actor.accountId })
      .where(eq(claim.id, there.id))
      .run();
    this.tx.delete(figure).where(eq(figure.claimId, there.id)).run();
    for (const one of input.figures) this.insert.figure.run({ ...one, claimId: there.id });
    if (input.repeats !== null) this.repeats.push({ id: there.id, incidentId: target.id, row, code: input.repeats });
    this.audits.push({
      action: "claim.amend",
      subject: `claim ${there.code}`,
      before: { ...there, figures: before },
      after: input,
      why: "import",
    });
    this.touched.add(target.id);
    this.report.claims.updated++;
    return null;
  }

  private codeFor(wanted: string | null): string {
    if (wanted === null) return `${this.prefix}-${String(this.nextIncident++).padStart(4, "0")}`;
    const number = wanted.startsWith(`${this.prefix}-`) ? /^\d{1,9}$/.exec(wanted.slice(this.prefix.length + 1))?.[0] : undefined;
    if (number !== undefined) this.nextIncident = Math.max(this.nextIncident, Number(number) + 1);
    return wanted;
  }

  /** Writes a ruling on an incident that is published by now; one that is there already is left. */
  writeRuling(one: ImportedRuling): RowProblem[] {
    return this.refusing(one.row, () => {
      const target = this.tx.select().from(incident).where(eq(incident.code, one.incident)).get();
      if (!target) return [problemAt(one.row, "incident_id", "incident.unknown", { code: one.incident })];
      if (target.publication !== "published")
        return [problemAt(one.row, "incident_id", "ruling.not_published", { code: one.incident })];
      const { row: _row, id, incident: _code, ...columns } = one;
      const there = this.tx.first<{ id: number; revokedAt: number | null }>(sql`
        select id, revoked_at as revokedAt from ruling
         where incident_id = ${target.id} and metric = ${one.metric} and "group" = ${one.group} and best = ${one.best}
           and reason = ${one.reason} and ruled_at = ${one.ruledAt}`);
      if (there && there.revokedAt === one.revokedAt) {
        this.report.rulings.unchanged++;
        return [];
      }
      if (there)
        this.tx
          .update(ruling)
          .set({ revokedAt: one.revokedAt, revokedReason: one.revokedReason })
          .where(eq(ruling.id, there.id))
          .run();
      else {
        if (id !== null && this.tx.first(sql`select 1 from ruling where id = ${id}`))
          return [problemAt(one.row, "ruling_id", "ruling.number_taken", { no: id })];
        this.tx
          .insert(ruling)
          .values({ ...columns, ...(id === null ? {} : { id }), incidentId: target.id, ruledBy: this.actor.accountId })
          .run();
      }
      this.report.rulings[there ? "updated" : "new"]++;
      this.audits.push({ action: "ruling.import", subject: `incident ${one.incident}`, after: one, why: one.reason });
      this.touched.add(target.id);
      return [];
    });
  }

  /** A rule of the tables that a row breaks is the row's problem; anything else is a fault and goes on up. */
  private refusing(row: number, work: () => RowProblem[]): RowProblem[] {
    try {
      return work();
    } catch (error) {
      const cause = (error instanceof Error && error.cause instanceof Error ? error.cause : error) as Error & { code?: string };
      if (!cause.code?.startsWith("SQLITE_CONSTRAINT")) throw error;
      const isTrigger = cause.code === "SQLITE_CONSTRAINT_TRIGGER";
      return [problemAt(row, null, isTrigger ? cause.message : "row.refused", { says: cause.message })];
    }
  }
}

type IncidentColumns = Omit<ImportedEvent["incident"], "place" | "partOf" | "externalIds"> & { placeId: number | null };

/** What an incident without an id is known by within one file. */
function ownKey({ incident: { title, dateStart }, place: { city } }: ImportedEvent): string {
  return `${title}\u0001${dateStart}\u0001${city ?? ""}`;
}

function fingerprint(content: unknown): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("base64url").slice(0, 22);
}

function figuresKey(figures: readonly Omit<typeof figure.$inferSelect, "claimId">[]): string {
  const lines = figures.map((f) => [f.metric, f.group, f.scope, f.qualifier, f.low, f.high, f.best, f.word].join("\u0001"));
  return lines.sort().join("\n");
}

function preparedInserts(tx: Tx) {
  const values = (...names: string[]) => Object.fromEntries(names.map((name) => [name, sql.placeholder(name)]));
  const at = { createdAt: sql.placeholder("at"), updatedAt: sql.placeholder("at") };
  return {
    incident: tx
      .insert(incident)
      .values({
        ...values(
          "code",
          "title",
          "dateStart",
          "dateEnd",
          "datePrecision",
          "placeId",
          "latitude",
          "longitude",
          "locationPrecision",
          "attackType",
          "target",
          "counted",
          "publication",
          "note",
          "editedBy",
        ),
        ...at,
      } as never)
      .returning({ id: incident.id })
      .prepare(),
    externalId: tx
      .insert(incidentExternalId)
      .values(values("incidentId", "scheme", "value") as never)
      .prepare(),
    claim: tx
      .insert(claim)
      .values({
        ...values(
          "code",
          "recordedNo",
          "incidentId",
          "sourceId",
          "reportId",
          "asOf",
          "stance",
          "attributedTo",
          "preliminary",
          "scope",
          "quote",
          "status",
          "statusAt",
          "statusReason",
          "publicAt",
          "publication",
          "note",
          "editedBy",
        ),
        ...at,
      } as never)
      .returning({ id: claim.id })
      .prepare(),
    figure: tx
      .insert(figure)
      .values(values("claimId", "metric", "group", "scope", "qualifier", "low", "high", "best", "word") as never)
      .prepare(),
    findSubmission: tx
      .select({ subject: submission.subject })
      .from(submission)
      .where(eq(submission.key, sql.placeholder("key")))
      .prepare(),
    keepSubmission: tx
      .insert(submission)
      .values({ key: sql.placeholder("key"), subject: sql.placeholder("subject"), at: sql.placeholder("at") })
      .onConflictDoUpdate({ target: submission.key, set: { subject: sql`excluded.subject`, at: sql`excluded.at` } })
      .prepare(),
    findNumber: tx
      .select({ id: claim.id })
      .from(claim)
      .where(eq(claim.recordedNo, sql.placeholder("no")))
      .prepare(),
  };
}

/** What every part of an import shares while its rows are written into the copy. */
import type Sqlite from "../driver";
import { civilDateAt } from "@/domain/dates";
import { publicAt } from "@/domain/estimate";
import type { RowProblem } from "@/domain/formats/problem";
import type { Tx } from "../open";
import { record } from "../schema";
import type { Actor } from "./actor";
import { ImportReports, ImportSources } from "./import-claimants";
import type { Copy } from "./import-copy";
import { ImportPlaces } from "./import-places";
import type { ImportReport } from "./import-report";
import { statementsOf, type Statements } from "./import-statements";

export interface WriterOptions {
  /** Whether rows are of our own export. */
  isOwn: boolean;
  publish: boolean;
}

const MOST_KEPT = 20_000;

/** Something to be joined to a thing that may come later in the file, by that thing's code. */
interface Join {
  id: number;
  row: number;
  code: string;
  /** The version that the amendment it belongs to makes; absent of what is new. */
  joins?: number;
}

export class Importing {
  readonly sqlite: Sqlite.Database;
  readonly statements: Statements;
  readonly places: ImportPlaces;
  readonly sources: ImportSources;
  readonly reports: ImportReports;
  readonly numbers: Numbers;
  readonly timeZone: string;
  /** The civil date in the record's time zone, and the instant, at which the import began. */
  readonly today: string;
  readonly at: number;
  readonly editedBy: number | null;
  readonly publication: "published" | "draft";
  readonly partOf: Join[] = [];
  readonly repeats: (Join & { incidentId: number })[] = [];
  private readonly warned = new Set<string>();
  private readonly instants = new Map<string, number>();

  constructor(
    readonly copy: Copy,
    readonly tx: Tx,
    actor: Actor,
    readonly report: ImportReport,
    readonly options: WriterOptions,
    readonly warn: (warning: RowProblem) => void,
  ) {
    const settings = tx.select().from(record).get()!;
    this.sqlite = copy.sqlite;
    this.statements = statementsOf(copy.sqlite, copy.original);
    this.timeZone = settings.timeZone;
    this.at = tx.now();
    this.today = civilDateAt(this.at, this.timeZone);
    this.editedBy = actor.accountId;
    this.publication = options.publish ? "published" : "draft";
    this.numbers = new Numbers(settings);
    this.places = new ImportPlaces(tx, options.isOwn);
    this.sources = new ImportSources(tx);
    this.reports = new ImportReports(copy.original, this.statements);
  }

  /** Whether this import made the incident. */
  isNew(id: number): boolean {
    return id > this.copy.last.incident;
  }

  /** When a claim became public (rule 1 of the methodology); rows of a file share their days. */
  publicAt(claim: Parameters<typeof publicAt>[0]): number {
    const stated = claim.publishedAt ?? claim.asOf ?? claim.retrievedAt;
    const known = this.instants.get(stated);
    if (known !== undefined) return known;
    const at = publicAt(claim, this.timeZone);
    if (this.instants.size >= MOST_KEPT) this.instants.clear();
    this.instants.set(stated, at);
    return at;
  }

  /** Counts the places and sources that it brings. */
  noteMade(): void {
    this.report.places = this.places.brought;
    this.report.sources = this.sources.made;
  }

  /** Says something once of each name. */
  warnOnce(name: string, warning: RowProblem): void {
    if (this.warned.has(name)) return;
    this.warned.add(name);
    this.warn(warning);
  }
}

/** Codes and numbers for new things: those that the file gives are kept, and the record's go on behind them. */
class Numbers {
  nextIncident: number;
  nextClaim: number;
  private readonly prefix: string;

  constructor({ codePrefix, nextIncidentNo, nextClaimNo }: typeof record.$inferSelect) {
    this.prefix = codePrefix;
    this.nextIncident = nextIncidentNo;
    this.nextClaim = nextClaimNo;
  }

  /** The code to use. */
  incident(wanted: string | null): string {
    if (wanted === null) return `${this.prefix}-${String(this.nextIncident++).padStart(4, "0")}`;
    const number = wanted.startsWith(`${this.prefix}-`) ? /^\d{1,9}$/.exec(wanted.slice(this.prefix.length + 1))?.[0] : undefined;
    if (number !== undefined) this.nextIncident = Math.max(this.nextIncident, Number(number) + 1);
    return wanted;
  }

  /** The code and number to use; `isGiven`: the file gives one of them. */
  claim(code: string | null, recordedNo: number | null): { code: string; no: number; isGiven: boolean } {
    const no = recordedNo ?? this.nextClaim;
    const inCode = code !== null && /^C\d{1,9}$/.test(code) ? Number(code.slice(1)) : 0;
    this.nextClaim = Math.max(this.nextClaim, no + 1, inCode + 1);
    return { code: code ?? `C${no}`, no, isGiven: code !== null || recordedNo !== null };
  }
}

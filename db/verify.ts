/**
 * Is the record what it says it is? Everything derived is counted again from the claims, in a second way; the file, its
 * schema, its references and its audit log are checked. Reads only, from one snapshot for each process.
 */
import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type Sqlite from "./driver";
import { verifyEstimates } from "./verify-estimates";
import {
  damageOf,
  isImportUnderWay,
  openToVerify,
  verifyAudit,
  verifyReferences,
  verifySchema,
  verifySeals,
  type Add,
  type Finding,
} from "./verify-file";
import { verifySums } from "./verify-sums";

export type { Finding };

/** What was looked at, and what was found; of one kind at most `MOST` are named. */
export interface Verification {
  findings: Finding[];
  /** Findings beyond those named, by kind. */
  more: Partial<Record<Finding["kind"], number>>;
  incidents: number;
  claims: number;
  estimates: number;
  entries: number;
  /** Rows of an import are going in or out: the log tells what they add up to once that has ended. */
  isImporting: boolean;
}

export interface VerifyOptions {
  /** A published head of the audit log, which must be in the chain: what was cut off behind it the chain alone cannot tell. */
  head?: string;
  /** Processes that recount; by default as many as there are processors. */
  processes?: number;
}

const MOST = 1_000;

/** Verifies a record's file. Throws UnusableDatabase where it cannot be opened at all. */
export async function verifyRecord(
  file: string,
  { head, processes = availableParallelism() }: VerifyOptions = {},
): Promise<Verification> {
  const sqlite = openToVerify(file);
  const found = collector();
  try {
    const recounting = recount(file, sqlite, { processes, add: found.add });
    // Handled below; a damaged file may end it before then.
    recounting.catch(() => {});
    const damage = damageOf(sqlite);
    if (damage.length > 0) {
      await recounting.catch(() => {});
      // Nothing else that a damaged file says can be relied on.
      const damaged = collector();
      for (const line of damage) damaged.add({ kind: "file", says: `The file is damaged: ${line}` });
      return { ...damaged.result(), incidents: 0, claims: 0, estimates: 0, entries: 0, isImporting: false };
    }
    // What was tampered with may not even be countable: each check stands by itself, and says so where it cannot be done.
    const attempt = (kind: Finding["kind"], what: string, check: () => void) => {
      try {
        check();
      } catch (error) {
        found.add({ kind, says: `${what} could not be checked: ${(error as Error).message}` });
      }
    };
    let [entries, isImporting] = [0, false];
    attempt("schema", "The schema", () => verifySchema(sqlite, found.add));
    attempt("reference", "The references", () => verifyReferences(sqlite, found.add));
    attempt("audit", "The audit log", () => {
      const log = verifyAudit(sqlite, head, found.add);
      entries = log.entries;
      isImporting = isImportUnderWay(sqlite);
      verifySeals(sqlite, log.seals, found.add);
    });
    const { incidents, claims, rows } = await recounting.catch((error: Error) => {
      found.add({ kind: "estimate", says: `The estimates could not be counted again: ${error.message}` });
      return { incidents: 0, claims: 0, rows: 0 };
    });
    return { ...found.result(), incidents, claims, estimates: rows, entries, isImporting };
  } finally {
    sqlite.close();
  }
}

function collector() {
  const findings: Finding[] = [];
  const counts: Partial<Record<Finding["kind"], number>> = {};
  return {
    add: (finding: Finding) => {
      const count = (counts[finding.kind] = (counts[finding.kind] ?? 0) + 1);
      if (count <= MOST) findings.push(finding);
    },
    result: () => ({
      findings,
      more: Object.fromEntries(Object.entries(counts).flatMap(([kind, n]) => (n > MOST ? [[kind, n - MOST]] : []))),
    }),
  };
}

export interface Counted {
  incidents: number;
  claims: number;
  rows: number;
}

/** Shares the sums and the incidents among processes, in pieces of like work; a small record is counted here. */
async function recount(
  file: string,
  sqlite: Sqlite.Database,
  { processes, add }: { processes: number; add: Add },
): Promise<Counted> {
  const last = (sqlite.prepare("select max(id) from incident").pluck().get() as number | null) ?? 0;
  if (processes < 2 || last < 20_000) {
    try {
      return verifyEstimates(sqlite, { from: 1, to: last }, add);
    } finally {
      verifySums(sqlite, add);
    }
  }
  const share = Math.ceil(last / processes);
  const parts = Array.from({ length: processes }, (_, index) => [index * share + 1, Math.min(last, (index + 1) * share)]);
  const [, ...counted] = await Promise.all([["sums"], ...parts].map((work) => recountBeside(file, work.map(String), add)));
  return counted.reduce((a, b) => ({ incidents: a.incidents + b.incidents, claims: a.claims + b.claims, rows: a.rows + b.rows }));
}

/** A process of its own for a share: threads do not inherit the loader that reads TypeScript. */
function recountBeside(file: string, work: readonly string[], add: Add): Promise<Counted> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL("./verify-worker.ts", import.meta.url)), [file, ...work], {
      execArgv: ["--import", "tsx"],
    });
    let counted: Counted | null = null;
    child.on("message", (message: Finding[] | Counted) => {
      if (Array.isArray(message)) message.forEach(add);
      else counted = message;
    });
    child.once("error", reject);
    child.once("exit", (code) =>
      counted ? resolve(counted) : reject(new Error(`A recount ended with ${code} before its end.`)),
    );
  });
}

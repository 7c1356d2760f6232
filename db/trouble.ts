/**
 * When the record cannot be written to: the disk is full, it fails, or the file is damaged. Reading goes on; every write is
 * refused with what to do, until one succeeds again. Known for each file of this process.
 */

/** full: no room. failing: the disk or the file system. damaged: the file's pages. busy: somebody else has held the lock for long. */
export const TROUBLES = ["full", "failing", "damaged", "busy"] as const;
export type TroubleKind = (typeof TROUBLES)[number];

export interface Trouble {
  kind: TroubleKind;
  /** Since when, milliseconds UTC. */
  since: number;
  /** SQLite's own words, for the log and the operator. */
  says: string;
}

/** A write that could not be done now, through no fault of what was written. */
export class Unwritable extends Error {
  constructor(
    readonly kind: TroubleKind,
    cause?: unknown,
  ) {
    super(UNWRITABLE[kind], { cause });
    this.name = "Unwritable";
  }
}

const UNWRITABLE: Record<TroubleKind, string> = {
  full: "The disk is full: nothing can be saved until there is room. Free some; no restart is needed.",
  failing:
    "The disk does not take what is written: nothing can be saved. Look at the system's log; no restart is needed once it works.",
  damaged:
    'The database file is damaged: nothing is written to it any more. Stop the server, run "attest verify", and restore a backup.',
  busy: "Another program has been writing to the record for long. Try again in a moment.",
};

interface Process {
  attestTroubles?: Map<string, Trouble>;
  /** Told of every refused write; the server marks the request that it came from. */
  attestOnUnwritable?: (kind: TroubleKind) => void;
}

// Next evaluates this module once a bundle; the state is the process's.
const known = ((globalThis as Process).attestTroubles ??= new Map());

/** What ails a file now, or null. */
export function troubleOf(file: string): Trouble | null {
  return known.get(file) ?? null;
}

/** Notes that a file could be written to, or was found whole. */
export function forgetTrouble(file: string): void {
  known.delete(file);
}

/** Which trouble an error of SQLite's tells of, or null where it is something else. */
export function troubleIn(error: unknown): TroubleKind | null {
  const { code = "", cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  if (typeof code === "string") {
    if (code === "SQLITE_FULL") return "full";
    if (/^SQLITE_(?:CORRUPT|NOTADB)/.test(code)) return "damaged";
    if (/^SQLITE_(?:IOERR|READONLY|CANTOPEN|PERM)/.test(code)) return "failing";
    if (/^SQLITE_(?:BUSY|LOCKED)/.test(code)) return "busy";
  }
  return cause === undefined || cause === error ? null : troubleIn(cause);
}

/** The refusal of a write that failed with this error; what lasts is noted. Gives other errors back as they are. */
export function unwritable(file: string, error: unknown): unknown {
  const kind = troubleIn(error);
  if (kind === null) return error;
  if (kind !== "busy") noteTrouble(file, kind, error);
  return refuse(kind, error);
}

/** Refuses a write outright where the file is damaged: a page that is wrong must not be spread. */
export function expectWritable(file: string): void {
  if (known.get(file)?.kind === "damaged") throw refuse("damaged");
}

function refuse(kind: TroubleKind, cause?: unknown): Unwritable {
  (globalThis as Process).attestOnUnwritable?.(kind);
  return new Unwritable(kind, cause);
}

/** Notes what ails a file. Damage stays what it is; room that was found again is another trouble's end. */
export function noteTrouble(file: string, kind: TroubleKind, error: unknown): void {
  const before = known.get(file);
  if (before?.kind === kind || before?.kind === "damaged") return;
  known.set(file, { kind, since: Date.now(), says: error instanceof Error ? error.message : String(error) });
}

/**
 * What the server counts about itself, in the format of Prometheus. Labels are kinds and outcomes alone, never addresses
 * or names. Several processes count each for itself and are added up where they are read (cluster.ts).
 */
import { subscribe } from "node:diagnostics_channel";
import { statSync } from "node:fs";
import { collectDefaultMetrics, Counter, Gauge, Histogram, register } from "prom-client";
import { WRITES, type WriteDone } from "@/db/commands/write";
import type { ReadDb } from "@/db/open";
import { countRecord, type RecordCounts } from "@/db/queries/counts";
import type { Kind } from "./kinds";

/** Where an answer came from: kept in memory, rendered anew, waited for while rendered for another, or past the cache. */
export type CacheOutcome = "hit" | "miss" | "waited" | "past";

export interface CountedAnswer {
  kind: Kind;
  method: string;
  status: number;
  seconds: number;
  /** The connection ended before the answer did. */
  cut: boolean;
}

/** Counting every row of a large record takes tens of milliseconds: not more often than this. */
const COUNTS_HOLD_MS = 60_000;

const answers = new Counter({
  name: "attest_http_requests_total",
  help: "Answers by kind of address, method and status; cut ones were broken off before their end.",
  labelNames: ["kind", "method", "status", "cut"] as const,
});
const latency = new Histogram({
  name: "attest_http_request_duration_seconds",
  help: "From a request's first byte to its answer's last.",
  labelNames: ["kind"] as const,
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
});
const front = new Counter({
  name: "attest_front_cache_total",
  help: "Answers by where they came from; assets, exports and pages of people signed in go past the cache.",
  labelNames: ["outcome"] as const,
});
const writeLatency = new Histogram({
  name: "attest_write_duration_seconds",
  help: "Transactions of commands, from their begin to the log on the disk.",
  labelNames: ["outcome"] as const,
  buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
});

/** Counts one answer. */
export function countAnswer({ kind, method, status, seconds, cut }: CountedAnswer): void {
  answers.inc({ kind, method, status, cut: cut ? 1 : 0 });
  latency.observe({ kind }, seconds);
}

export function countCache(outcome: CacheOutcome): void {
  front.inc({ outcome });
}

export interface Watched {
  /** The database file. */
  file: string;
  db: ReadDb;
  /** When the last backup was made, milliseconds UTC; null where there is none. */
  lastBackup: () => number | null;
  mode: "editing" | "mirror";
  version: string;
}

/** Begins to count writes and to say sizes, counts and backups at each reading. Once a process. */
export function watch({ file, db, lastBackup, mode, version }: Watched): void {
  collectDefaultMetrics({ eventLoopMonitoringPrecision: 20 });
  subscribe(WRITES, (message) => {
    const { ms, outcome } = message as WriteDone;
    writeLatency.observe({ outcome }, ms / 1000);
  });
  // Every process would say the same: the first one's word is taken.
  const aggregator = "first" as const;
  new Gauge({ name: "attest_info", help: "Always 1.", labelNames: ["version", "node", "mode"], aggregator }).set(
    { version, node: process.version, mode },
    1,
  );
  said("attest_database_bytes", "Size of the database file.", () => sizeOf(file));
  said("attest_wal_bytes", "Size of the write-ahead log beside it.", () => sizeOf(`${file}-wal`));
  said(
    "attest_last_backup_timestamp_seconds",
    "When the last backup was made; 0 where there is none.",
    () => (lastBackup() ?? 0) / 1000,
  );

  let counted: { until: number; counts: RecordCounts } | null = null;
  const counts = () => {
    if (!counted || performance.now() >= counted.until)
      counted = { until: performance.now() + COUNTS_HOLD_MS, counts: countRecord(db) };
    return counted.counts;
  };
  const incidents = new Gauge({
    name: "attest_incidents",
    help: "Incidents by state of publication.",
    labelNames: ["publication"] as const,
    aggregator,
    collect() {
      for (const [publication, count] of Object.entries(counts().incidents)) incidents.set({ publication }, count);
    },
  });
  said("attest_claims", "Claims recorded, drafts too.", () => counts().claims);
  said("attest_sources", "Sources.", () => counts().sources);
  said("attest_accounts", "Accounts, disabled ones too.", () => counts().accounts);
  said("attest_record_revision", "Grows with each change that readers can see.", () => counts().revision);

  function said(name: string, help: string, value: () => number): void {
    const gauge: Gauge = new Gauge({ name, help, aggregator, collect: () => gauge.set(value()) });
  }
}

/** What this process counted, as Prometheus reads it. */
export async function ownMetrics(): Promise<{ type: string; text: string }> {
  return { type: register.contentType, text: await register.metrics() };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

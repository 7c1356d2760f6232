/**
 * `npm run bench [-- [--tenth FILE] [--ten FILE] [--no-server] [FILE]]`: measures the figures of "Speed and scale" on the bench record, which is made if
 * it is not there, and writes docs/quality.md. One machine, one run: compare ratios, not milliseconds of another day.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { makeActor } from "@/db/commands/actor";
import { recordClaim } from "@/db/commands/claims";
import { publishIncident } from "@/db/commands/incidents";
import { keepCheckpoints } from "@/db/checkpoints";
import { openDatabase } from "@/db/open";
import { countIncidents } from "@/db/queries/incidents";
import { EVERYTHING } from "@/domain/filter";
import { sql } from "drizzle-orm";
import { measureServer } from "./http";
import { copyWhole, said, timesOf, type Times } from "./measure";
import { ask, type Question } from "./questions";
import { makeBenchRecord } from "./record";

/** A line of the table; `holds` is null where there is no bar. */
export interface Figure {
  what: string;
  reach: string;
  measured: string;
  holds: boolean | null;
}

const BARS: Record<Question, { reach: string; most: number | null }> = {
  "six cities and the rest by month": { reach: "≤ 30 ms median", most: 30 },
  "every city by month": { reach: "≤ 70 ms median", most: 70 },
  "one city by month": { reach: "≤ 20 ms median", most: 20 },
  "one kind of attack by month": { reach: "≤ 20 ms median", most: 20 },
  "known: six cities and the rest": { reach: "≤ 50 ms median", most: 50 },
  "known: every city": { reach: "≤ 100 ms median", most: 100 },
  dashboard: { reach: "part of a page's ≤ 100 ms", most: 100 },
  "known: dashboard": { reach: "part of a page's ≤ 100 ms", most: 100 },
  "list, first page": { reach: "≤ 30 ms median", most: 30 },
  "list, deep page": { reach: "≤ 30 ms median", most: 30 },
  "list by toll, first page": { reach: "≤ 30 ms median", most: 30 },
  "list by toll, deep page": { reach: "≤ 30 ms median", most: 30 },
  "count of a list": { reach: "≤ 30 ms median", most: 30 },
  incident: { reach: "≤ 5 ms median", most: 5 },
};
const SAVES = 300;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { tenth: { type: "string" }, ten: { type: "string" }, "no-server": { type: "boolean", default: false } },
  });
  const file = positionals[0] ?? join(tmpdir(), "attest-bench-400000.sqlite");
  if (!existsSync(file)) {
    console.log(`Making the bench record at ${file}; this takes some minutes.`);
    makeBenchRecord(file, { incidents: 400_000 });
  }
  const figures: Figure[] = [];
  const add = (figure: Figure) => {
    figures.push(figure);
    console.log(`${figure.holds === false ? "NOT " : "    "}${figure.what} | ${figure.reach} | ${figure.measured}`);
  };

  const times = ask(file);
  for (const [question, bar] of Object.entries(BARS) as [Question, (typeof BARS)[Question]][])
    add(ofTimes(question, bar, times[question]));
  for (const [name, other, factor] of [
    ["a tenth of the record", values.tenth, 1],
    ["ten times the record", values.ten, 10],
  ] as const) {
    if (other) for (const figure of growth(name, times, ask(other), factor)) add(figure);
  }
  const saved = saves(file);
  for (const figure of figuresOfSaves(saved)) add(figure);
  if (values.tenth) add(growthOfSaves("a tenth of the record to the whole", saves(values.tenth), saved));
  if (values.ten) add(growthOfSaves("the whole to ten times the record", saved, saves(values.ten)));
  add(await verifying(file));
  if (!values["no-server"]) for (const figure of await measureServer(file)) add(figure);
  const size = sizeOf(file);
  writeFileSync("docs/quality.md", page(figures, size) + deepSection());
  console.log("Written to docs/quality.md.");
}

/** What `npm run test:deep` wrote into the same page stays. */
function deepSection(): string {
  const text = existsSync("docs/quality.md") ? readFileSync("docs/quality.md", "utf8") : "";
  const at = text.indexOf("<!-- deep:");
  return at < 0 ? "" : `\n${text.slice(at)}`;
}

function ofTimes(
  what: string,
  { reach, most }: { reach: string; most: number | null },
  { median, p99, processor }: Times,
): Figure {
  const measured = `${said(median)} median, ${said(p99)} at worst; ${said(processor ?? median)} of processor time each`;
  return { what, reach, measured, holds: most === null ? null : median <= most };
}

/** How much longer the questions take on the larger of two records ten times apart. */
function growth(name: string, times: Record<Question, Times>, other: Record<Question, Times>, factor: number): Figure[] {
  const questions: Question[] = [
    "six cities and the rest by month",
    "one city by month",
    "dashboard",
    "known: six cities and the rest",
    "known: every city",
  ];
  return questions.map((question) => {
    const [small, large] = factor === 1 ? [other[question], times[question]] : [times[question], other[question]];
    const ratio = large.median / small.median;
    const isKnown = question.startsWith("known");
    return {
      what: factor === 1 ? `from ${name} to the whole: ${question}` : `from the whole to ${name}: ${question}`,
      reach: isKnown ? "≤ 150 ms at ten times the record" : "≤ 2 × the time for ten times the rows",
      measured: `${ratio.toFixed(1)} × (${said(small.median)} → ${said(large.median)})`,
      holds: isKnown ? (factor === 1 ? null : large.median <= 150) : ratio <= 2,
    };
  });
}

/** Saves on a copy: a claim recorded, and published with its incident's estimates, rollups and audit entry. */
function saves(file: string): Saves {
  const folder = mkdtempSync(join(tmpdir(), "attest-bench-"));
  const copy = join(folder, "record.sqlite");
  copyWhole(file, copy);
  const db = openDatabase(copy);
  const checkpoints = keepCheckpoints(copy);
  try {
    const actor = makeActor({ accountId: null, name: "bench", role: "admin" });
    const incidents = db.first<{ last: number }>(sql`select max(id) as last from incident`)!.last;
    const recorded: number[] = [];
    const published: number[] = [];
    for (let n = 0; n < SAVES; n++) {
      const id = 1 + ((n * 7_919_317) % incidents);
      const { code, version } = db.first<{ code: string; version: number }>(
        sql`select code, version from incident where id = ${id}`,
      )!;
      const started = performance.now();
      recordClaim(db, actor, code, {
        claimant: { name: `Source ${1 + (n % 200)}`, kind: "media" },
        report: {
          publisher: "Bench",
          url: `https://example.org/saved/${n}`,
          publishedAt: "2026-01-05T10:00",
          retrievedAt: "2026-01-06",
        },
        figures: [
          { metric: "killed", qualifier: "exact", low: 1 + (n % 9), high: 1 + (n % 9) },
          { metric: "wounded", qualifier: "at_least", low: 3 },
        ],
      });
      const between = performance.now();
      publishIncident(db, actor, { code, version });
      recorded.push(between - started);
      published.push(performance.now() - between);
    }
    return { recorded: timesOf(recorded), published: timesOf(published) };
  } finally {
    void checkpoints.stop();
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Saves {
  recorded: Times;
  published: Times;
}

function figuresOfSaves({ recorded, published }: Saves): Figure[] {
  const figure = (what: string, { median, p99, worst }: Times): Figure => ({
    what,
    reach: "median ≤ 5 ms, p99 ≤ 25 ms",
    measured: `${said(median)} median, ${said(p99)} p99, ${said(worst)} at worst of ${SAVES}`,
    holds: median <= 5 && p99 <= 25,
  });
  return [figure("save: a claim is recorded", recorded), figure("save: it is published, with estimates and rollups", published)];
}

function growthOfSaves(what: string, small: Saves, large: Saves): Figure {
  const [before, after] = [small, large].map(({ recorded, published }) => recorded.median + published.median) as [number, number];
  return {
    what: `from ${what}: a claim saved and published`,
    reach: "≤ 1.2 × the time for ten times the rows",
    measured: `${(after / before).toFixed(2)} × (${said(before)} → ${said(after)})`,
    holds: after <= 1.2 * before,
  };
}

async function verifying(file: string): Promise<Figure> {
  const started = performance.now();
  const child = spawn(process.execPath, ["--import", "tsx", "cli/attest.ts", "verify", file], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const code = await new Promise((resolve) => child.once("exit", resolve));
  const took = performance.now() - started;
  return {
    what: "attest verify of the whole record",
    reach: "≤ 60 s, nothing found",
    measured: `${said(took)}${code === 0 ? "" : ", with findings"}`,
    holds: took <= 60_000 && code === 0,
  };
}

function sizeOf(file: string): number {
  const db = openDatabase(file, { create: false });
  try {
    return countIncidents(db, EVERYTHING);
  } finally {
    db.close();
  }
}

function page(figures: readonly Figure[], incidents: number): string {
  const cores = cpus();
  const machine = `${cores.length} cores (${cores[0]?.model.trim() ?? "unknown"}), ${Math.round(totalmem() / 2 ** 30)} GB of memory, ${process.platform}, Node ${process.versions.node}`;
  const mark = (holds: boolean | null) => (holds === null ? "" : holds ? "reached" : "**not reached**");
  return `# Quality: speed and scale, as measured

Generated by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: a record of ${incidents.toLocaleString("en")} incidents over 500 cities and 12 years, three
claims each on average. Machine: ${machine}; its load during the run was ${loadavg()[2]!.toFixed(1)}, so ${
    loadavg()[2]! > cores.length
      ? "**other work took processors from this run**, and times are longer than on a quiet machine"
      : "the run had it to itself"
  }.
Machines are noisy: figures of one run compare with each other, not with another day's.

| figure | to reach | measured | |
|---|---|---|---|
${figures.map(({ what, reach, measured, holds }) => `| ${what} | ${reach} | ${measured} | ${mark(holds)} |`).join("\n")}
`;
}

await main();

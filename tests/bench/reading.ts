/**
 * `npm run bench:reading`: precision and recall per pattern on our own corpus, the speed, and, where the coders' file is beside
 * the repository, the share of its texts whose figures equal theirs, with the errors left by cause.
 */
import { existsSync, readFileSync } from "node:fs";
import { combine } from "@/domain/reading/combine";
import { readText } from "@/domain/reading/read";
import { CORPUS, shortForm } from "../domain/reading/corpus";

const CODED = "../shared/data/reading-dev.jsonl";

interface Count {
  sentences: number;
  right: number;
  read: number;
  wanted: number;
}

function corpus(): void {
  const counts = new Map<string, Count>();
  for (const [pattern, text, claims] of CORPUS) {
    const count = counts.get(pattern) ?? { sentences: 0, right: 0, read: 0, wanted: 0 };
    const wanted = claims.split(" ").filter(Boolean);
    const read = shortForm(readText(text, { date: "2022-03-02" }))
      .split(" ")
      .filter(Boolean);
    const left = [...wanted];
    for (const claim of read) {
      const at = left.indexOf(claim);
      if (at >= 0) left.splice(at, 1);
    }
    count.sentences++;
    count.right += wanted.length - left.length;
    count.read += read.length;
    count.wanted += wanted.length;
    counts.set(pattern, count);
  }
  const share = (part: number, whole: number): string =>
    whole === 0 ? "    –" : `${((100 * part) / whole).toFixed(1)} %`.padStart(8);
  console.log(`Our own sentences: ${CORPUS.length}\n${"pattern".padEnd(22)}sentences  precision    recall`);
  const all = { sentences: 0, right: 0, read: 0, wanted: 0 };
  for (const [pattern, count] of counts) {
    for (const key of Object.keys(all) as (keyof Count)[]) all[key] += count[key];
    print(pattern, count);
  }
  print("all", all);
  function print(name: string, { sentences, right, read, wanted }: Count): void {
    console.log(`${name.padEnd(22)}${String(sentences).padStart(9)}   ${share(right, read)}  ${share(right, wanted)}`);
  }
}

function speed(): void {
  const text = CORPUS.map(([, sentence]) => sentence).join(" ");
  const megabyte = text.repeat(Math.ceil(1_000_000 / text.length)).slice(0, 1_000_000);
  readText(megabyte);
  // Processor time: the machine is shared.
  const start = process.cpuUsage();
  const found = readText(megabyte, { date: "2022-03-02" }).length;
  const seconds = process.cpuUsage(start).user / 1_000_000;
  console.log(`\nSpeed: ${(1 / seconds).toFixed(2)} MB/s of nothing but casualty sentences (${found} candidates in 1 MB)`);
}

interface CodedText {
  id: string;
  date?: string;
  place?: string;
  text: string;
  killed: number;
  wounded?: number | null;
}

/** Not stated counts as the coders' 0: they have no other word for it. */
function coded(): void {
  if (!existsSync(CODED)) return console.log(`\n${CODED} is not here: no comparison with coders.`);
  const texts = readFileSync(CODED, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as CodedText);
  const causes = new Map<string, string[]>();
  const shares = { A: { right: 0, all: 0 }, G: { right: 0, all: 0 } };
  for (const { id, date, place, text, killed, wounded } of texts) {
    const toll = combine(readText(text, { date: date ?? null, place: place ?? null }));
    const share = id.startsWith("G") ? shares.G : shares.A;
    const got = { killed: toll.killed?.best ?? 0, wounded: toll.wounded?.best ?? 0 };
    const isRight = got.killed === killed && (!id.startsWith("G") || got.wounded === (wounded ?? 0));
    share.all++;
    if (isRight) share.right++;
    else {
      const cause = causeOf(text, killed, wounded ?? null, got);
      causes.set(cause, [
        ...(causes.get(cause) ?? []),
        `${id} (want ${killed}/${wounded ?? "–"}, got ${got.killed}/${got.wounded})`,
      ]);
    }
  }
  const line = ({ right, all }: { right: number; all: number }): string =>
    `${right} of ${all} (${((100 * right) / all).toFixed(1)} %)`;
  console.log(`\nCoders' figures: A- killed equal in ${line(shares.A)}; G- killed and wounded both equal in ${line(shares.G)}`);
  for (const [cause, ids] of causes) console.log(`  ${cause}: ${ids.length}\n    ${ids.join("\n    ")}`);
}

function causeOf(text: string, killed: number, wounded: number | null, got: { killed: number; wounded: number }): string {
  const states = (number: number): boolean => new RegExp(String.raw`\b${number}\b`).test(text);
  if (/distributed between|the two attacks|the three attacks/.test(text)) return "coders divided a total over several incidents";
  const isHurt = wounded !== null && wounded > got.wounded && got.killed === killed;
  if (isHurt && !/wound|injur|hurt/i.test(text))
    return "coders counted an assaulted or ill person whom the text does not call hurt";
  const missing = got.killed !== killed ? killed : (wounded ?? 0);
  if (!states(missing) && missing > 3) return "the coders' number is not in the words (they knew more, or summed otherwise)";
  if (got.killed > killed || got.wounded > (wounded ?? got.wounded)) return "counted more than the coders";
  return "counted fewer than the coders";
}

corpus();
speed();
coded();

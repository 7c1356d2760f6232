/** One process's share of `attest verify`: the sums, or the estimates of some incidents; sends what it finds, and at the end what it counted. */
import Sqlite from "./driver";
import type { Counted, Finding } from "./verify";
import { verifyEstimates } from "./verify-estimates";
import { verifySums } from "./verify-sums";

const [file, from, to] = process.argv.slice(2) as [string, string, string?];
const sqlite = new Sqlite(file, { readonly: true, fileMustExist: true });
sqlite.pragma("mmap_size = 1073741824");
sqlite.pragma("cache_size = -65536");
sqlite.exec("begin");
const findings: Finding[] = [];
const add = (finding: Finding) => findings.push(finding);
let counted: Counted = { incidents: 0, claims: 0, rows: 0 };
if (from === "sums") verifySums(sqlite, add);
else counted = verifyEstimates(sqlite, { from: Number(from), to: Number(to) }, add);
sqlite.close();
process.send!(findings);
process.send!(counted, () => process.disconnect());

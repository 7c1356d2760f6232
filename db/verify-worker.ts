/** One process's share of `attest verify`: recounts its incidents and sends what it finds, and at the end what it counted. */
import Sqlite from "better-sqlite3";
import type { Finding } from "./verify";
import { verifyEstimates } from "./verify-estimates";

const [file, from, to] = process.argv.slice(2) as [string, string, string];
const sqlite = new Sqlite(file, { readonly: true, fileMustExist: true });
sqlite.pragma("mmap_size = 1073741824");
sqlite.pragma("cache_size = -65536");
sqlite.exec("begin");
const findings: Finding[] = [];
const counted = verifyEstimates(sqlite, { from: Number(from), to: Number(to) }, (finding) => findings.push(finding));
sqlite.close();
process.send!(findings);
process.send!(counted, () => process.disconnect());

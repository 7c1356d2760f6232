/** A process that writes, for ever or so many rounds, and tells each write once it was acknowledged; it is killed at any moment. */
import { writeSync } from "node:fs";
import { makeActor } from "@/db/commands/actor";
import { amendClaim, recordClaim } from "@/db/commands/claims";
import { amendIncident, publishIncident, recordIncident, retractIncident } from "@/db/commands/incidents";
import { openDatabase } from "@/db/open";

const [file, seed, most = "Infinity"] = process.argv.slice(2) as [string, string, string?];
const db = openDatabase(file, { create: false });
const actor = makeActor({ accountId: null, name: "test", role: "editor" });
const told = (line: string) => writeSync(1, `${line}\n`);
const claim = (n: number) => ({
  claimant: { name: `Mayor ${n % 5}` },
  report: { publisher: "Gazette", publishedAt: "2022-03-09" },
  figures: [{ metric: "killed" as const, qualifier: "exact" as const, low: n + 1, high: n + 1 }],
  note: "n".repeat((n * 37) % 2_000),
});

told("ready");
for (let n = 0; n < Number(most); n++) {
  const title = `Written by ${seed}, ${n}`;
  const facts = { title, dateStart: "2022-03-09", locationPrecision: "country" as const };
  const code = recordIncident(db, actor, facts);
  told(`incident ${code} draft 1`);
  const claimCode = recordClaim(db, actor, code, claim(n));
  told(`claim ${claimCode} draft 1`);
  publishIncident(db, actor, { code, version: 1 });
  told(`incident ${code} published 2`);
  told(`claim ${claimCode} published 2`);
  amendClaim(db, actor, { code: claimCode, version: 2 }, claim(n + 1));
  told(`claim ${claimCode} published 3`);
  amendIncident(db, actor, { code, version: 2 }, { ...facts, title: `${title}, amended` });
  told(`incident ${code} published 3`);
  if (n % 3 === 0) {
    retractIncident(db, actor, { code, version: 3 }, "A test.");
    told(`incident ${code} retracted 4`);
  }
}

import { readFileSync } from "node:fs";
import { readText } from "@/domain/reading/read";
const f=process.argv[2]; const t=f?readFileSync(f,"utf8"):readFileSync(0,"utf8");
for(const line of f?[t]:t.trim().split("\n")){ if(!f)console.log("> "+line);
for(const x of readText(line,{date:process.argv[3]??null})) console.log("  ",`${x.metric}:${x.amount.qualifier}:${JSON.stringify(x.amount)} "${x.span.text}" [${x.why}] <${x.claimant?.name}|${x.claimant?.role}> ${x.date} ${x.shift} @${x.place?.name} ${x.group} ${x.scope} ${x.attack} ${x.doubts}`);}

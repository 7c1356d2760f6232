import { readFileSync } from "node:fs"; import { readText } from "@/domain/reading/read"; import { combine } from "@/domain/reading/combine";
for (const l of readFileSync(0,"utf8").trim().split("\n")){ const t=combine(readText(l)); console.log(`K=${t.killed?.best} W=${t.wounded?.best}`.padEnd(14), l.replace(/^(On 4 March 2022, |\d\d\/\d\d\/\d{4}: )/,""));}

import { readFileSync } from "node:fs";
import { readText } from "@/domain/reading/read";
import { combine } from "@/domain/reading/combine";
const rows = readFileSync("/work/shared/data/reading-dev.jsonl","utf8").trim().split("\n").map(l=>JSON.parse(l));
let a=0,ao=0,g=0,go=0;
for (const r of rows){ const c=readText(r.text,{date:r.date,place:r.place}); const t=combine(c);
 const isA=r.id.startsWith("A"); const k=t.killed?.best??0,w=t.wounded?.best??0; const ok=isA? k===r.killed : k===r.killed&&w===r.wounded;
 if(isA){a++;ao+=+ok}else{g++;go+=+ok}
 if(!ok||process.argv[2]===r.id) console.log(r.id,"want",r.killed,r.wounded,"got",JSON.stringify(t.killed),JSON.stringify(t.wounded),"\n  ",r.text.slice(0,900),"\n  ",c.map(x=>`${x.metric}:${x.amount.qualifier}:${JSON.stringify((x.amount as any).value??(x.amount as any).low??"")} "${x.span.text}" [${x.why}] ${x.claimant?.name??""} s${x.shift} ${x.group}`).join("\n   "));
}
console.log("A",ao,a,ao/a,"G",go,g,go/g);

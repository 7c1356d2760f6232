import { readText } from "@/domain/reading/read"; import { CORPUS } from "../domain/reading/corpus";
const t=CORPUS.map(([,s])=>s).join(" "); const m=t.repeat(Math.ceil(1e6/t.length)); for(let i=0;i<3;i++){const s=process.cpuUsage().user; readText(m,{date:"2022-03-02"}); console.log((process.cpuUsage().user-s)/1000)}

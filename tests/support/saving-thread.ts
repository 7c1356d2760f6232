/** Saves an incident every few milliseconds until told to stop, then tells how long each save took, in milliseconds. */
import { parentPort, workerData } from "node:worker_threads";
import { makeActor } from "@/db/commands/actor";
import { recordIncident } from "@/db/commands/incidents";
import { openDatabase } from "@/db/open";

const db = openDatabase((workerData as { file: string }).file);
const ADMIN = makeActor({ accountId: null, name: "who saves", role: "admin" });
const times: number[] = [];
let timer: NodeJS.Timeout;

function save(): void {
  const start = performance.now();
  recordIncident(db, ADMIN, { title: "Saved meanwhile", dateStart: "2022-03-01", locationPrecision: "country" });
  times.push(performance.now() - start);
  timer = setTimeout(save, 5);
}

parentPort!.once("message", () => {
  clearTimeout(timer);
  db.close();
  parentPort!.postMessage(times);
});
save();
parentPort!.postMessage("saving");

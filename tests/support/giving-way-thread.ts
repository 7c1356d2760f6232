/** A thread that steps back and says what priority it then has. */
import { getPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import { giveWay } from "@/db/thread";

giveWay();
parentPort!.postMessage(getPriority(0));

/** Running a release's work in a process of its own: neither readers nor recorders wait for it. */
import { fork } from "node:child_process";
import { join } from "node:path";
import type { ReleaseChanges } from "@/domain/release";
import type { Releases } from "./compare";
import type { MadeRelease, ReleaseOrder } from "./make";
import type { ReleaseTask } from "./process";

/** `makeReleaseFiles`, elsewhere. */
export function makeReleaseFilesBeside(order: ReleaseOrder): Promise<MadeRelease> {
  return beside<MadeRelease>({ do: "make", order });
}

/** `compareReleases`, elsewhere. */
export function compareReleasesBeside(releases: Releases): Promise<ReleaseChanges> {
  return beside<ReleaseChanges>({ do: "compare", releases });
}

function beside<Result>(task: ReleaseTask): Promise<Result> {
  return new Promise((resolve, reject) => {
    const home = /*turbopackIgnore: true*/ process.env.ATTEST_HOME ?? process.cwd();
    const child = fork(join(/*turbopackIgnore: true*/ home, "db", "releases", "process.ts"), [], {
      cwd: home,
      execArgv: ["--import", "tsx"],
    });
    let answered: { done: Result } | { failed: string } | null = null;
    child.once("message", (message) => {
      answered = message as typeof answered;
    });
    child.once("error", reject);
    child.once("exit", (code) => {
      if (answered && "done" in answered) resolve(answered.done);
      else reject(new Error(answered ? answered.failed : `The process for a release ended with ${code}.`));
    });
    child.send(task);
  });
}

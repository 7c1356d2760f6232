/** A process of its own for what takes seconds: writing a release's files, comparing two releases. It answers once and ends. */
import { compareReleases, type Releases } from "./compare";
import { makeReleaseFiles, type ReleaseOrder } from "./make";

/** What it is asked. */
export type ReleaseTask = { do: "make"; order: ReleaseOrder } | { do: "compare"; releases: Releases };

process.once("message", (task: ReleaseTask) => {
  void carryOut(task).then(
    (done) => answer({ done }),
    (error: unknown) => answer({ failed: error instanceof Error ? error.message : String(error) }),
  );
});

async function carryOut(task: ReleaseTask): Promise<unknown> {
  return task.do === "make" ? makeReleaseFiles(task.order) : compareReleases(task.releases);
}

function answer(message: { done: unknown } | { failed: string }): void {
  process.send!(message, () => process.disconnect());
}

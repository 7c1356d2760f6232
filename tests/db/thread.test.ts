import { once } from "node:events";
import { getPriority } from "node:os";
import { expect, it } from "vitest";
import { startThread } from "@/db/thread";

it("a thread that gives way steps back alone: the others stay where they are", async () => {
  const before = getPriority(0);
  const thread = startThread("tests/support/giving-way-thread.ts", { data: {} });
  const [priority] = (await once(thread, "message")) as [number];
  expect(priority).toBe(Math.max(10, before));
  expect(getPriority(0)).toBe(before);
  await thread.terminate();
});

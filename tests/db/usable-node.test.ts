/** Versions of Node under which the SQLite driver ends the process at any moment are refused with a sentence. */
import { expect, test } from "vitest";
import { expectUsableNode, UnusableDatabase } from "@/db/open";

test.each(["20.19.0", "20.20.2", "22.23.3", "24.18.9"])("%s is used", (version) => {
  expect(() => expectUsableNode(version)).not.toThrow();
});

test.each(["24.19.0", "24.21.0", "25.0.0", "26.3.0"])("%s is refused", (version) => {
  expect(() => expectUsableNode(version)).toThrow(UnusableDatabase);
});

/**
 * Before every test file: whatever reaches console.error fails the test that caused it; and property tests draw from one
 * seed, so that a run can be had again. ATTEST_SEED names another, "random" a new one each time.
 */
import fc from "fast-check";
import { afterEach, beforeEach, expect, vi } from "vitest";

const seed = process.env.ATTEST_SEED ?? "20220301";
if (seed !== "random") fc.configureGlobal({ seed: Number(seed) });

beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => {});
});

afterEach(() => {
  const said = vi.mocked(console.error).mock.calls.map((args) => args.map(String).join(" "));
  vi.mocked(console.error).mockRestore();
  expect(said, "console.error was called").toEqual([]);
});

/** Before every test file: whatever reaches console.error fails the test that caused it. */
import { afterEach, beforeEach, expect, vi } from "vitest";

beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => {});
});

afterEach(() => {
  const said = vi.mocked(console.error).mock.calls.map((args) => args.map(String).join(" "));
  vi.mocked(console.error).mockRestore();
  expect(said, "console.error was called").toEqual([]);
});

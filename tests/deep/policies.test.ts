/** The content security policies of all answers, as somebody else judges them: Google's csp_evaluator, where it is installed. */
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { contentSecurityPolicy, securityHeaders } from "@/server/headers";
import { noteFigure } from "../support/figures";

/** `npm install csp_evaluator` in a folder that ATTEST_TOOLS names, or in this one. */
const require_ = createRequire(resolve(process.env.ATTEST_TOOLS ?? ".", "package.json"));
const has = (() => {
  try {
    return require_.resolve("csp_evaluator/dist/evaluator.js") !== "";
  } catch {
    return false;
  }
})();

interface Evaluator {
  CspEvaluator: new (
    csp: unknown,
    version: number,
  ) => {
    evaluate: () => { severity: number; directive: string; value?: string; description: string }[];
  };
  CspParser: new (policy: string) => { csp: unknown };
  Version: { CSP3: number };
}

/** What is worse than a remark: its scale goes from 10 (high) to 100; 50 is "maybe", said of every policy with 'self'. */
const STRICT = 45;

const POLICIES = {
  "a page with its nonce": contentSecurityPolicy([`'nonce-${"n".repeat(22)}'`]),
  "a kept page with hashes": contentSecurityPolicy([`'sha256-${"h".repeat(43)}='`]),
  "a frame": contentSecurityPolicy([`'nonce-${"n".repeat(22)}'`], { frames: true }),
  "a file, an error": securityHeaders()["Content-Security-Policy"]!,
  "a file for frames": securityHeaders({ frames: true })["Content-Security-Policy"]!,
};

test.skipIf(!has)("csp_evaluator finds no policy weak", () => {
  const { CspEvaluator } = require_("csp_evaluator/dist/evaluator.js") as Evaluator;
  const { CspParser } = require_("csp_evaluator/dist/parser.js") as Evaluator;
  const { Version } = require_("csp_evaluator/dist/csp.js") as Evaluator;
  const judge = (policy: string) =>
    new CspEvaluator(new CspParser(policy).csp, Version.CSP3)
      .evaluate()
      .filter(({ severity }) => severity <= STRICT)
      .map(({ directive, value, description }) => `${directive} ${value ?? ""}: ${description}`);
  // It does find what is weak.
  expect(judge("script-src 'unsafe-inline' *")).not.toEqual([]);
  const found = Object.entries(POLICIES).flatMap(([name, policy]) => judge(policy).map((says) => `${name}: ${says}`));
  noteFigure({
    what: "content security policies judged by csp_evaluator",
    count: Object.keys(POLICIES).length,
    wrong: found.length,
    seed: null,
    note: "nothing of high or medium severity; of each it remarks that 'self' is as safe as the files here, all of them our own",
  });
  expect(found).toEqual([]);
});

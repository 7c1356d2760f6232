/** A script of ours as one plain file, so that a process that is to be killed a thousand times starts in a tenth of a second. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

/** Bundles a TypeScript file beside the packages it needs, and gives back the file and how to take it away. */
export async function bundled(script: string): Promise<{ file: string; remove: () => void }> {
  const file = join("node_modules", ".cache", `attest-${process.pid}-${script.replaceAll(/\W+/g, "-")}.mjs`);
  await build({
    entryPoints: [script],
    outfile: file,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    tsconfig: "tsconfig.json",
    logLevel: "error",
  });
  return { file, remove: () => rmSync(file, { force: true }) };
}

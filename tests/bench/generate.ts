/** `npm run bench:make -- --incidents 400000 --seed 1 FILE`: makes a bench record. */
import { parseArgs } from "node:util";
import { makeBenchRecord } from "./record";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { incidents: { type: "string", default: "400000" }, seed: { type: "string", default: "1" } },
});
const [file] = positionals;
if (!file) {
  console.error("Usage: npm run bench:make -- [--incidents 400000] [--seed 1] FILE");
  process.exit(2);
}
const started = performance.now();
makeBenchRecord(file, {
  incidents: Number(values.incidents),
  seed: Number(values.seed),
  progress: (done) => process.stdout.write(`\r${Math.round(done * 100)} %`),
});
console.log(`\nMade ${file} in ${((performance.now() - started) / 1000).toFixed(1)} s.`);

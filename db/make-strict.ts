/**
 * After `drizzle-kit generate`: makes every new table STRICT, and those that are read by their primary key WITHOUT ROWID,
 * which drizzle's schema language cannot say.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const WITHOUT_ROWID = new Set(["rollup", "rollup_added", "estimate_change", "import_row", "import_change", "import_problem"]);

for (const name of readdirSync("db/migrations").filter((file) => file.endsWith(".sql"))) {
  const path = `db/migrations/${name}`;
  const sql = readFileSync(path, "utf8");
  const strict = sql.replace(
    /^(CREATE TABLE `(\w+)` [^;]*?\n\))(;)/gm,
    (_, table: string, name: string) => `${table} STRICT${WITHOUT_ROWID.has(name) ? ", WITHOUT ROWID" : ""};`,
  );
  if (strict !== sql) writeFileSync(path, strict);
}

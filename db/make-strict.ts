/** After `drizzle-kit generate`: makes every new table STRICT, which drizzle's schema language cannot say. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

for (const name of readdirSync("db/migrations").filter((file) => file.endsWith(".sql"))) {
  const path = `db/migrations/${name}`;
  const sql = readFileSync(path, "utf8");
  const strict = sql.replace(/^(CREATE TABLE [^;]*?\n\))(;)/gm, "$1 STRICT$2");
  if (strict !== sql) writeFileSync(path, strict);
}

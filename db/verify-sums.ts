/** The check of what is added up beforehand: rollups and today's tolls against their estimates. */
import type Sqlite from "./driver";
import { differencesOfRollups } from "./recount-rollups";
import { differencesOfTolls } from "./recount-tolls";
import type { Add } from "./verify-file";

/** Names every sum that is not what the estimates give; what cannot be checked is said too. */
export function verifySums(sqlite: Sqlite.Database, add: Add): void {
  const attempt = (what: string, check: () => void) => {
    try {
      check();
    } catch (error) {
      add({ kind: "rollup", says: `${what} could not be checked: ${(error as Error).message}` });
    }
  };
  attempt("The sums", () => {
    for (const { table, row, stored, recounted } of differencesOfRollups(sqlite))
      add({
        kind: "rollup",
        says: `${table}, ${row}: stored ${stored ?? "nothing"}; recounted ${recounted ?? "nothing"}.`,
      });
  });
  attempt("Today's tolls", () => {
    for (const code of differencesOfTolls(sqlite))
      add({ kind: "rollup", says: `incident_toll, ${code}: not what its estimates of today give.` });
  });
}

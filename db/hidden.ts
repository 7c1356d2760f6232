/**
 * What readers do not see yet: rows of an import that is going in (or being undone) lie between two ids of each table,
 * which the import's row names. A reading connection has a temporary view before each such table, under the table's own
 * name, so that no query can forget them; one short commit of the import's row lets all of them be seen at once.
 */
import type Sqlite from "./driver";

/** Tables by the ids that hide their rows: their own, or those of what they belong to. */
const HIDDEN = {
  incident: ["incident", "id"],
  claim: ["claim", "id"],
  report: ["report", "id"],
  source: ["source", "id"],
  place: ["place", "id"],
  estimate: ["incident", "incident_id"],
  estimate_change: ["incident", "incident_id"],
  incident_toll: ["incident", "incident_id"],
} as const satisfies Record<string, readonly [Kind, string]>;

/** Tables whose ids an import takes in one go. */
export const IMPORT_KINDS = ["incident", "claim", "report", "source", "place"] as const;
type Kind = "incident" | "claim" | "report" | "source" | "place";

const HIDES = "from main.import_job where state in ('hidden', 'undoing')";

/** SQL that holds for an id of this kind that readers may see. The plus keeps the condition from choosing the index. */
export function notHidden(kind: Kind, id: string): string {
  return `+${id} not between coalesce((select first_${kind} ${HIDES}), 1) and coalesce((select last_${kind} ${HIDES}), 0)`;
}

/** Puts the views before the tables, for this connection alone. */
export function hideImports(sqlite: Sqlite.Database): void {
  for (const [table, [kind, id]] of Object.entries(HIDDEN))
    sqlite.exec(`create temp view "${table}" as select * from main."${table}" t where ${notHidden(kind, `t.${id}`)}`);
}

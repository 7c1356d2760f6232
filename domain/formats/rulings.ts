/** rulings.csv, read back. */
import { instantOf } from "../dates";
import { RulingInput } from "../ruling";
import { unguardText } from "../datasets/csv";
import { RowReader } from "./imported";
import type { RowProblem } from "./problem";
import type { TableRow } from "./table";

export interface ImportedRuling extends ReturnType<typeof RulingInput.parse> {
  row: number;
  /** Its number to keep; null where the file gives none. */
  id: number | null;
  incident: string;
  ruledAt: number;
  revokedAt: number | null;
  revokedReason: string | null;
}

/** Columns by which a file is known as one of rulings. */
export const RULING_COLUMNS = ["incident_id", "metric", "best", "reason", "ruled_at"] as const;

/** Reads a row of rulings.csv: the ruling, or what is wrong with it. */
export function readRuling(row: TableRow): { ruling: ImportedRuling | null; problems: RowProblem[] } {
  const reader = new RowReader(row, { dates: null });
  const text = (column: string) => unguardText(row.raw(column)).trim() || null;
  const instant = (column: string): number | null => {
    const cell = text(column);
    if (cell === null) return null;
    try {
      return instantOf(cell, "UTC");
    } catch {
      reader.refuse(column, "time.invalid", { cell });
      return null;
    }
  };
  const id = reader.persons("ruling_id");
  const incident = text("incident_id");
  if (incident === null) reader.refuse("incident_id", "cell.missing");
  const ruledAt = instant("ruled_at");
  if (text("ruled_at") === null) reader.refuse("ruled_at", "cell.missing");
  const revokedAt = instant("revoked_at");
  if (ruledAt !== null && revokedAt !== null && revokedAt < ruledAt) reader.refuse("revoked_at", "date.end_before_start");
  const input = reader.parse(
    RulingInput,
    {
      metric: (text("metric") ?? undefined) as never,
      group: (text("group") ?? undefined) as never,
      best: (reader.persons("best") ?? undefined) as never,
      reason: text("reason") ?? "",
    },
    { metric: "metric", group: "group", best: "best", reason: "reason" },
  );
  if (!input || reader.problems.length > 0) return { ruling: null, problems: reader.problems };
  return {
    ruling: {
      ...input,
      row: row.row,
      id,
      incident: incident!,
      ruledAt: ruledAt!,
      revokedAt,
      revokedReason: text("revoked_reason"),
    },
    problems: [],
  };
}

/** What is wrong with a file to be imported, or what was changed on the way in: always by row and column. */
export interface RowProblem {
  /** As a spreadsheet counts: the header is row 1. */
  row: number;
  /** The column's name, or null where it is the whole row or file. */
  column: string | null;
  /** Message key; edges make the sentence that says what to do. */
  code: string;
  values: Record<string, string | number>;
}

/** Nothing behind this can be read: thrown while reading a table. */
export class UnreadableTable extends Error {
  constructor(readonly problem: RowProblem) {
    super(`${problem.code} (row ${problem.row})`);
    this.name = "UnreadableTable";
  }
}

/** Builds a problem; values are what its sentence names. */
export function problemAt(
  row: number,
  column: string | null,
  code: string,
  values: Record<string, string | number> = {},
): RowProblem {
  return { row, column, code, values };
}

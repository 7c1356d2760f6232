/** An export's whole text, as the site and the command line give it out. */
import type { ReadDb } from "@/db/open";
import { exportBytes, type ExportForm, type ExportName } from "@/db/queries/export-bytes";
import { EVERYTHING, type Filter } from "@/domain/filter";

export function exportedText(db: ReadDb, name: ExportName, filter: Filter = EVERYTHING, form: ExportForm = "csv"): string {
  return Buffer.concat([...exportBytes(db, { name, filter, form, hxl: false, bom: false })]).toString();
}

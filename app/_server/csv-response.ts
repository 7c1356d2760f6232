/** A CSV as a streamed answer: pages from a snapshot of its own, given up when the reader stops reading. */
import { headerLine, hxlLine, rowLine, type Dataset } from "@/domain/datasets/column";
import { openSnapshot, type ReadDb } from "@/db/open";
import { databaseFile } from "./database";

/** A client that takes nothing for this long is let go, so that its snapshot does not hold the database's log. */
const STALLED_MS = 30_000;
const BYTE_ORDER_MARK = "\uFEFF";

export interface CsvOptions {
  bom: boolean;
  hxl: boolean;
  fileName: string;
}

/** The answer; an error after the first byte breaks the connection off, it never becomes text inside the file. */
export function csvResponse<Row>(
  dataset: Dataset<Row>,
  rows: (db: ReadDb) => Iterator<Row[]>,
  { bom, hxl, fileName }: CsvOptions,
): Response {
  const db = openSnapshot(databaseFile());
  const pages = rows(db);
  const encoder = new TextEncoder();
  let stalled: NodeJS.Timeout | undefined;
  const finish = () => {
    clearTimeout(stalled);
    db.close();
  };
  const line = (page: Row[]) => encoder.encode(page.map((row) => rowLine(dataset, row)).join(""));
  // The first page is read before the answer begins, so that a failure is an error status and not half a file.
  let first: IteratorResult<Row[]>;
  try {
    first = pages.next();
  } catch (error) {
    finish();
    throw error;
  }
  const head = `${bom ? BYTE_ORDER_MARK : ""}${headerLine(dataset as Dataset<never>)}${hxl ? hxlLine(dataset as Dataset<never>) : ""}`;
  let next: IteratorResult<Row[]> | null = first;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(head));
    },
    pull(controller) {
      clearTimeout(stalled);
      try {
        const page = next ?? pages.next();
        next = null;
        if (page.done) {
          controller.close();
          finish();
          return;
        }
        controller.enqueue(line(page.value));
        stalled = setTimeout(() => {
          controller.error(new Error("The reader stopped reading."));
          finish();
        }, STALLED_MS);
      } catch (error) {
        finish();
        controller.error(error);
      }
    },
    cancel: finish,
  });
  return new Response(body, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8; header=present",
      "Content-Disposition": `attachment; filename="${fileName}"`,
      "Cache-Control": "no-cache",
    },
  });
}

/**
 * Long texts of a page, the rows of its tables and its pictures. React writes whatever a page holds twice, as elements and
 * as the data that the browser takes over; a text lent here stands in the elements alone, put in when the page is done.
 */
import { AsyncLocalStorage } from "node:async_hooks";

interface Process {
  attestTexts?: AsyncLocalStorage<string[]>;
}

// The pages are bundled apart from the server (components/reading/lent.ts): what both must see is the process's.
const process_ = globalThis as Process;
const texts = (process_.attestTexts ??= new AsyncLocalStorage<string[]>());

/** Renders a page, and gives what was lent meanwhile beside it. */
export async function lending<Page>(render: () => Promise<Page>): Promise<{ page: Page; lent: readonly string[] }> {
  const lent: string[] = [];
  return { page: await texts.run(lent, render), lent };
}

/** The page with each text in its place. Nobody's words are taken for a place: a page's own text is escaped. */
export function withLent(html: string, lent: readonly string[]): string {
  return lent.length === 0 ? html : html.replace(/<!--lent:(\d+)-->/g, (place, index: string) => lent[Number(index)] ?? place);
}

/**
 * Long texts of a page, the rows of its tables and its pictures. React writes whatever a page holds twice, as elements and
 * as the data that the browser takes over; a text lent here stands in the elements alone, put in when the page is done.
 */
import { AsyncLocalStorage } from "node:async_hooks";

interface Lending {
  texts: string[];
  /** Whether the page says that there is nothing at its address: Next's own way to say so is a page drawn by scripts. */
  isNothing: boolean;
}

interface Process {
  attestTexts?: AsyncLocalStorage<Lending>;
}

// The pages are bundled apart from the server (components/reading/lent.ts): what both must see is the process's.
const process_ = globalThis as Process;
const texts = (process_.attestTexts ??= new AsyncLocalStorage<Lending>());

/** Renders a page, and gives what was lent meanwhile beside it, and whether it is of an address at which there is nothing. */
export async function lending<Page>(
  render: () => Promise<Page>,
): Promise<{ page: Page; lent: readonly string[]; isNothing: boolean }> {
  const told: Lending = { texts: [], isNothing: false };
  const page = await texts.run(told, render);
  return { page, lent: told.texts, isNothing: told.isNothing };
}

/** The page with each text in its place. Nobody's words are taken for a place: a page's own text is escaped. */
export function withLent(html: string, lent: readonly string[]): string {
  return lent.length === 0 ? html : html.replace(/<!--lent:(\d+)-->/g, (place, index: string) => lent[Number(index)] ?? place);
}

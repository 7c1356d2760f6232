/** Markup that is written into a page once: React would write it twice, as elements and as the data that it takes over. */

/** What a rendering tells the door that asked for it (server/texts.ts). */
interface Lending {
  texts: string[];
  isNothing: boolean;
}

function lending(): Lending | undefined {
  return (globalThis as { attestTexts?: { getStore: () => Lending | undefined } }).attestTexts?.getStore();
}

/**
 * The place of a text in the document that is being rendered, or the text itself where the door waits for none (a step
 * within the site, a page that is not kept). Only for `Once`.
 */
export function lent(text: string): string {
  const texts = lending()?.texts;
  return texts ? `<!--lent:${texts.push(text) - 1}-->` : text;
}

export function isPlace(html: string): boolean {
  return html.startsWith("<!--lent:");
}

/** Tells the door that what is being rendered says that there is nothing; false where no door waits for it. */
export function tellNothing(): boolean {
  const told = lending();
  if (told) told.isNothing = true;
  return told !== undefined;
}

/** Markup that is written into a page once: React would write it twice, as elements and as the data that it takes over. */

/**
 * The place of a text in the document that is being rendered, or the text itself where the door waits for none (a step
 * within the site, a page that is not kept). Only for `Once`.
 */
export function lent(text: string): string {
  const texts = (globalThis as { attestTexts?: { getStore: () => string[] | undefined } }).attestTexts?.getStore();
  return texts ? `<!--lent:${texts.push(text) - 1}-->` : text;
}

export function isPlace(html: string): boolean {
  return html.startsWith("<!--lent:");
}

/** The status of the answer that is being made, where a form's own would be 200 whatever it says. */

interface Asked {
  status: number | null;
  retryAfter: number | null;
}

/** Answers this request with a status, and says after how many seconds it may be tried again. Without our door nothing happens. */
export function answerWith(status: 429 | 503, retryAfter: number): void {
  const door = (globalThis as { attestAsked?: { getStore: () => Asked | undefined } }).attestAsked;
  const asked = door?.getStore();
  if (asked) Object.assign(asked, { status, retryAfter });
}

/** The status of the answer that is being made, where a form's own would be 200 whatever it says. */

interface Asked {
  status: number | null;
  retryAfter: number | null;
  reached: boolean;
}

/** Answers this request with a status, and says after how many seconds it may be tried again. Without our door nothing happens. */
export function answerWith(status: 429 | 503, retryAfter: number): void {
  const asked = askedOfDoor();
  if (asked) Object.assign(asked, { status, retryAfter });
}

/** Lets the door know that this request's action began: whatever fails from here on is ours, not the sender's. */
export function beginAction(): void {
  const asked = askedOfDoor();
  if (asked) asked.reached = true;
}

function askedOfDoor(): Asked | undefined {
  return (globalThis as { attestAsked?: { getStore: () => Asked | undefined } }).attestAsked?.getStore();
}

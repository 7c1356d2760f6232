/** What a page or an action lets the door know of the request it answers: a status that a form's answer cannot carry itself. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { ServerResponse } from "node:http";

export interface Asked {
  /** The status to answer with instead of 200, and after how many seconds to try again. */
  status: number | null;
  retryAfter: number | null;
  /** Whether a write was refused because nothing can be written. */
  unwritable: boolean;
}

interface Process {
  attestAsked?: AsyncLocalStorage<Asked>;
  attestOnUnwritable?: () => void;
}

// The pages are bundled apart from the server: what both must see is the process's.
const process_ = globalThis as Process;
const asked = (process_.attestAsked ??= new AsyncLocalStorage<Asked>());
process_.attestOnUnwritable = () => {
  const now = asked.getStore();
  if (now) now.unwritable = true;
};

/** Seconds after which a client may try again where nothing can be written. */
const TRY_AGAIN = 60;

interface Options {
  isPost: boolean;
  /** Whether something ails the record now. */
  isAiling: () => boolean;
}

/** Answers, with the status that was asked for on the way: 429 or 503 instead of a form's 200, 503 where a failure is the disk's. */
export async function answering(
  response: ServerResponse,
  { isPost, isAiling }: Options,
  answer: () => Promise<void>,
): Promise<void> {
  const now: Asked = { status: null, retryAfter: null, unwritable: false };
  const writeHead = response.writeHead;
  response.writeHead = ((status: number, ...rest: never[]) => {
    const told = statusOf(status, now, isPost, isAiling);
    if (told !== status) {
      response.setHeader("Retry-After", now.retryAfter ?? TRY_AGAIN);
      response.setHeader("Cache-Control", "no-store");
      response.statusMessage = "";
    }
    return writeHead.call(response, told, ...rest);
  }) as ServerResponse["writeHead"];
  await asked.run(now, answer);
}

function statusOf(status: number, { status: wanted, unwritable }: Asked, isPost: boolean, isAiling: () => boolean): number {
  if (wanted !== null && status === 200) return wanted;
  if (isPost && unwritable && (status === 200 || status >= 500)) return 503;
  return status >= 500 && isAiling() ? 503 : status;
}

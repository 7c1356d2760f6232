/** What a page or an action lets the door know of the request it answers: a status that a form's answer cannot carry itself. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { ServerResponse } from "node:http";

export interface Asked {
  /** The status to answer with instead of 200, and after how many seconds to try again. */
  status: number | null;
  retryAfter: number | null;
  /** Whether a write was refused because nothing can be written. */
  unwritable: boolean;
  /** Whether an action of the site began: what was sent could be read as a call of it. */
  reached: boolean;
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
  /** Whether it says that it calls an action. Actions catch what fails in them: before one began, what was sent could not be read. */
  isCall: boolean;
  /** Whether something ails the record now. */
  isAiling: () => boolean;
}

/**
 * Answers, with the status that was asked for on the way: 429 or 503 instead of a form's 200, 503 where a failure is the disk's,
 * 400 where Next fails on a call that is none.
 */
export async function answering(response: ServerResponse, options: Options, answer: () => Promise<void>): Promise<void> {
  const now: Asked = { status: null, retryAfter: null, unwritable: false, reached: false };
  const writeHead = response.writeHead;
  response.writeHead = ((status: number, ...rest: never[]) => {
    const told = statusOf(status, now, options);
    if (told !== status) {
      if (told !== 400) response.setHeader("Retry-After", now.retryAfter ?? TRY_AGAIN);
      response.setHeader("Cache-Control", "no-store");
      response.statusMessage = "";
    }
    return writeHead.call(response, told, ...rest);
  }) as ServerResponse["writeHead"];
  await asked.run(now, answer);
}

function statusOf(status: number, now: Asked, { isPost, isCall, isAiling }: Options): number {
  if (now.status !== null && status === 200) return now.status;
  if (isPost && now.unwritable && (status === 200 || status >= 500)) return 503;
  if (status >= 500 && isAiling()) return 503;
  return status >= 500 && isCall && !now.reached ? 400 : status;
}

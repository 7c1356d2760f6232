/** Asks what takes long of a large record aside (db/queries/aside.ts), and of a small one here, where it takes no time. */
import type { Worker } from "node:worker_threads";
import {
  ASIDE,
  isLarge,
  type AsideAnswer,
  type AsideName,
  type AsideQuestion,
  type AsideSaid,
  type AsideWith,
} from "@/db/queries/aside";
import type { ReadDb } from "@/db/open";
import { readRevision } from "@/db/queries/record";
import { databaseFile, readDb } from "./database";
import { startThread } from "@/db/thread";

interface Waiting {
  resolve: (answer: unknown) => void;
  reject: (error: Error) => void;
}

interface Thread {
  worker: Worker;
  waiting: Map<number, Waiting>;
  /** Answers under way, by question and state of the record: many readers who ask the same wait for one. */
  asked: Map<string, Promise<unknown>>;
  last: number;
}

// Next evaluates this module once a bundle; the thread is the process's.
const process_ = globalThis as { attestAside?: Thread };

/** The answer, of the record's present state or a later one. Rejects where the question fails. */
export async function askAside<Name extends AsideName>(name: Name, ...given: AsideWith<Name>): Promise<AsideAnswer<Name>> {
  const db = readDb();
  if (!isLarge(db)) return (ASIDE[name] as (db: ReadDb, ...given: unknown[]) => AsideAnswer<Name>)(db, ...given);
  return askThread(databaseFile(), readRevision(db), name, given) as Promise<AsideAnswer<Name>>;
}

/** The thread's answer; `revision` is the least that it may be of. */
export function askThread(file: string, revision: number, name: AsideName, given: readonly unknown[]): Promise<unknown> {
  const thread = (process_.attestAside ??= newThread(file));
  const key = JSON.stringify([revision, name, given]);
  const there = thread.asked.get(key);
  if (there) return there;
  const id = ++thread.last;
  const answer = new Promise<unknown>((resolve, reject) => thread.waiting.set(id, { resolve, reject })).finally(() => {
    thread.asked.delete(key);
    if (thread.waiting.size === 0) thread.worker.unref();
  });
  thread.asked.set(key, answer);
  thread.worker.ref();
  thread.worker.postMessage({ id, name, with: given } satisfies AsideQuestion);
  return answer;
}

function newThread(file: string): Thread {
  const worker = startThread("db/aside-thread.ts", { data: { file }, name: "aside" });
  worker.unref();
  const thread: Thread = { worker, waiting: new Map(), asked: new Map(), last: 0 };
  worker.on("message", (said: AsideSaid) => {
    const waiting = thread.waiting.get(said.id);
    thread.waiting.delete(said.id);
    if ("failure" in said) waiting?.reject(new Error(said.failure));
    else waiting?.resolve(said.answer);
  });
  // What it had in hand failed, and the next question starts another.
  const end = (error: Error) => {
    if (process_.attestAside === thread) delete process_.attestAside;
    for (const { reject } of thread.waiting.values()) reject(error);
    thread.waiting.clear();
  };
  worker.on("error", (error) => end(error instanceof Error ? error : new Error(String(error))));
  worker.on("exit", () => end(new Error("The thread that answers long questions ended.")));
  return thread;
}

/** Ends the thread; tests do. */
export async function endAside(): Promise<void> {
  await process_.attestAside?.worker.terminate();
}

"use client";
/** Sends a table piece by piece, says how much is there, and leads on to what it holds. A broken upload goes on where it ended. Claims and rulings of one export go together. */
import { useState, type FormEvent } from "react";
import styles from "./import.module.css";

export interface UploadWords {
  file: string;
  hint: string;
  upload: string;
  uploading: string;
  tooLarge: string;
  emptyFile: string;
  noFile: string;
  tooMany: string;
  signedOut: string;
  /** With {percent}. */
  broken: string;
  noRoom: string;
  /** With {says}. */
  refused: string;
}

interface Props {
  words: UploadWords;
  /** Where pieces go, and where the page of an import is, before its number. */
  to: string;
  next: string;
  /** The largest file, in bytes. */
  most: number;
}

const PIECE = 900_000;
const TRIES = 4;

interface Begun {
  file: File;
  job: number;
  here: number;
}

export function Upload({ words, to, next, most }: Props) {
  const [percent, setPercent] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [begun, setBegun] = useState<Begun[]>([]);
  const fail = (message: string) => {
    setPercent(null);
    setProblem(message);
  };
  /** Sends what is missing of a file; gives back the import's number, or null where it did not get there. */
  const sendFile = async (file: File, beside: number | null, sent: number, all: number): Promise<number | null> => {
    const known = begun.find(
      ({ file: one }) => one.name === file.name && one.size === file.size && one.lastModified === file.lastModified,
    );
    let [job, here] = known ? [known.job, known.here] : [beside, 0];
    const percentOf = () => Math.floor(((sent + here) * 100) / all);
    for (let tries = 0; here < file.size;) {
      setPercent(percentOf());
      const query = new URLSearchParams({ size: String(file.size), at: String(here) });
      if (beside !== null) query.set("with", String(beside));
      else if (job !== null) query.set("job", String(job));
      if (beside !== null || job === null) query.set("name", file.name);
      const answer = await fetch(`${to}?${query}`, { method: "POST", body: file.slice(here, here + PIECE) }).catch(() => null);
      const stopped = (message: string) => {
        fail(message);
        return null;
      };
      if (answer?.status === 401) return stopped(words.signedOut);
      if (answer?.status === 413) return stopped(words.tooLarge);
      if (answer?.status === 503) return stopped(words.noRoom);
      const told = (await answer?.json().catch(() => null)) as
        | { job?: number; here?: number; detail?: string }
        | null
        | undefined;
      if (answer && (answer.ok || answer.status === 409) && told?.job !== undefined && told.here !== undefined) {
        [job, here, tries] = [told.job, told.here, answer.ok ? 0 : tries + 1];
        const now = { file, job, here };
        setBegun((others) => [...others.filter((one) => one.file.name !== file.name), now]);
      } else if (answer && answer.status < 500)
        return stopped(words.refused.replace("{says}", told?.detail ?? String(answer.status)));
      else tries++;
      if (tries >= TRIES) return stopped(words.broken.replace("{percent}", String(percentOf())));
      if (tries > 0) await new Promise((resolve) => setTimeout(resolve, 500 * tries));
    }
    return job;
  };
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const files = new FormData(event.currentTarget)
      .getAll("file")
      .filter((one) => one instanceof File && one.name !== "") as File[];
    if (files.length === 0) return fail(words.noFile);
    if (files.length > 2) return fail(words.tooMany);
    if (files.some(({ size }) => size === 0)) return fail(words.emptyFile);
    const all = files.reduce((sum, { size }) => sum + size, 0);
    if (all > most) return fail(words.tooLarge);
    setProblem(null);
    const [first, second] = files as [File, File?];
    const job = await sendFile(first, null, 0, all);
    if (job === null || (second && (await sendFile(second, job, first.size, all)) === null)) return;
    setPercent(100);
    location.assign(`${next}/${job}`);
  };
  return (
    <form id="upload" className={styles.upload} onSubmit={send} noValidate>
      <label htmlFor="upload-file">{words.file}</label>
      <p id="upload-hint" className={styles.hint}>
        {words.hint}
      </p>
      {problem !== null && (
        <p id="upload-problem" className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <input
        id="upload-file"
        name="file"
        type="file"
        multiple
        accept=".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values"
        aria-describedby={problem === null ? "upload-hint" : "upload-hint upload-problem"}
        aria-invalid={problem !== null || undefined}
      />
      <button type="submit" disabled={percent !== null}>
        {percent === null ? words.upload : `${words.uploading} ${percent} %`}
      </button>
      {percent !== null && <progress max={100} value={percent} aria-label={words.uploading} />}
    </form>
  );
}

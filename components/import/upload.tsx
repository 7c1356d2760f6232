"use client";
/** Sends a table piece by piece, says how much is there, and leads on to what it holds. A broken upload goes on where it ended. */
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
  const [begun, setBegun] = useState<Begun | null>(null);
  const fail = (message: string) => {
    setPercent(null);
    setProblem(message);
  };
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const file = new FormData(event.currentTarget).get("file");
    if (!(file instanceof File) || file.name === "") return fail(words.noFile);
    if (file.size === 0) return fail(words.emptyFile);
    if (file.size > most) return fail(words.tooLarge);
    setProblem(null);
    const isSame =
      begun?.file.name === file.name && begun.file.size === file.size && begun.file.lastModified === file.lastModified;
    let [job, here] = isSame ? [begun.job, begun.here] : [null as number | null, 0];
    for (let tries = 0; here < file.size;) {
      setPercent(Math.floor((here * 100) / file.size));
      const query = new URLSearchParams({
        size: String(file.size),
        at: String(here),
        ...(job === null ? { name: file.name } : { job: String(job) }),
      });
      const answer = await fetch(`${to}?${query}`, { method: "POST", body: file.slice(here, here + PIECE) }).catch(() => null);
      if (answer?.status === 401) return fail(words.signedOut);
      if (answer?.status === 413) return fail(words.tooLarge);
      if (answer?.status === 503) return fail(words.noRoom);
      const told = (await answer?.json().catch(() => null)) as
        | { job?: number; here?: number; detail?: string }
        | null
        | undefined;
      if (answer && (answer.ok || answer.status === 409) && told?.job !== undefined && told.here !== undefined) {
        [job, here, tries] = [told.job, told.here, answer.ok ? 0 : tries + 1];
        setBegun({ file, job, here });
      } else if (answer && answer.status < 500)
        return fail(words.refused.replace("{says}", told?.detail ?? String(answer.status)));
      else tries++;
      if (tries >= TRIES) return fail(words.broken.replace("{percent}", String(Math.floor((here * 100) / file.size))));
      if (tries > 0) await new Promise((resolve) => setTimeout(resolve, 500 * tries));
    }
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

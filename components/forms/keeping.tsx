"use client";
/**
 * Keeps a form while it is being filled in: on the server, for whoever is signed in, and in this browser while the server
 * cannot be reached or the session is over. What a page finds kept is back in its fields, or offered.
 */
import { useEffect, useRef, useState } from "react";
import type { KeptForm } from "./form-state";
import styles from "./forms.module.css";

const PAUSE_MS = 700;
/** A browser's own copies are forgotten after a month, as the server's are. */
const LASTS_MS = 30 * 24 * 3_600_000;

interface Props {
  formId: string;
  kept: KeptForm;
  locale: string;
  /** Whether the fields hold what was kept, not what is saved. */
  isRestored: boolean;
  /** Whether the last sending of the form failed: then what is in the fields is kept on. */
  isUnsaved: boolean;
  onRestore: (values: Record<string, string>) => void;
  onAfresh: () => void;
}

interface Local {
  values: Record<string, string>;
  at: number;
}

type Status = "idle" | "kept" | "keptHere" | "notKept";

export function Keeping({ formId, kept, locale, isRestored, isUnsaved, onRestore, onAfresh }: Props) {
  const { name, to, draft, words } = kept;
  const [status, setStatus] = useState<Status>("idle");
  const [found, setFound] = useState<Local | null>(null);
  const keeper = useRef<{ stop: () => void; forget: () => void } | null>(null);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    // After the first drawing: the server does not know what this browser holds.
    const timer = setTimeout(() => {
      const local = readLocal(name);
      if (local && JSON.stringify(local.values) !== JSON.stringify(draft?.values)) setFound(local);
    });
    return () => clearTimeout(timer);
  }, [name, draft]);

  useEffect(() => {
    const form = box.current?.closest("form");
    if (!form) return;
    keeper.current = keepForm(form, { name, to, onStatus: setStatus });
    return () => keeper.current?.stop();
  }, [name, to]);

  // The server answered that it did not save: what is in the fields is to be kept on.
  useEffect(() => {
    if (isUnsaved) box.current?.closest("form")?.dispatchEvent(new Event("input", { bubbles: true }));
  }, [isUnsaved]);

  function afresh() {
    keeper.current?.forget();
    setFound(null);
    setStatus("idle");
    onAfresh();
  }

  return (
    <div ref={box} data-kept={status}>
      {isRestored && draft && (
        <p className={styles.kept} role="status">
          {words.restored.replace("{when}", draft.when)}{" "}
          <button type="button" className="link" onClick={afresh}>
            {words.startAfresh}
          </button>
        </p>
      )}
      {found && (
        <p className={styles.kept} role="status">
          {words.found.replace("{when}", new Date(found.at).toLocaleString(locale))}{" "}
          <button
            type="button"
            className="link"
            onClick={() => {
              onRestore(found.values);
              setFound(null);
            }}
          >
            {words.putBack}
          </button>{" "}
          <button type="button" className="link" onClick={afresh}>
            {words.startAfresh}
          </button>
        </p>
      )}
      <p className={styles.keptStatus} id={`${formId}-kept`} role="status">
        {status === "idle" ? "" : words[status]}
      </p>
    </div>
  );
}

/** Follows a form's fields, and keeps them a moment after the last change. */
function keepForm(
  form: HTMLFormElement,
  { name, to, onStatus }: { name: string; to: string; onStatus: (status: Status) => void },
): { stop: () => void; forget: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sending = Promise.resolve();
  // What was sent to be saved is dropped here when the page goes on; while it stays, the answer was an error.
  let isSent = false;
  const keep = () => {
    isSent = false;
    const values = typedValues(form);
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = undefined;
      // One after another, so that an older text never comes last.
      sending = sending
        .then(() => send(to, { form: name, values }))
        .then((isKept) => {
          if (isKept) dropLocal(name);
          onStatus(isKept ? "kept" : writeLocal(name, values) ? "keptHere" : "notKept");
        });
    }, PAUSE_MS);
  };
  const leave = () => {
    // A closing page has no time for an answer: the browser's own copy is written at once.
    if (timer !== undefined && !isSent) writeLocal(name, typedValues(form));
  };
  const submitted = () => {
    clearTimeout(timer);
    timer = undefined;
    isSent = true;
  };
  form.addEventListener("input", keep);
  form.addEventListener("submit", submitted);
  window.addEventListener("pagehide", leave);
  return {
    stop: () => {
      clearTimeout(timer);
      if (isSent) dropLocal(name);
      form.removeEventListener("input", keep);
      form.removeEventListener("submit", submitted);
      window.removeEventListener("pagehide", leave);
    },
    forget: () => {
      clearTimeout(timer);
      dropLocal(name);
      sending = sending.then(() => send(to, { form: name, values: null })).then(() => {});
    },
  };
}

/** Whether the server kept it. */
async function send(to: string, body: { form: string; values: Record<string, string> | null }): Promise<boolean> {
  try {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(to, { method: "POST", headers, body: JSON.stringify(body) });
    return answer.ok;
  } catch {
    // Offline: the caller keeps it in the browser, and says so.
    return false;
  }
}

/** Every field but passwords, files and the framework's own. A box that is not ticked is an empty text. */
function typedValues(form: HTMLFormElement): Record<string, string> {
  const values: Record<string, string> = {};
  for (const control of form.elements) {
    if (!(control instanceof HTMLInputElement || control instanceof HTMLSelectElement || control instanceof HTMLTextAreaElement))
      continue;
    const { name, type } = control;
    if (name === "" || name.startsWith("$") || ["password", "file", "submit", "button"].includes(type)) continue;
    if (type === "checkbox" || type === "radio") {
      if ((control as HTMLInputElement).checked) values[name] = control.value;
      else values[name] ??= "";
    } else values[name] = control.value;
  }
  return values;
}

const keyOf = (name: string) => `attest form ${name}`;

/** A browser may refuse its storage (private windows, a full disk): then there is none. */
function readLocal(name: string): Local | null {
  try {
    const text = window.localStorage.getItem(keyOf(name));
    const local = text === null ? null : (JSON.parse(text) as Local);
    return local && Date.now() - local.at < LASTS_MS ? local : null;
  } catch {
    return null;
  }
}

function writeLocal(name: string, values: Record<string, string>): boolean {
  try {
    window.localStorage.setItem(keyOf(name), JSON.stringify({ values, at: Date.now() } satisfies Local));
    return true;
  } catch {
    return false;
  }
}

function dropLocal(name: string): void {
  try {
    window.localStorage.removeItem(keyOf(name));
  } catch {
    // Nothing was kept there.
  }
}

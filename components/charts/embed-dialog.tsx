"use client";
/** The code to embed a chart, in a dialog beside its button. Loaded on use. */
import { useId, useState, type RefObject } from "react";
import { Dialog, Heading, Popover } from "react-aria-components";
import "../aria/quiet-styles";
import styles from "./chart-share.module.css";

export interface EmbedDialogProps {
  isOpen: boolean;
  onClose: () => void;
  /** The button that opened it. */
  trigger: RefObject<HTMLButtonElement | null>;
  /** The frame's whole address. */
  address: string;
  title: string;
  height: number;
  texts: Record<"embedCode" | "embedHelp" | "copyCode" | "copied" | "failed" | "close", string>;
}

export function EmbedDialog({ isOpen, onClose, trigger, address, title, height, texts }: EmbedDialogProps) {
  const [said, setSaid] = useState("");
  const id = useId();
  const code = `<iframe src="${escaped(address)}" title="${escaped(title)}" width="100%" height="${height}" loading="lazy" frameborder="0"></iframe>`;
  const copy = () =>
    navigator.clipboard.writeText(code).then(
      () => setSaid(texts.copied),
      () => setSaid(texts.failed),
    );
  return (
    <Popover
      triggerRef={trigger}
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      placement="top end"
      className={styles.popover!}
    >
      <Dialog className={styles.dialog!}>
        <Heading slot="title">{texts.embedCode}</Heading>
        <p className="muted">{title}</p>
        <label htmlFor={id}>{texts.embedHelp}</label>
        <textarea id={id} readOnly rows={4} value={code} onFocus={(event) => event.currentTarget.select()} />
        <p className={styles.deeds}>
          <button type="button" onClick={() => void copy()}>
            {texts.copyCode}
          </button>
          <button type="button" className="quiet" onClick={onClose}>
            {texts.close}
          </button>
          <span role="status">{said}</span>
        </p>
      </Dialog>
    </Popover>
  );
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

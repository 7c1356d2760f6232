"use client";
/** What a chart's reader takes along with a script's help: its address, and code to embed it. */
import { useRef, useState, useSyncExternalStore, type ComponentType } from "react";
import styles from "./chart-share.module.css";
import type { EmbedDialogProps } from "./embed-dialog";

interface Props {
  /** Paths on this site: the page's view, and the chart's frame. */
  page: string;
  embed: string;
  title: string;
  height: number;
  texts: EmbedDialogProps["texts"] & Record<"copyLink" | "embed", string>;
}

const never = () => () => undefined;

export function ChartShare({ page, embed, title, height, texts }: Props) {
  const isLive = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const [said, setSaid] = useState("");
  const [Dialog, setDialog] = useState<ComponentType<EmbedDialogProps> | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const copyLink = () =>
    navigator.clipboard.writeText(`${window.location.origin}${page}`).then(
      () => setSaid(texts.copied),
      () => setSaid(texts.failed),
    );
  const open = () => {
    setIsOpen(true);
    if (!Dialog)
      import("./embed-dialog").then(
        ({ EmbedDialog }) => setDialog(() => EmbedDialog),
        () => setSaid(texts.failed),
      );
  };
  const shown = isLive ? undefined : styles.waiting;
  return (
    <span className={`${styles.share} screen-only`}>
      <button type="button" className={shown} onClick={() => void copyLink()}>
        {texts.copyLink}
      </button>
      <button ref={trigger} type="button" className={shown} aria-haspopup="dialog" aria-busy={isOpen && !Dialog} onClick={open}>
        {texts.embed}
      </button>
      <span role="status">{said}</span>
      {Dialog && (
        <Dialog
          isOpen={isOpen}
          onClose={() => setIsOpen(false)}
          trigger={trigger}
          address={`${window.location.origin}${embed}`}
          title={title}
          height={height}
          texts={texts}
        />
      )}
    </span>
  );
}

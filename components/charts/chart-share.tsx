"use client";
/** What a chart's reader takes along with a script's help: a PNG made from its SVG file, its address, code to embed it. */
import { useId, useRef, useState, useSyncExternalStore } from "react";
import styles from "./chart-share.module.css";

interface Props {
  /** Paths on this site: the chart's SVG file, the page's view, and its frame; null where it has none. */
  svg: string;
  page: string;
  embed: string | null;
  title: string;
  texts: Record<"png" | "copyLink" | "copied" | "embed" | "embedHelp" | "embedCode" | "copyCode" | "failed", string>;
}

const never = () => () => undefined;

export function ChartShare({ svg, page, embed, title, texts }: Props) {
  const isLive = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const [said, setSaid] = useState("");
  const [isOpen, setIsOpen] = useState(false);
  const code = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const origin = isLive ? window.location.origin : "";
  const attempt = (work: Promise<unknown>, done: string) =>
    void work.then(() => setSaid(done)).catch(() => setSaid(texts.failed));
  const embedCode = `<iframe src="${origin}${escaped(embed ?? "")}" title="${escaped(title)}" width="100%" height="460" loading="lazy" frameborder="0"></iframe>`;
  return (
    <span className={`${styles.share} screen-only`}>
      <button type="button" className={isLive ? undefined : styles.waiting} onClick={() => attempt(savePng(svg), "")}>
        {texts.png}
      </button>
      <button
        type="button"
        className={isLive ? undefined : styles.waiting}
        onClick={() => attempt(copyText(`${origin}${page}`), texts.copied)}
      >
        {texts.copyLink}
      </button>
      {embed !== null && (
        <button
          type="button"
          className={isLive ? undefined : styles.waiting}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setIsOpen(!isOpen)}
        >
          {texts.embed}
        </button>
      )}
      <span role="status">{said}</span>
      {embed !== null && (
        <span id={id} className={styles.embed} hidden={!isOpen}>
          <label htmlFor={`${id}-code`}>
            {texts.embedCode}. {texts.embedHelp}
          </label>
          <textarea
            id={`${id}-code`}
            ref={code}
            readOnly
            rows={3}
            value={embedCode}
            onFocus={(event) => event.currentTarget.select()}
          />
          <button type="button" onClick={() => attempt(copyText(embedCode), texts.copied)}>
            {texts.copyCode}
          </button>
        </span>
      )}
    </span>
  );
}

async function copyText(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
}

/** Twice the drawing's size, for print and sharp screens. */
const SCALE = 2;

async function savePng(path: string): Promise<void> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(String(response.status));
  const file = await response.blob();
  const address = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * SCALE;
    canvas.height = image.naturalHeight * SCALE;
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob>((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The picture could not be made."))), "image/png"),
    );
    const link = document.createElement("a");
    link.href = URL.createObjectURL(png);
    const named = /filename="(.+)\.svg"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? "chart";
    link.download = `${named}.png`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  } finally {
    URL.revokeObjectURL(address);
  }
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

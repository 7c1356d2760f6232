"use client";
/** The code to embed a chart, in a dialog that opens on demand. */
import { useState } from "react";
import { Button, Dialog, Heading, Label, Modal, ModalOverlay, TextArea, TextField } from "react-aria-components";
import "../aria/quiet-styles";
import styles from "./chart-share.module.css";

export interface EmbedDialogProps {
  isOpen: boolean;
  onClose: () => void;
  /** The frame's whole address. */
  address: string;
  title: string;
  height: number;
  texts: Record<"embedCode" | "embedHelp" | "copyCode" | "copied" | "failed" | "close", string>;
}

export function EmbedDialog({ isOpen, onClose, address, title, height, texts }: EmbedDialogProps) {
  const [said, setSaid] = useState("");
  const code = `<iframe src="${escaped(address)}" title="${escaped(title)}" width="100%" height="${height}" loading="lazy" frameborder="0"></iframe>`;
  const copy = () =>
    navigator.clipboard.writeText(code).then(
      () => setSaid(texts.copied),
      () => setSaid(texts.failed),
    );
  return (
    <ModalOverlay isOpen={isOpen} onOpenChange={(open) => !open && onClose()} isDismissable className={styles.overlay!}>
      <Modal className={styles.modal!}>
        <Dialog className={styles.dialog!}>
          <Heading slot="title">{texts.embedCode}</Heading>
          <p className="muted">{title}</p>
          <TextField value={code} isReadOnly>
            <Label>{texts.embedHelp}</Label>
            <TextArea rows={4} onFocus={(event) => event.currentTarget.select()} />
          </TextField>
          <p className={styles.deeds}>
            <Button onPress={() => void copy()}>{texts.copyCode}</Button>
            <Button slot="close" className="quiet">
              {texts.close}
            </Button>
            <span role="status">{said}</span>
          </p>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

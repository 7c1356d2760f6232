"use client";
/** Fields that few need, folded away; open by itself where one of them holds something or is wrong. */
import type { ReactNode } from "react";
import { useAnyToShow } from "./action-form";
import styles from "./forms.module.css";

export function Fold({ summary, fields, children }: { summary: string; fields: readonly string[]; children: ReactNode }) {
  const isOpen = useAnyToShow(fields);
  return (
    <details className={styles.fold} open={isOpen || undefined}>
      <summary>{summary}</summary>
      {children}
    </details>
  );
}

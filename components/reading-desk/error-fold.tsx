"use client";
/** Fields that are right as they stand for most claims, folded away; open by itself where one of them is wrong. */
import type { ReactNode } from "react";
import { useAnswer } from "@/components/forms/action-form";
import styles from "./reading-desk.module.css";

export function ErrorFold({ summary, fields, children }: { summary: string; fields: readonly string[]; children: ReactNode }) {
  const isWrong = useAnswer()?.errors.some(({ field }) => field !== null && fields.includes(field)) ?? false;
  return (
    <details className={styles.more} open={isWrong || undefined}>
      <summary>{summary}</summary>
      {children}
    </details>
  );
}

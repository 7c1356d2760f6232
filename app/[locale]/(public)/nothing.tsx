/** The answer of an address at which there is nothing. */
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { NothingHere } from "@/components/page/nothing-here";
import { tellNothing } from "@/components/reading/lent";
import type { Words } from "@/messages";
import { Shell } from "./shell";

/** The page that says so, which the door sends as 404; Next's own, which scripts draw, where no door waits. */
export function nothing(words: Words): ReactNode {
  if (!tellNothing()) notFound();
  return (
    <Shell words={words} path="/" current={null}>
      <NothingHere locale={words.locale} />
    </Shell>
  );
}

/** What its head says. */
export function nothingMetadata({ t }: Words): Metadata {
  return { title: t("site.notFound"), robots: "noindex" };
}

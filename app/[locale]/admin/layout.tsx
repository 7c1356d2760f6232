/** The desk is for the signed-in: no search engine indexes it, no page of it sends an address to another site. */
import type { Metadata } from "next";
import type { ReactNode } from "react";

export const metadata: Metadata = { robots: { index: false, follow: false }, referrer: "same-origin" };

/** Only the frame around pages: each page asks for itself who visits. */
export default function DeskLayout({ children }: { children: ReactNode }) {
  return children;
}

import "@fontsource-variable/inter/wght.css";
import "../serif.css";
import "../globals.css";
import type { Metadata, Viewport } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { findRecord } from "@/db/queries/record";
import { isLocale, pathIn, wordsIn } from "@/messages";
import { readDb } from "../_server/database";
import { preloadSerif } from "../_server/fonts";
import { cardMeta } from "../_server/pictures/cards";

export const dynamic = "force-dynamic";

export async function generateMetadata({ params }: { params: Promise<{ locale: string }> }): Promise<Metadata> {
  const { locale } = await params;
  const record = findRecord(readDb());
  const title = locale === "uk" && record.titleUk ? record.titleUk : record.title;
  const description = locale === "uk" && record.descriptionUk ? record.descriptionUk : record.description;
  return {
    title: { default: title, template: `%s · ${title}` },
    description,
    formatDetection: { telephone: false },
    // Of pages that have none of their own.
    ...(isLocale(locale) ? cardMeta(wordsIn(locale), "card", new URLSearchParams(), title) : {}),
  };
}

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fcfbf8" },
    { media: "(prefers-color-scheme: dark)", color: "#16150f" },
  ],
};

export default async function RootLayout({ children, params }: { children: ReactNode; params: Promise<{ locale: string }> }) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  preloadSerif(locale);
  return (
    <html lang={locale}>
      <body>
        <link
          rel="alternate"
          type="application/atom+xml"
          href={pathIn(locale, "/feed.xml")}
          title={wordsIn(locale).t("feed.link")}
        />
        {children}
      </body>
    </html>
  );
}

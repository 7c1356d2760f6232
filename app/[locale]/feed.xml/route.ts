/** GET /feed.xml and /uk/feed.xml: new, corrected and retracted incidents as Atom (RFC 4287). */
import { cityText, languageOf } from "@/components/reading/names";
import { tollText } from "@/components/reading/numbers";
import { incidentDateText } from "@/components/reading/times";
import { findFeed, type FeedEntry, type FeedRelease } from "@/db/queries/feed";
import { findRecord } from "@/db/queries/record";
import { isoInstant } from "@/domain/dates";
import { isLocale, LOCALES, pathIn, wordsIn, type Words } from "@/messages";
import { readDb } from "../../_server/database";

export const dynamic = "force-dynamic";

export async function GET(_request: Request, { params }: { params: Promise<{ locale: string }> }): Promise<Response> {
  const { locale } = await params;
  if (!isLocale(locale)) return new Response("There is no such feed.\n", { status: 404 });
  const words = wordsIn(locale);
  const db = readDb();
  const [record, feed] = db.snapshot(() => [findRecord(db), findFeed(db)] as const);
  const title = locale === "uk" && record.titleUk ? record.titleUk : record.title;
  // Without a public address links are relative to the feed's own: an address sent by a client is never written into a page.
  const address = (path: string, language = locale) => `${process.env.ATTEST_ORIGIN ?? ""}${pathIn(language, path)}`;
  const lines = [
    `<?xml version="1.0" encoding="utf-8"?>`,
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${locale}">`,
    tag("id", feed.id + (locale === "en" ? "" : `#${locale}`)),
    tag("title", words.t("feed.title", { record: title })),
    tag("subtitle", words.t("feed.subtitle")),
    tag("updated", isoInstant(feed.updated)),
    `<author>${tag("name", title)}</author>`,
    ...(record.licence ? [tag("rights", record.licence)] : []),
    link("self", address("/feed.xml"), "application/atom+xml", locale),
    link("alternate", address("/"), "text/html", locale),
    ...LOCALES.filter((other) => other !== locale).map((other) =>
      link("related", address("/feed.xml", other), "application/atom+xml", other),
    ),
    ...[
      ...feed.entries.map((entry) => ({ at: entry.updated, text: entryText(words, entry, address(`/incidents/${entry.code}`)) })),
      ...feed.releases.map((one) => ({
        at: one.madeAt,
        text: releaseText(words, one, address(`/data/releases/${one.version}`)),
      })),
    ]
      .sort((a, b) => b.at - a.at)
      .map(({ text }) => text),
    `</feed>`,
  ];
  return new Response(`${lines.join("\n")}\n`, { headers: { "Content-Type": "application/atom+xml; charset=utf-8" } });
}

function entryText(
  words: Words,
  { id, code, published, updated, isCorrected, incident, reason }: FeedEntry,
  href: string,
): string {
  const { t } = words;
  const title = incident
    ? t("feed.entry", {
        place: incident.city ? cityText(words, incident.city) : t(`words.locationPrecision.${incident.locationPrecision}`),
        date: incidentDateText(words, incident),
        title: incident.title,
      })
    : t("feed.retracted", { code });
  const summary = incident
    ? [
        t("feed.killed", { toll: tollText(words, incident.toll.killed) }),
        t("feed.wounded", { toll: tollText(words, incident.toll.wounded) }),
        isCorrected ? t("feed.corrected") : "",
      ]
        .filter(Boolean)
        .join(" ")
    : t("feed.retractedText", { reason: reason ?? "" });
  return [
    "<entry>",
    tag("id", id),
    tag("title", title),
    tag("published", isoInstant(published)),
    tag("updated", isoInstant(updated)),
    link("alternate", href, "text/html", words.locale),
    ...(incident
      ? [`<category term="${escaped(incident.attackType)}" label="${escaped(t(`words.attack.${incident.attackType}`))}"/>`]
      : []),
    `<summary xml:lang="${incident ? words.locale : languageOf(reason ?? "")}">${escaped(summary)}</summary>`,
    "</entry>",
  ].join("\n");
}

function releaseText(words: Words, { id, version, madeAt, note, incidents }: FeedRelease, href: string): string {
  const { t } = words;
  return [
    "<entry>",
    tag("id", id),
    tag("title", t("releases.of", { version })),
    tag("published", isoInstant(madeAt)),
    tag("updated", isoInstant(madeAt)),
    link("alternate", href, "text/html", words.locale),
    `<summary xml:lang="${words.locale}">${escaped([t("feed.release", { incidents }), note].filter(Boolean).join(" "))}</summary>`,
    "</entry>",
  ].join("\n");
}

function tag(name: string, text: string): string {
  return `<${name}>${escaped(text)}</${name}>`;
}

function link(rel: string, href: string, type: string, language: string): string {
  return `<link rel="${rel}" type="${type}" hreflang="${language}" href="${escaped(href)}"/>`;
}

/** Text for XML 1.0: its five marks, and without the control characters that it cannot hold at all. */
function escaped(text: string): string {
  return text
    .replace(/\p{Cs}/gu, "\uFFFD")
    .replace(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&apos;");
}

/** Reports: the publications in which claims were read. Captured text is kept and never shown to the public. */
import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const report = sqliteTable(
  "report",
  {
    id: integer("id").primaryKey(),
    publisher: text("publisher").notNull(),
    url: text("url"),
    archiveUrl: text("archive_url"),
    title: text("title"),
    language: text("language"),
    /** As printed on the page: a month, a date, a clock or an instant. */
    publishedAt: text("published_at"),
    retrievedAt: text("retrieved_at").notNull(),
    text: text("text"),
    textSha256: text("text_sha256"),
  },
  (t) => [
    index("report_url").on(t.url), // finding a report that is already there
    index("report_text")
      .on(t.textSha256)
      .where(sql`${t.textSha256} is not null`), // whether a text was read before
    check("report_text_has_hash", sql`(${t.text} is null) = (${t.textSha256} is null)`),
    check("report_url_is_web", sql`${t.url} is null or ${t.url} like 'http://%' or ${t.url} like 'https://%'`),
    check(
      "report_archive_url_is_web",
      sql`${t.archiveUrl} is null or ${t.archiveUrl} like 'http://%' or ${t.archiveUrl} like 'https://%'`,
    ),
  ],
);

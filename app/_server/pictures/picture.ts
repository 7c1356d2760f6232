/** What every picture of the record needs: its request read, its words, its place on the site. */
import type { FileWords } from "@/components/charts/chart-file";
import { toldProblem } from "@/components/filter/told";
import { dayText } from "@/components/reading/times";
import { isCity } from "@/db/queries/places";
import { findRecord } from "@/db/queries/record";
import type { Dataset } from "@/domain/datasets/column";
import { headerLine, rowLine } from "@/domain/datasets/column";
import { parseFilter, unknownParameters, type Filter, type FilterProblem } from "@/domain/filter";
import { pathIn, wordsIn, type Words } from "@/messages";
import { readDb } from "../database";
import { problem } from "../machine";

/** A picture with everything that goes along with it when it leaves the site. */
export interface Picture {
  /** Of the file, without its end. */
  name: string;
  words: FileWords;
  svg: (narrow: boolean) => string;
  /** The numbers drawn, where no export of the filter holds them. */
  csv?: () => string;
}

/** A picture's maker: of a query, in a language, for the site at `origin`; or the answer that says what is wrong. */
export type MakePicture = (words: Words, query: URLSearchParams, origin: string) => Picture | { problem: Response };

/** A query's filter, or the 400 that names what could not be read. `own` are the picture's parameters beside the filter's. */
export function pictureFilter(
  query: URLSearchParams,
  own: readonly string[] = [],
  problems: readonly FilterProblem[] = [],
): { filter: Filter } | { problem: Response } {
  const db = readDb();
  const read = parseFilter(query, (slug) => isCity(db, slug), findRecord(db).defaultPolicy);
  const bad = [...problems, ...read.problems, ...unknownParameters(query, own)];
  if (bad.length === 0) return { filter: read.filter };
  const detail = bad.map((one) => toldProblem(wordsIn("en"), one)).join(" ");
  return { problem: problem(400, "A parameter could not be read", detail, { errors: bad }) };
}

/** Source line, address, date and language of a picture, whose page is at `path`. */
export function pictureFoot(
  words: Words,
  path: string,
  origin: string,
): Pick<FileWords, "source" | "address" | "drawn" | "language"> {
  const { t, locale } = words;
  const db = readDb();
  const record = findRecord(db);
  const source = t("chart.source", { record: locale === "uk" && record.titleUk ? record.titleUk : record.title });
  return {
    source: record.licence ? `${source} · ${t("site.licence", { licence: record.licence })}` : source,
    address: `${origin}${pathIn(locale, path)}`,
    drawn: t("chart.pictured", { date: dayText(words, db.now(), record.timeZone) }),
    language: locale,
  };
}

/** The sentence under a picture of the demonstration record; none under a real one's. */
export function demoNote({ t }: Words): string[] {
  return findRecord(readDb()).isDemo ? [t("chart.demo")] : [];
}

/** A small table as CSV, whole. */
export function csvText<Row>(dataset: Dataset<Row>, rows: readonly Row[]): string {
  return headerLine(dataset as Dataset<never>) + rows.map((row) => rowLine(dataset, row)).join("");
}

/**
 * The site's public address: the configured one, else where the server says it serves. Never the address that was asked:
 * answers are kept and shared, and a request's Host is whatever its sender writes.
 */
export function siteOrigin(): string {
  return process.env.ATTEST_ORIGIN || process.env.ATTEST_SERVED_AT || "";
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

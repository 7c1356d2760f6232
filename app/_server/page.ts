/** What every page begins with: its language and its filter, read from the address. */
import { notFound } from "next/navigation";
import { parseFilter, type ParsedFilter } from "@/domain/filter";
import { isCity } from "@/db/queries/places";
import { findRecord } from "@/db/queries/record";
import { isLocale, pathIn, wordsIn, type Locale, type Words } from "@/messages";
import { readDb } from "./database";

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;
export type LocaleParams<More = object> = Promise<{ locale: string } & More>;

/** The words of a page's language; an unknown language is a page that does not exist. */
export async function wordsOf(params: LocaleParams): Promise<Words> {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  return wordsIn(locale);
}

/** The address's query as Next gives it, as the platform's own type. */
export async function queryOf(searchParams: SearchParams): Promise<URLSearchParams> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(await searchParams)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) query.append(name, one);
  }
  return query;
}

/** A page's filter; what could not be read is left out and named in `problems`, for the page to say. */
export async function filterOf(searchParams: SearchParams): Promise<ParsedFilter> {
  return parseFilter(await queryOf(searchParams), (slug) => isCity(readDb(), slug), findRecord(readDb()).defaultPolicy);
}

/** Whether a query holds empty values, as a form sends for the fields that nobody filled in. */
export function hasEmpty(query: URLSearchParams): boolean {
  return [...query.values()].includes("");
}

/** The page's address in both languages, for search engines; each language is its own page's canonical address. */
export function alternates(path: string, locale: Locale = "en"): { canonical: string; languages: Record<string, string> } {
  return { canonical: pathIn(locale, path), languages: { en: path, uk: pathIn("uk", path), "x-default": path } };
}

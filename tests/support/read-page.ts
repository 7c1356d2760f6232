/** Reading numbers off pages and exports, as a person or a script would, without the code that made them. */
import { parse } from "csv-parse/sync";

export interface ReadCell {
  start: string;
  by: string;
  city: string;
  low: string;
  best: string;
  high: string;
  open: string;
}

const unescape = (text: string) =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");

function attributes(tag: string): Record<string, string> {
  return Object.fromEntries([...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name!, unescape(value!)]));
}

/** The rows of a metric's table on the dashboard: numbers as its words say them, in either language. */
export function tableRows(html: string, metric: string): ReadCell[] {
  const table = new RegExp(`<table[^>]*data-series="${metric}"[^>]*>([\\s\\S]*?)</table>`).exec(html)?.[1] ?? "";
  return [...table.matchAll(/(<tr [^>]*data-start=[^>]*>)([\s\S]*?)<\/tr>/g)].map(([, tag, inside]) => {
    const a = attributes(tag!);
    const [, , range = "", best = ""] = [...inside!.matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map(([, text]) => unescape(text!));
    const [low = "", high = low] = numbersIn(range);
    return {
      start: a["data-start"]!,
      by: a["data-by"]!,
      city: a["data-city"] ?? "",
      low,
      best: numbersIn(best)[0] ?? "",
      high,
      // "or more", in any language, is all that is ever written beside the numbers.
      open: String(low !== "" && /\p{L}/u.test(range)),
    };
  });
}

/** The whole numbers of a text, without what parts their thousands. */
function numbersIn(text: string): string[] {
  return text.replace(/(?<=\d)[,\u00a0\u202f](?=\d{3})/g, "").match(/\d+/g) ?? [];
}

export interface ReadToll {
  state: string;
  low: string;
  best: string;
  high: string;
  open: string;
}

/** An incident page's toll of a metric, or undefined where the page does not show it. */
export function tollOnPage(html: string, metric: string): ReadToll | undefined {
  const tag = new RegExp(`<p [^>]*data-metric="${metric}"[^>]*>`).exec(html)?.[0];
  if (!tag) return undefined;
  const a = attributes(tag);
  return {
    state: a["data-state"]!,
    low: a["data-low"] ?? "",
    best: a["data-best"] ?? "",
    high: a["data-high"] ?? "",
    open: a["data-open"]!,
  };
}

/** A CSV's rows by column name. */
export function csvRows(text: string): Record<string, string>[] {
  return parse(text, { columns: true, bom: true, relax_column_count: false }) as Record<string, string>[];
}

export interface Added {
  low: number | null;
  best: number | null;
  high: number | null;
  open: boolean;
}

/** Sums numbers written as text; a blank adds nothing, and a sum of nothing is null. */
export function addUp(rows: readonly { low: string; best: string; high: string; open: string }[]): Added {
  const sum = (key: "low" | "best" | "high") =>
    rows.filter((row) => row[key] !== "").reduce<number | null>((total, row) => (total ?? 0) + Number(row[key]), null);
  return { low: sum("low"), best: sum("best"), high: sum("high"), open: rows.some((row) => row.open === "true") };
}

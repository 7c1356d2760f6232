/** The form that says how a table is to be read, into a choice; and a choice back into the form's fields. */
import type { ImportChoice } from "@/db/commands/import-jobs";
import type { ImportShown } from "@/db/queries/imports";
import { DATE_ORDERS, type DateOrder } from "@/domain/formats/dates";
import { FORMAT_NAMES } from "@/domain/formats/formats";
import { GENERIC_PARTS, MappingInput } from "@/domain/formats/generic";
import { METRICS } from "@/domain/vocabulary";
import { textOf, type Problem, type Read } from "./form";

/** The parts whose value can be the same for every row. */
export const CONSTANT_PARTS = ["country", "claimant", "publisher", "admin1", "city"] as const;
/** The metrics that the form maps; a mapping on the command line can map all. */
export const MAPPED_METRICS = METRICS.filter((metric) => metric !== "missing");
const FIGURE_COLUMNS = ["amount", "min", "max", "best"] as const;

/** What the form says, or what is wrong with it. */
export function readChoice(form: FormData, isAdmin: boolean): Read<ImportChoice> {
  const format = textOf(form, "format") ?? "";
  const order = textOf(form, "dates");
  const problems: Problem[] = FORMAT_NAMES.includes(format) ? [] : [{ field: "format", code: "choice.missing" }];
  const dates = DATE_ORDERS.find((one) => one === order) ?? null;
  const mapping = format === "generic" ? readMapping(form, problems) : null;
  if (problems.length > 0) return { ok: false, problems };
  const choice: { format: string; mapping: unknown; dates: DateOrder | null; publish: boolean } = {
    format,
    mapping,
    dates,
    publish: isAdmin && textOf(form, "publish") === "yes",
  };
  return { ok: true, input: choice };
}

function readMapping(form: FormData, problems: Problem[]): unknown {
  const chosen = (name: string) => textOf(form, name);
  const entries = (pairs: readonly (readonly [string, string | null])[]) =>
    Object.fromEntries(pairs.filter((pair): pair is [string, string] => pair[1] !== null));
  const figures = MAPPED_METRICS.flatMap((metric) => {
    const columns = entries(FIGURE_COLUMNS.map((column) => [column, chosen(`${column}.${metric}`)] as const));
    if (Object.keys(columns).length === 0) return [];
    const isRange = columns.min !== undefined && columns.max !== undefined && columns.amount === undefined;
    const isAmount = columns.amount !== undefined && Object.keys(columns).length === 1;
    if (!isRange && !isAmount) problems.push({ field: `amount.${metric}`, code: "import.figures_both" });
    return [[metric, columns] as const];
  });
  const columns = entries(GENERIC_PARTS.map((part) => [part, chosen(`column.${part}`)] as const));
  const constants = entries(CONSTANT_PARTS.map((part) => [part, chosen(`constant.${part}`)] as const));
  if (columns.dateStart === undefined) problems.push({ field: "column.dateStart", code: "import.mapping_missing" });
  if (
    columns.claimant === undefined &&
    columns.publisher === undefined &&
    constants.claimant === undefined &&
    constants.publisher === undefined
  )
    problems.push({ field: "column.claimant", code: "import.who_missing" });
  const mapping = { scheme: chosen("scheme") ?? undefined, columns, figures: Object.fromEntries(figures), constants };
  const parsed = MappingInput.safeParse(mapping);
  if (!parsed.success && problems.length === 0) problems.push({ field: "scheme", code: "form.invalid" });
  return mapping;
}

/** The fields of the form as an import was last read, or as a table like it was. */
export function choiceValues(job: ImportShown, remembered: unknown): Record<string, string> {
  const mapping = MappingInput.safeParse(job.mapping ?? remembered ?? guessed(job.header));
  const values: Record<string, string> = {
    format: job.format ?? "generic",
    dates: job.dates ?? "told",
    publish: job.publish ? "yes" : "",
  };
  if (!mapping.success) return values;
  const { scheme, columns, figures, constants } = mapping.data;
  values.scheme = scheme;
  for (const [part, column] of Object.entries(columns)) values[`column.${part}`] = column;
  for (const [part, text] of Object.entries(constants)) values[`constant.${part}`] = text;
  for (const [metric, chosen] of Object.entries(figures))
    for (const [column, name] of Object.entries(chosen ?? {})) values[`${column}.${metric}`] = name;
  return values;
}

/** Words that columns of teams' spreadsheets are called by. */
const NAMES: Partial<Record<(typeof GENERIC_PARTS)[number], RegExp>> = {
  id: /^(id|event_?id|number|no|nr)$/,
  title: /^(title|event|name|headline)$/,
  dateStart: /^(date|day|date_start|start_date|event_date|datum)$/,
  dateEnd: /^(date_end|end_date)$/,
  city: /^(city|town|place|location|settlement|city_town)$/,
  admin1: /^(admin1|region|oblast|province|state|governorate)$/,
  admin2: /^(admin2|district|raion)$/,
  country: /^country$/,
  latitude: /^(lat|latitude|y)$/,
  longitude: /^(lon|lng|long|longitude|x)$/,
  claimant: /^(claimant|who|source|said_by)$/,
  publisher: /^(publisher|media|outlet)$/,
  url: /^(url|link|address)$/,
  note: /^(notes?|remarks?|comment)$/,
};

/** A first guess from the columns' names; people correct it. */
function guessed(header: readonly string[]): unknown {
  const columns: Record<string, string> = {};
  for (const [part, pattern] of Object.entries(NAMES)) {
    const column = header.find((name) => pattern.test(name));
    if (column !== undefined) columns[part] = column;
  }
  const figures: Record<string, Record<string, string>> = {};
  for (const [metric, stem] of [
    ["killed", "(killed|dead|deaths|fatalities)"],
    ["wounded", "(wounded|injured)"],
  ] as const) {
    const find = (pattern: string) => header.find((name) => new RegExp(pattern).test(name));
    const [min, max] = [find(`^(min_${stem}|${stem}_min|${stem}_low)$`), find(`^(max_${stem}|${stem}_max|${stem}_high)$`)];
    const amount = find(`^${stem}$`);
    if (min !== undefined && max !== undefined) figures[metric] = { min, max };
    else if (amount !== undefined) figures[metric] = { amount };
  }
  return { columns, figures };
}

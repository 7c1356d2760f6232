/** Dates as people type them ("1.3.2022", "1 March 2022", "1 березня 2022"), written as the record keeps them. */

// oxfmt-ignore
const MONTHS: readonly (readonly string[])[] = [
  ["january", "jan", "січня", "січень"], ["february", "feb", "лютого", "лютий"], ["march", "mar", "березня", "березень"],
  ["april", "apr", "квітня", "квітень"], ["may", "травня", "травень"], ["june", "jun", "червня", "червень"],
  ["july", "jul", "липня", "липень"], ["august", "aug", "серпня", "серпень"], ["september", "sept", "sep", "вересня", "вересень"],
  ["october", "oct", "жовтня", "жовтень"], ["november", "nov", "листопада", "листопад"], ["december", "dec", "грудня", "грудень"],
];
const two = (number: number | string) => String(number).padStart(2, "0");

/**
 * A date, a month, or a date with a clock, in the record's writing: "1 March 2022 13:24" is "2022-03-01T13:24". What is not
 * understood comes back as it was typed, for its schema to refuse. 03/04/2022 is two dates and is not understood.
 */
export function readTypedDate(typed: string): string {
  const text = typed.trim();
  const clock = /[ T,]+(\d{1,2}[:.]\d{2}(?::\d{2})?)\s*(Z|[+-]\d{2}:?\d{2})?$/i.exec(text);
  const day = readDay((clock ? text.slice(0, clock.index) : text).trim());
  if (day === null) return text;
  if (!clock) return day;
  const [hour = "", ...rest] = clock[1]!.replace(".", ":").split(":");
  return `${day}T${two(hour)}:${rest.join(":")}${clock[2]?.toUpperCase() ?? ""}`;
}

function readDay(text: string): string | null {
  const iso = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$/.exec(text);
  if (iso) return [iso[1], two(iso[2]!), ...(iso[3] ? [two(iso[3])] : [])].join("-");
  const dotted = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(text);
  if (dotted) return `${dotted[3]}-${two(dotted[2]!)}-${two(dotted[1]!)}`;
  const lower = text.toLowerCase().replace(/\s+(?:року|р\.)$/, "");
  const dayFirst = /^(?:(\d{1,2})(?:st|nd|rd|th)? )?(\p{L}+)\.?,? (\d{4})$/u.exec(lower);
  const monthFirst = /^(\p{L}+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/u.exec(lower);
  const [day, name, year] = monthFirst ? [monthFirst[2], monthFirst[1], monthFirst[3]] : dayFirst ? dayFirst.slice(1) : [];
  const month = name === undefined ? -1 : MONTHS.findIndex((names) => names.includes(name));
  if (month < 0) return null;
  return [year, two(month + 1), ...(day ? [two(day)] : [])].join("-");
}

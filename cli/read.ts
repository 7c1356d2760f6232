/** `attest read`: casualty claims in a text, one JSON line a text; needs no record and no network. */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { isCivilDate } from "@/domain/dates";
import { claimsIn, type TextIn } from "@/domain/reading/claims";
import { UsageError, type Command } from "./command";

export const read: Command = {
  says: "Reads casualty claims out of a text, offline; one line of JSON a text.",
  usage: `read [--ndjson] [--date YYYY-MM-DD] [--place NAME] [FILE]
  Without FILE it reads standard input.
  --ndjson  one JSON object a line in: {id, text, date?, place?}
  --date    the report's date, against which "on Tuesday" is read
  --place   the place to assume where a text names none`,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { ndjson: { type: "boolean" }, date: { type: "string" }, place: { type: "string" } },
    });
    if (positionals.length > 1) throw new UsageError("One file at a time.");
    if (values.date !== undefined && !isCivilDate(values.date)) throw new UsageError(`--date is no date: ${values.date}`);
    const file = positionals[0];
    const input = file === undefined || file === "-" ? process.stdin : createReadStream(file);
    input.setEncoding("utf8");
    const given = { date: values.date ?? null, place: values.place ?? null };
    if (values.ndjson) await readLines(input, given);
    else await write(claimsIn({ id: file ?? null, text: await whole(input), ...given }));
  },
};

async function readLines(input: NodeJS.ReadableStream, given: { date: string | null; place: string | null }): Promise<void> {
  let number = 0;
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    number++;
    if (line.trim() === "") continue;
    await write(claimsIn(textIn(line, number, given)));
  }
}

function textIn(line: string, number: number, given: { date: string | null; place: string | null }): TextIn {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    throw new UsageError(`Line ${number} is no JSON.`);
  }
  const { id, text, date, place } = (row ?? {}) as Record<string, unknown>;
  if (typeof text !== "string") throw new UsageError(`Line ${number} has no text.`);
  if (date != null && (typeof date !== "string" || !isCivilDate(date))) throw new UsageError(`Line ${number}: date is no date.`);
  return {
    id: typeof id === "string" || typeof id === "number" ? id : null,
    text,
    date: (date as string | null | undefined) ?? given.date,
    place: typeof place === "string" ? place : given.place,
  };
}

async function whole(input: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const chunk of input) text += String(chunk);
  return text;
}

/** Waits while the reader of our output is slower than we are. */
async function write(row: unknown): Promise<void> {
  if (process.stdout.write(`${JSON.stringify(row)}\n`)) return;
  await new Promise((resolve) => process.stdout.once("drain", resolve));
}

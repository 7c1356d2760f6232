/** Column kinds that several tables share. */
import { sql, type SQL } from "drizzle-orm";
import { integer, text } from "drizzle-orm/sqlite-core";

/** An instant in milliseconds since 1970 UTC. */
export const instant = (name: string) => integer(name);

/** A word of a closed vocabulary; pair it with `inWords` as the table's CHECK. */
export const word = <Word extends string>(name: string, words: readonly Word[]) =>
  text(name, { enum: words as readonly [Word, ...Word[]] });

/** A boolean kept as 0 or 1. */
export const flag = (name: string) => integer(name, { mode: "boolean" });

/** CHECK text: the column holds one of the words (a null passes). */
export const inWords = (column: { name: string }, words: readonly string[]): SQL =>
  sql.raw(`"${column.name}" in (${words.map((w) => `'${w}'`).join(", ")})`);

/** CHECK text: the column is 0 or 1. */
export const isFlag = (column: { name: string }): SQL => sql.raw(`"${column.name}" in (0, 1)`);

/** CHECK text: the column is shaped YYYY-MM-DD (a null passes). */
export const isCivilDate = (column: { name: string }): SQL =>
  sql.raw(`"${column.name}" glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date("${column.name}") = "${column.name}"`);

/**
 * Versions of the method. The software's own: a rule that changes any number gets a version, a date and a sentence (messages).
 * The record's: each change of its vague words' floors, counted behind the software's ("1.0.2").
 */
import { civilDateAt } from "./dates";
import { VAGUE_WORDS, type Floors, type VagueWord } from "./figure";

/** The software's, the newest first. */
export const METHOD_VERSIONS = [{ version: "1.0", date: "2026-11-23", change: "first" }] as const;

/** A change of one word's floor. */
export interface FloorChange {
  word: VagueWord;
  from: number;
  to: number;
}

/** What floors differ in, in the order of the table. */
export function floorChanges(from: Floors, to: Floors): FloorChange[] {
  return VAGUE_WORDS.filter((word) => from[word] !== to[word]).map((word) => ({ word, from: from[word], to: to[word] }));
}

/** The record's own change: its number (1, 2, …), when (milliseconds UTC), the admin's reason, the floors from then on. */
export interface OwnVersion {
  no: number;
  at: number;
  why: string;
  floors: Floors;
}

export type MethodVersion = { version: string; date: string } & (
  | { is: "software"; change: (typeof METHOD_VERSIONS)[number]["change"] }
  | { is: "record"; at: number; why: string; changes: FloorChange[] }
);

/** Both kinds in one list, the newest first; `declared` are the floors before the record's first change. */
export function methodVersions(own: readonly OwnVersion[], declared: Floors, timeZone: string): MethodVersion[] {
  const ours = [...own]
    .sort((a, b) => a.no - b.no)
    .map((one, index, all) => ({ ...one, date: civilDateAt(one.at, timeZone), before: all[index - 1]?.floors ?? declared }));
  const software = [...METHOD_VERSIONS].reverse();
  const numbered = (base: string, count: number) => (count === 0 ? base : `${base}.${count}`);
  const record = ours.map(({ no, at, date, why, floors, before }): MethodVersion => {
    const base = software.findLast((one) => one.date <= date) ?? software[0]!;
    return { is: "record", version: numbered(base.version, no), date, at, why, changes: floorChanges(before, floors) };
  });
  const list = software.map(({ version, date, change }): MethodVersion => ({
    is: "software",
    version: numbered(version, ours.filter((one) => one.date < date).length),
    date,
    change,
  }));
  // Of one day the software's stands below: a record's change is made in the software that was there.
  return [...record.reverse(), ...list.reverse()].sort((a, b) => (a.date === b.date ? 0 : a.date < b.date ? 1 : -1));
}

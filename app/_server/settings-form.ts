/** The forms of the record's settings and of a source, both ways. What has no version of its own is told apart by what it holds. */
import { createHash } from "node:crypto";
import type { RecordSettings } from "@/db/queries/record";
import type { SourceForEdit } from "@/db/queries/desk";
import { Refused } from "@/db/refused";
import { FloorsInput, floorsOf, VAGUE_WORDS, type Floors, type VagueWord } from "@/domain/figure";
import { RecordInput } from "@/domain/record";
import { SourceInput } from "@/domain/source";
import { readTypedDate } from "@/domain/typed-dates";
import { checked, textOf, type Read } from "./form";

/** Reads the settings' form. */
export function readSettings(form: FormData): Read<RecordInput> {
  const countries = (textOf(form, "countries") ?? "").toUpperCase().split(/[\s,;]+/);
  const raw = {
    title: textOf(form, "title") ?? "",
    titleUk: textOf(form, "titleUk"),
    description: textOf(form, "description") ?? "",
    descriptionUk: textOf(form, "descriptionUk"),
    countries: countries.filter((country) => country !== ""),
    firstDay: form.has("firstDay") ? readTypedDate(textOf(form, "firstDay") ?? "") || null : null,
    timeZone: textOf(form, "timeZone") ?? "",
    licence: textOf(form, "licence") ?? "",
    contact: textOf(form, "contact") ?? "",
    codePrefix: (textOf(form, "codePrefix") ?? "").toUpperCase(),
    defaultPolicy: textOf(form, "defaultPolicy") ?? undefined,
  };
  return checked(RecordInput, raw, { nameOf: (path) => String(path[0]) });
}

/** What the settings' fields hold. */
export function settingsValues(record: RecordSettings): Record<string, string> {
  const { title, titleUk, description, descriptionUk, countries, firstDay, timeZone, licence, contact, codePrefix } = record;
  return {
    title,
    titleUk: titleUk ?? "",
    description,
    descriptionUk: descriptionUk ?? "",
    countries: countries.join(" "),
    firstDay: firstDay ?? "",
    timeZone,
    licence,
    contact,
    codePrefix,
    defaultPolicy: record.defaultPolicy,
  };
}

export interface FloorsForm {
  floors: Floors;
  why: string;
  /** The version of the record's method that the person saw. */
  seen: number;
}

const floorField = (word: VagueWord) => `floor.${word.replace(" ", "-")}`;

/** Reads the form of what vague words count as. */
export function readFloorsForm(form: FormData): Read<FloorsForm> {
  const typed = floorsOf((word) => Number((textOf(form, floorField(word)) ?? "").replace(/[\s,]/g, "") || Number.NaN));
  const read = checked(FloorsInput, typed, { nameOf: (path) => floorField(path[0] as VagueWord) });
  if (!read.ok) return read;
  return { ok: true, input: { floors: read.input, why: textOf(form, "why") ?? "", seen: Number(textOf(form, "version") ?? -1) } };
}

/** What the form's fields hold. */
export function floorsValues(floors: Floors): Record<string, string> {
  return Object.fromEntries(VAGUE_WORDS.map((word) => [floorField(word), String(floors[word])]));
}

export { floorField };

/** Reads a source's form; `slugOf` finds the voice by whatever it was called. */
export function readSource(form: FormData, slugOf: (name: string) => string): Read<SourceInput> {
  const voice = textOf(form, "voice");
  return checked(SourceInput, {
    name: textOf(form, "name") ?? "",
    kind: textOf(form, "kind") ?? undefined,
    role: textOf(form, "role"),
    party: textOf(form, "party"),
    voice: voice === null ? null : slugOf(voice).slice(0, 80),
  });
}

/** What a source's fields hold. */
export function sourceValues({ name, kind, role, party, voiceName }: SourceForEdit): Record<string, string> {
  return { name, kind, role: role ?? "", party: party ?? "", voice: voiceName ?? "" };
}

/** Names what a form's fields held when it was opened. */
export function stateOf(values: Record<string, string>): string {
  return createHash("sha256").update(JSON.stringify(values)).digest("base64url").slice(0, 22);
}

/** Refuses a save over somebody else's newer one. */
export function expectState(form: FormData, saved: Record<string, string>): void {
  const now = stateOf(saved);
  if (textOf(form, "version") !== now) throw new Refused("version.stale", null, { now });
}

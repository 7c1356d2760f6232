/** The time of a claim on the record's clock, without a clock where its page gave none. */
import type { Words } from "@/messages";
import { dayText, instantText } from "./times";

export function statedAtText(words: Words, { at, clock }: { at: number; clock: boolean }, timeZone: string): string {
  return clock ? instantText(words, at, timeZone) : dayText(words, at, timeZone);
}

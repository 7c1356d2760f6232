/** A page of what a text claims: long texts are confirmed in parts, and what was taken already is left out. */
import type { Mark } from "@/components/reading-desk/segments";
import type { ClaimOfText, ReadingForDesk } from "@/db/queries/readings";
import { Refused } from "@/db/refused";
import type { Words } from "@/messages";
import { databaseFile } from "./database";
import { problemSentence } from "./form";
import { readForDesk } from "./reader";
import type { Placed } from "./reading-form";
import type { DeskEvent, DeskReading } from "./reading-proposals";
import type { SignedIn } from "./session";

/** Claims of one page: more than a person confirms in one go. */
const MOST = 40;

export interface ReadingPage {
  /** Incidents with a claim on this page, and the claims with the number of theirs. */
  events: DeskEvent[];
  placed: Placed[];
  /** The words of each claim, by its number on the page; of other pages' claims nothing. */
  marks: Mark[];
  /** All claims that nobody took yet, the number of the first one here, this part and how many there are. */
  count: number;
  first: number;
  part: number;
  parts: number;
}

/** A page of what a text claims and nobody took yet; or why it could not be read, in words. */
export async function proposedPage(
  { t }: Words,
  actor: SignedIn,
  { text, place, publishedAt }: ReadingForDesk,
  saved: readonly ClaimOfText[],
  part: number,
): Promise<ReadingPage | string> {
  const date = publishedAt === null || publishedAt.length < 10 ? null : publishedAt.slice(0, 10);
  try {
    return pageOf(await readForDesk(actor, databaseFile(), { text, date, place }), saved, part);
  } catch (error) {
    if (error instanceof Refused) return problemSentence(t, error.code, error.values);
    throw error;
  }
}

/** The given part (from 1) of what is left; beyond the last, the last. */
export function pageOf({ events }: DeskReading, saved: readonly ClaimOfText[], asked: number): ReadingPage {
  const taken = new Set(saved.flatMap(({ spans }) => spans.map(({ start, end }) => `${start}-${end}`)));
  const left = events.flatMap((event, at) =>
    event.proposals.filter(({ key }) => !taken.has(key)).map((proposal) => ({ proposal, at })),
  );
  const parts = Math.max(1, Math.ceil(left.length / MOST));
  const part = Number.isInteger(asked) ? Math.min(Math.max(asked, 1), parts) : 1;
  const here = left.slice((part - 1) * MOST, part * MOST);
  const shown = [...new Set(here.map(({ at }) => at))];
  return {
    events: shown.map((at) => events[at]!),
    placed: here.map(({ proposal, at }) => ({ proposal, event: shown.indexOf(at) })),
    marks: here.flatMap(({ proposal }, of) =>
      proposal.spans.map(({ part: which, span: { start, end } }) => ({ of, part: which, start, end })),
    ),
    count: left.length,
    first: (part - 1) * MOST + 1,
    part,
    parts,
  };
}

/** What the desk proposes for a text: its claims by incident, each matched to what the record already holds. */
import type { Actor } from "@/db/commands/actor";
import type { ReadDb } from "@/db/open";
import { findIncidentForEdit, type ClaimForEdit } from "@/db/queries/desk";
import { findPlaces } from "@/db/queries/places";
import { listClaimants, placesNamed, type GazetteerPlace, type KnownClaimant } from "@/db/queries/readings";
import { listNear, type NearIncident } from "@/db/queries/review";
import { boundsOf } from "@/domain/figure";
import { foldName, sharesWord } from "@/domain/names";
import { languageOfText } from "@/domain/reading/languages";
import { eventsOf, proposalsOf, type ProposedEvent, type Proposal } from "@/domain/reading/proposal";
import { readText } from "@/domain/reading/read";
import { likeness, rankClaimants } from "@/domain/reading/same-claimant";
import { gazetteerOf, namesIn } from "@/domain/reading/where";

export interface ReadingRequest {
  text: string;
  /** The report's civil date, or null. */
  date: string | null;
  place: string | null;
  actor: Actor;
}

/** A claim of the text, with the claimant it may be and what it may repeat. */
export interface DeskProposal extends Proposal {
  /** The claimant of the record under whatever spelling, where one is likely; else null. */
  source: KnownClaimant | null;
  /** Others that it may be. */
  alike: KnownClaimant[];
  /** A claim of the matched incident with the same claimant and the same figures. */
  repeats: { code: string; incident: string; publisher: string } | null;
}

/** One incident that the text speaks of, with those of the record that it may be. */
export interface DeskEvent extends Omit<ProposedEvent, "proposals" | "place"> {
  /** What the place is called in the text, and what its field holds: a name, a slug of a homonym, or the words as they are. */
  place: { name: string; typed: string; isKnown: boolean } | null;
  /** Places that share the name, the likeliest first; empty where there is one. */
  homonyms: { typed: string; label: string }[];
  near: NearIncident[];
  /** The code of the incident that it most likely is, or null for a new one. */
  match: string | null;
  proposals: DeskProposal[];
}

export interface DeskReading {
  language: string;
  events: DeskEvent[];
}

/** Most claimants offered for one claim, and most homonyms for one place. */
const MOST_OFFERED = 6;

/** Reads a text and matches what it says to the record. Reads only. */
export function proposeFromText(db: ReadDb, { text, date, place, actor }: ReadingRequest): DeskReading {
  const language = languageOfText(text);
  const gazetteer = gazetteerOf(placesNamed(db, namesIn(text, language)));
  const candidates = readText(text, { date, place, gazetteer, language });
  const known = listClaimants(db, actor);
  const ranks = new Map<string, ReturnType<typeof rankClaimants<KnownClaimant>>>();
  const events = eventsOf(proposalsOf(candidates, text, language)).map((event) => matched(db, actor, event, known, ranks));
  return { language: language.code, events };
}

type Ranks = Map<string, { source: KnownClaimant; likeness: number }[]>;

function matched(db: ReadDb, actor: Actor, event: ProposedEvent, known: readonly KnownClaimant[], ranks: Ranks): DeskEvent {
  const matches = (event.place?.matches ?? []) as GazetteerPlace[];
  const assumed = event.place && matches.length === 0 ? findPlaces(db, event.place.name) : [];
  const placeId = matches[0]?.id ?? (assumed.length === 1 ? assumed[0]!.id : null);
  const near = placeId !== null && event.date !== null ? listNear(db, actor, { placeId, date: event.date }) : [];
  const match = matchOf(event, near);
  const claims = match === null ? [] : (findIncidentForEdit(db, actor, match)?.claims ?? []);
  return {
    ...event,
    place: event.place && {
      name: event.place.name,
      typed: matches[0]?.typed ?? event.place.name,
      isKnown: matches.length > 0 || assumed.length > 0,
    },
    homonyms:
      matches.length < 2
        ? []
        : matches.slice(0, MOST_OFFERED).map(({ typed, name, admin1, admin2, country }) => ({
            typed,
            label: [name, admin2, admin1, country].filter(Boolean).join(", "),
          })),
    near,
    match,
    proposals: event.proposals.map((proposal) => withClaimant(proposal, match, claims, known, ranks)),
  };
}

/** On the same day: the only one there, or the only one whose title shares a word with what the text says. */
function matchOf({ date, proposals }: ProposedEvent, near: readonly NearIncident[]): string | null {
  const same = near.filter(({ dateStart }) => dateStart === date);
  if (same.length < 2) return same[0]?.code ?? null;
  const words = proposals.map(({ quote }) => quote).join(" ");
  const told = same.filter(({ title }) => sharesWord(title, words));
  return told.length === 1 ? told[0]!.code : null;
}

function withClaimant(
  proposal: Proposal,
  incident: string | null,
  claims: readonly ClaimForEdit[],
  known: readonly KnownClaimant[],
  ranks: Ranks,
): DeskProposal {
  const { claimant } = proposal;
  const slim = { ...proposal, place: proposal.place && { name: proposal.place.name, matches: [] } };
  if (claimant === null) return { ...slim, source: null, alike: [], repeats: null };
  let ranked = ranks.get(claimant.name);
  if (!ranked) ranks.set(claimant.name, (ranked = rankClaimants(claimant.name, known, { most: MOST_OFFERED })));
  // An office without a name ("the governor") may be anybody's: it is offered, not put in.
  const isNamed = /\p{Lu}/u.test(claimant.name);
  const [first, second] = ranked;
  const exact = ranked.find(({ source }) => foldName(source.name) === foldName(claimant.name));
  const isSure = isNamed && first !== undefined && (second === undefined || second.likeness < first.likeness - 0.03);
  const source = exact?.source ?? (isSure ? first.source : null);
  const same = claims.find((claim) => isSameClaim(claim, source?.name ?? claimant.name, proposal));
  return {
    ...slim,
    source,
    alike: ranked.map((one) => one.source).filter((one) => one !== source),
    repeats: same && incident !== null ? { code: same.code, incident, publisher: same.report.publisher } : null,
  };
}

function isSameClaim(claim: ClaimForEdit, name: string, { figures }: Proposal): boolean {
  const totals = figures.filter(({ group }) => group === "all");
  return (
    claim.publication !== "retracted" &&
    claim.repeats === null &&
    likeness(name, claim.claimant.name) >= 0.9 &&
    totals.length > 0 &&
    totals.every(({ metric, amount }) => {
      const { qualifier, low, high } = boundsOf(amount);
      return claim.figures.some(
        (one) =>
          one.metric === metric && one.group === "all" && one.qualifier === qualifier && one.low === low && one.high === high,
      );
    })
  );
}

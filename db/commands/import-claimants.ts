/** Claimants and reports of imported claims, found or made; kept at hand, so that a row costs no look-up twice. */
import { eq, sql } from "drizzle-orm";
import type { ClaimInput } from "@/domain/claim";
import { foldName, freeSlug } from "@/domain/names";
import type { Tx } from "../open";
import { source } from "../schema";
import type { Original } from "./import-original";
import type { Statements } from "./import-statements";

type Claim = ReturnType<typeof ClaimInput.parse>;

interface KnownSource {
  id: number;
  kind: string;
  voiceId: number | null;
  /** Made by this import as somebody's voice: its kind is not known until it speaks itself. */
  isOnlyVoice: boolean;
}

export type FoundSource = { id: number; isKept: boolean } | { problem: string };

const MOST_KEPT = 20_000;

/** Sources by folded name; `made` counts the new ones. */
export class ImportSources {
  made = 0;
  private readonly byName = new Map<string, KnownSource>();
  private readonly slugs: Set<string>;
  private readonly foldedNames = new Map<string, string>();

  constructor(private readonly tx: Tx) {
    const rows = tx.rows<KnownSource & { folded: string; slug: string }>(
      sql`select id, kind, voice_id as voiceId, 0 as isOnlyVoice, folded, slug from source`,
    );
    for (const { folded, id, kind, voiceId } of rows) this.byName.set(folded, { id, kind, voiceId, isOnlyVoice: false });
    this.learnOtherNames();
    this.slugs = new Set(rows.map(({ slug }) => slug));
  }

  /** Other spellings of a claimant, and the true name of one whose row holds a number instead, name the same source. */
  private learnOtherNames(): void {
    const byId = new Map([...this.byName.values()].map((one) => [one.id, one]));
    const rows = this.tx.rows<{ folded: string; id: number }>(sql`
      select folded, source_id as id from source_name union all select folded, source_id from withheld_source`);
    for (const { folded, id } of rows) {
      const known = byId.get(id);
      if (known && !this.byName.has(folded)) this.byName.set(folded, known);
    }
  }

  /** The source of a claimant; `isKept` tells that it was there with another kind or voice, which it keeps. */
  find({ name, kind, voice }: Claim["claimant"]): FoundSource {
    const own = this.folded(name);
    const there = this.byName.get(own);
    const folded = voice === null ? null : this.folded(voice);
    const wanted = folded === own ? null : folded;
    if (there?.isOnlyVoice) {
      if (wanted !== null) return { problem: "source.voice_is_branch" };
      this.tx.update(source).set({ kind }).where(eq(source.id, there.id)).run();
      Object.assign(there, { kind, isOnlyVoice: false });
    }
    if (there) {
      const voiceId = wanted === null ? null : (this.byName.get(wanted)?.id ?? -1);
      return { id: there.id, isKept: (kind !== "other" && kind !== there.kind) || (voice !== null && voiceId !== there.voiceId) };
    }
    if (wanted === null) return { id: this.make(name, kind, null).id, isKept: false };
    const root = this.byName.get(wanted) ?? this.make(voice!, kind, null, true);
    if (root.voiceId !== null) return { problem: "source.voice_is_branch" };
    return { id: this.make(name, kind, root.id).id, isKept: false };
  }

  /** Rows of a file share their claimants. */
  private folded(name: string): string {
    const known = this.foldedNames.get(name);
    if (known !== undefined) return known;
    if (this.foldedNames.size >= MOST_KEPT) this.foldedNames.clear();
    const folded = foldName(name);
    this.foldedNames.set(name, folded);
    return folded;
  }

  private make(name: string, kind: Claim["claimant"]["kind"], voiceId: number | null, isOnlyVoice = false): KnownSource {
    const slug = freeSlug(name, (candidate) => this.slugs.has(candidate));
    this.slugs.add(slug);
    const folded = foldName(name);
    const { id } = this.tx
      .insert(source)
      .values({ name, folded, slug, kind, role: null, voiceId })
      .returning({ id: source.id })
      .get();
    const made = { id, kind, voiceId, isOnlyVoice };
    this.byName.set(folded, made);
    this.made++;
    return made;
  }
}

/** Reports: two that are equal in all that an import says of them are one. */
export class ImportReports {
  private hasThoseWithoutAddress = false;

  constructor(
    private readonly original: Original,
    private readonly statements: Pick<Statements, "addReport" | "findReport" | "keepReport">,
  ) {}

  /** The id of a report that says the same, or of a new one. */
  find({ publisher, url, archiveUrl, title, language, publishedAt }: Claim["report"], retrievedAt: string): number {
    if (url === null && !this.hasThoseWithoutAddress) this.learnThoseWithoutAddress();
    const key = keyOf(publisher, url, archiveUrl, title, publishedAt, retrievedAt);
    const known = this.statements.findReport(key);
    if (known !== undefined) return known;
    const there =
      url === null ? undefined : this.original.reportOf({ publisher, url, archiveUrl, title, publishedAt, retrievedAt });
    const id = there ?? this.statements.addReport([publisher, url, archiveUrl, title, language, publishedAt, retrievedAt]);
    this.statements.keepReport(key, id);
    return id;
  }

  /** Without an address no index finds a report: all of those are read once. */
  private learnThoseWithoutAddress(): void {
    this.hasThoseWithoutAddress = true;
    for (const { id, publisher, url, archiveUrl, title, publishedAt, retrievedAt } of this.original.reportsWithoutAddress())
      for (const one of [title, null])
        this.statements.keepReport(keyOf(publisher, url, archiveUrl, one, publishedAt, retrievedAt), id);
  }
}

function keyOf(...facts: readonly (string | null)[]): string {
  return facts.join("\u0001");
}

/**
 * Two editors and a recorder at once over HTTP, on the real server, their forms sent without JavaScript: stale saves, forms sent
 * twice at the same moment, sessions that end before the form is sent. What was acknowledged is there, once; what was refused left no trace.
 */
import { sql } from "drizzle-orm";
import { endSession, startSession } from "@/db/commands/accounts";
import { listCorrections } from "@/db/queries/corrections";
import { listRevisions } from "@/db/queries/revisions";
import { verifyRecord } from "@/db/verify";
import { startDesk, type DeskRecord, type Member } from "../support/desk-record";
import { noteFigure, times } from "../support/figures";
import { fieldsOfForm, postForm } from "../support/post-form";
import { expect, test } from "@playwright/test";

const RUNS = times(500, 10);
const ACTS_EACH = 12;
const SEED = 20261123;
const PEOPLE = ["first", "second", "recorder"] as const;
type Who = (typeof PEOPLE)[number];

/** A small seeded generator: the same cases again (mulberry32). */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** A form as somebody opened it, perhaps long ago. */
interface Opened {
  path: string;
  form: FormData;
}

let desk: DeskRecord;
let cookies: Record<Who, string>;
test.beforeAll(async () => {
  test.setTimeout(300_000);
  desk = await startDesk({ first: "editor", second: "editor", recorder: "recorder" });
  cookies = Object.fromEntries(PEOPLE.map((who) => [who, signedIn(who)])) as typeof cookies;
});
test.afterAll(() => desk.stop());

const signedIn = (who: Who) => `__Host-attest=${startSession(desk.db, desk.people[who] as Member)}`;
const entries = () => desk.db.first<{ n: number }>(sql`select count(*) as n from audit where action not like 'account.%'`)!.n;
const published = () =>
  JSON.stringify(
    desk.db.rows(sql`select i.code, e.low, e.high, e.best_majority from estimate e join incident i on i.id = e.incident_id
      where e.metric = 'killed' and e.known_until is null order by 1`),
  );
const firstPublications = () =>
  desk.db.first<{ n: number }>(
    sql`select count(*) as n from audit where action = 'incident.publish' and content ->> '$.before.publication' <> 'published'`,
  )!.n;
const told = () => listCorrections(desk.db, { most: 1 }).corrections[0]?.id ?? 0;

async function open(who: Who, path: string, id: string): Promise<Opened | null> {
  const answer = await fetch(desk.server.origin + path, { headers: { cookie: cookies[who] } });
  expect(answer.status, path).toBe(200);
  const html = await answer.text();
  return html.includes(` id="${id}"`) ? { path, form: fieldsOfForm(html, id) } : null;
}

/** Where an answer leads once something is saved; null where it was refused. Anything but a page or a way on fails. */
async function savedAt(answer: Response): Promise<string | null> {
  const location = answer.headers.get("location");
  if (answer.status === 303 && location?.includes("saved=")) return location;
  const says = await answer.text();
  expect([200, 303, 307], says.slice(0, 500)).toContain(answer.status);
  return null;
}

test(`${RUNS} interleavings over HTTP lose nothing and double nothing`, async () => {
  test.setTimeout(120_000 + RUNS * 10_000);
  const tally = { saved: 0, refused: 0, twice: 0, expired: 0 };
  for (let run = 0; run < RUNS; run++) {
    const draw = random(SEED + run);
    const opened = new Map<string, Opened[]>();
    /** What answers said was saved: where it is to be found, and a word of it. */
    const acknowledged: { kind: "incident" | "claim"; word: string }[] = [];
    const codes: { incident: string | null; claims: number } = { incident: null, claims: 0 };

    const form = async (who: Who, path: string, id: string): Promise<Opened | null> => {
      const key = `${who} ${path} ${id}`;
      const pages = opened.get(key) ?? opened.set(key, []).get(key)!;
      // Half of all forms stand on a page that was opened earlier.
      if (pages.length === 0 || draw(2) === 0) {
        const page = await open(who, path, id);
        if (page) pages.push(page);
      }
      return pages[draw(Math.max(1, pages.length))] ?? null;
    };

    for (let act = 0; act < ACTS_EACH; act++) {
      const who = PEOPLE[draw(PEOPLE.length)]!;
      const word = `w${run}x${act}`;
      const kind =
        codes.incident === null ? "enter" : (["facts", "claim", "claim", "amend", "publish", "submit"] as const)[draw(6)]!;
      const claim = codes.incident === null ? null : newestClaim(codes.incident);
      const place = `/admin/incidents/${codes.incident}`;
      const [page, fields] =
        kind === "enter"
          ? [await form(who, "/admin/incidents/new", "new"), entering(word)]
          : kind === "facts"
            ? [await form(who, place, "facts"), { title: `Strike ${word}` }]
            : kind === "claim"
              ? [await form(who, place, "claim"), saying(word, draw(40) + 1, "")]
              : kind === "amend"
                ? [claim ? await form(who, `/admin/claims/${claim}`, "claim") : null, { quote: word }]
                : [await form(who, place, kind), {}];
      if (!page) continue;
      const before = { entries: entries(), numbers: published(), told: told(), first: firstPublications() };
      const send = () => postForm(desk.server.origin, page.path, { form: page.form, fields, cookie: cookies[who] });
      let answers: (string | null)[];
      if (draw(5) === 0) {
        // The session ends before the form is sent: refused, and what was typed comes back; the same form is sent once more.
        endSession(desk.db, desk.people[who]!, cookies[who].slice("__Host-attest=".length));
        const answer = await send();
        const text = answer.status === 200 ? await answer.clone().text() : "";
        expect(await savedAt(answer), "nobody saves without a session").toBeNull();
        expect(entries(), "nothing of it is in the log").toBe(before.entries);
        if (Object.keys(fields).length > 0) expect(text, "what was typed is still there").toContain(word);
        cookies[who] = signedIn(who);
        tally.expired += 1;
        answers = [await savedAt(await send())];
      } else if (draw(3) === 0) {
        answers = await Promise.all([send(), send()].map(async (answer) => savedAt(await answer)));
        tally.twice += 1;
      } else answers = [await savedAt(await send())];

      const saved = answers.filter((one) => one !== null);
      if (saved.length === 0) {
        tally.refused += 1;
        expect({ entries: entries(), numbers: published() }, "a refusal leaves no trace").toEqual({
          entries: before.entries,
          numbers: before.numbers,
        });
      } else {
        tally.saved += 1;
        if (kind === "enter") {
          expect(new Set(saved.map(codeIn)).size, "a form sent twice is one incident").toBe(1);
          codes.incident = codeIn(saved[0]!);
          codes.claims += 1;
          acknowledged.push({ kind: "incident", word }, { kind: "claim", word });
        }
        if (kind === "claim" && !acknowledged.some((one) => one.word === keyWord(page))) {
          // The key of a form stands for what it saved first: a later word of the same form is not another claim.
          markSaved(page, word);
          codes.claims += 1;
          acknowledged.push({ kind: "claim", word });
        }
        if (kind === "facts") acknowledged.push({ kind: "incident", word });
        if (kind === "amend") acknowledged.push({ kind: "claim", word });
      }
      if (published() !== before.numbers)
        expect(told() > before.told || firstPublications() > before.first, `readers are told of ${kind}`).toBe(true);
    }
    const incident = codes.incident!;
    const claims = desk.db.rows<{ code: string }>(
      sql`select c.code from claim c join incident i on i.id = c.incident_id where i.code = ${incident}`,
    );
    expect(claims.length, "every claim that was said to be saved is there, once").toBe(codes.claims);
    const texts = {
      incident: JSON.stringify(listRevisions(desk.db, desk.people.first!, `incident ${incident}`)),
      claim: JSON.stringify(claims.map(({ code }) => listRevisions(desk.db, desk.people.first!, `claim ${code}`))),
    };
    for (const { kind, word } of acknowledged) expect(texts[kind], `${word} is in a state of it`).toContain(word);
  }
  const { findings } = await verifyRecord(desk.server.file);
  noteFigure({
    what: "interleavings of two editors and a recorder over HTTP",
    count: RUNS,
    wrong: findings.length,
    seed: SEED,
    note: `${tally.saved} forms saved, ${tally.refused} refused, ${tally.twice} sent twice at once, ${tally.expired} after their session ended`,
  });
  expect(findings).toEqual([]);
  // All of it happens: an interleaving in which everything is refused would hold every promise.
  for (const [what, count] of Object.entries(tally)) expect(count, what).toBeGreaterThan(RUNS / 5);
});

const marks = new WeakMap<Opened, string>();
const markSaved = (page: Opened, word: string) => marks.set(page, word);
const keyWord = (page: Opened) => marks.get(page) ?? "";

function codeIn(location: string): string {
  return /UA-\d+/.exec(location)![0];
}

function newestClaim(incident: string): string | null {
  return (
    desk.db.first<{ code: string }>(
      sql`select c.code from claim c join incident i on i.id = c.incident_id where i.code = ${incident} order by c.id desc limit 1`,
    )?.code ?? null
  );
}

const entering = (word: string): Record<string, string> => ({
  title: `Strike ${word}`,
  dateStart: "2024-05-03",
  locationPrecision: "country",
  place: "",
  ...saying(word, 3, "claim."),
});

const saying = (word: string, killed: number, prefix: string): Record<string, string> => ({
  [`${prefix}claimant.name`]: `Voice ${killed % 4}`,
  [`${prefix}said`]: `${killed} killed`,
  [`${prefix}report.publisher`]: "Gazette",
  [`${prefix}report.publishedAt`]: "2024-05-03",
  [`${prefix}quote`]: word,
});

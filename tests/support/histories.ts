/** Random incidents for property tests: few voices and a narrow window of days, so that ties and replacements happen. */
import fc from "fast-check";
import type { ClaimForEstimate, IncidentForEstimate, RulingForEstimate } from "@/domain/estimate";
import type { Amount, Figure } from "@/domain/figure";
import type { ClaimStatus, Group, Metric, Scope, Stance } from "@/domain/vocabulary";

const small = fc.integer({ min: 1, max: 40 });
const word = (words: readonly string[]) => fc.constantFrom(...words);

/** Any amount that the record can hold. Zero is "none", as the record's checks want it. */
export const anyAmount = (number: fc.Arbitrary<number> = small): fc.Arbitrary<Amount> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ qualifier: fc.constantFrom("exact" as const, "about" as const), value: number }) },
    {
      weight: 2,
      arbitrary: fc.record({
        qualifier: fc.constantFrom("at_least" as const, "more_than" as const),
        low: fc.oneof(number, fc.constant(0)),
      }),
    },
    fc.record({ qualifier: fc.constant("up_to" as const), high: number }),
    fc.tuple(number, number, number, fc.boolean()).map(([a, b, c, own]): Amount => {
      const [low, best, high] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
      return { qualifier: "between", low, high, ...(own ? { best } : {}) };
    }),
    fc.record({
      qualifier: fc.constant("vague" as const),
      word: word(["a couple", "several", "tens", "dozens", "scores", "hundreds", "many"]),
    }),
    fc.constant<Amount>({ qualifier: "none" }),
    fc.constant<Amount>({ qualifier: "unknown" }),
  );

const figure: fc.Arbitrary<Figure> = fc.record({
  metric: oftenFirst<Metric>("killed", "wounded"),
  group: oftenFirst<Group>("all", "civilians"),
  scope: oftenFirst<Scope>("incident", "wider", "part"),
  amount: anyAmount(fc.integer({ min: 1, max: 6 })),
});

const day = fc.constantFrom("2022-02-27", "2022-02-28", "2022-03-01", "2022-03-26", "2022-03-27");
const clock = fc.constantFrom("00:00", "09:57", "12:00", "23:30", "23:59:59");
const stated = fc.oneof(
  fc.constantFrom("2022-02", "2022-03"),
  day,
  fc.tuple(day, clock).map(([date, time]) => `${date}T${time}`),
  fc.tuple(day, clock, fc.constantFrom("Z", "+02:00", "-05:00")).map((parts) => `${parts[0]}T${parts[1]}${parts[2]}`),
);

/** Four times in five the first word; a history in which little counts tests little. */
function oftenFirst<Word extends string>(first: Word, ...rest: Word[]): fc.Arbitrary<Word> {
  return fc.oneof({ weight: 4, arbitrary: fc.constant(first) }, { weight: 1, arbitrary: fc.constantFrom(...rest) });
}

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 3 });

const claim: fc.Arbitrary<Omit<ClaimForEstimate, "recordedNo">> = fc
  .record({
    voice: fc.constantFrom("a", "b", "c", "d", "e"),
    publishedAt: maybe(stated),
    asOf: fc.option(stated, { nil: null, freq: 2 }),
    retrievedAt: fc.oneof(day, fc.constant("2022-03-30T10:00:00Z")),
    stance: oftenFirst<Stance>("asserts", "concedes", "denies"),
    status: oftenFirst<ClaimStatus>("standing", "withdrawn", "set_aside"),
    statusAt: stated,
    isRepeat: fc.integer({ min: 0, max: 11 }).map((number) => number === 11),
    figures: fc.uniqueArray(figure, { minLength: 1, maxLength: 3, selector: ({ metric, group }) => `${metric} ${group}` }),
  })
  .map((one) => ({ ...one, statusAt: one.status === "withdrawn" ? one.statusAt : null }));

const RULED_FROM = Date.parse("2022-02-27T10:00:00Z");
const HOUR = 3_600_000;
const ruling: fc.Arbitrary<Omit<RulingForEstimate, "id">> = fc
  .record({
    metric: oftenFirst<Metric>("killed", "wounded"),
    group: fc.constant("all" as const),
    best: fc.integer({ min: 0, max: 20 }),
    start: fc.integer({ min: 0, max: 4 }),
    lasts: fc.option(fc.integer({ min: 1, max: 8 }), { nil: null }),
  })
  .map(({ start, lasts, ...rest }) => {
    const from = RULED_FROM + start * 12 * HOUR;
    return { ...rest, from, until: lasts === null ? null : from + lasts * 12 * HOUR };
  });

/** An incident of late February or March 2022 with 0–8 claims and 0–2 rulings. */
export const anyIncident: fc.Arbitrary<IncidentForEstimate> = fc
  .record({
    dateEnd: fc.option(fc.constant("2022-03-01"), { nil: null }),
    claims: fc.array(claim, { maxLength: 8, size: "max" }),
    rulings: fc.oneof(
      { weight: 3, arbitrary: fc.constant<Omit<RulingForEstimate, "id">[]>([]) },
      { weight: 1, arbitrary: fc.array(ruling, { maxLength: 2, size: "max" }) },
    ),
  })
  .map(({ dateEnd, claims, rulings }) => ({
    dateStart: "2022-02-28",
    dateEnd,
    timeZone: "Europe/Kyiv",
    claims: claims.map((one, index) => ({ ...one, recordedNo: index + 1 })),
    rulings: rulings.map((one, index) => ({ ...one, id: index + 1 })),
  }));

/** How many runs a property gets: a thousand, or ATTEST_FUZZ_RUNS. */
export const RUNS = Number(process.env.ATTEST_FUZZ_RUNS ?? 1000);

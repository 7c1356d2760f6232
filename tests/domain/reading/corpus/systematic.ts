/** Every way of naming people in every frame: a number phrase must be read alike wherever it stands. */
import type { Row } from "./positive";

const PEOPLE: readonly (readonly [words: string, claim: string])[] = [
  ["five people", "5"],
  ["at least 10 civilians", ">=10"],
  ["more than 30 soldiers", ">30"],
  ["about a dozen workers", "~12"],
  ["up to 7 officers", "<=7"],
  ["between four and six men", "4-6"],
  ["twenty-three villagers", "23"],
  ["dozens of residents", "dozens"],
  ["a truck driver", "1"],
  ["1,150 fighters", "1150"],
  ["two women and a boy", "3"],
];

const FRAMES: readonly (readonly [pattern: string, metric: string, before: string, after: string])[] = [
  ["active", "k", "An air strike on the port killed ", "."],
  ["active", "w", "On Tuesday shelling of the market injured ", ", the mayor said."],
  ["passive", "k", "According to police, ", " were killed in the raid."],
  ["passive", "w", "In the morning, ", " were wounded."],
  ["participle", "k", "A mine went off under a bus, killing ", " on the spot."],
  ["participle", "w", "The roof fell in, injuring ", "."],
  ["died", "k", "The governor said that ", " died near the bridge."],
  ["dead", "k", "The shelling left ", " dead."],
  ["lost_lives", "k", "In the fire ", " lost their lives."],
  ["took_lives", "k", "The flood claimed the lives of ", "."],
  ["suffered", "w", "Doctors said ", " sustained injuries."],
  ["death_of", "k", "The explosion led to the deaths of ", "."],
];

/** 132 sentences. */
export const SYSTEMATIC: readonly Row[] = FRAMES.flatMap(([pattern, metric, before, after]) =>
  PEOPLE.map(([words, claim]) => [pattern, `${before}${words}${after}`, `${metric}${claim}`] as const),
);

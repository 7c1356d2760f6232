/** Ticks of the revision chart's broken axis: clocks within a day, days and months over more, each stretch with its date. */
import { addDays, civilDateAt, startOfDay } from "@/domain/dates";
import type { Words } from "@/messages";
import { textWidth } from "../charts/text-width";
import type { BrokenTime, Stretch } from "../charts/broken-time";

export interface TimeTick {
  x: number;
  /** First line: a clock, or a day. Second line: the day or year, where it begins. */
  text: string;
  below: string;
  anchor: "start" | "middle" | "end";
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** `clocks` holds the instants that were stated with a clock; others stand for their day. */
export function timeTicks(words: Words, time: BrokenTime, timeZone: string, clocks: ReadonlySet<number>): TimeTick[] {
  const ticks: TimeTick[] = [];
  let year = "";
  for (const stretch of time.stretches) {
    for (const tick of ticksOf(words, stretch, time, timeZone, clocks, year)) {
      const before = ticks.at(-1);
      const reach = (one: TimeTick) => Math.max(textWidth(one.text, 12), textWidth(one.below, 12)) / 2;
      if (before && tick.x - before.x < reach(tick) + reach(before) + 4) {
        // The later of two that would touch is left out, unless it begins a stretch with its date.
        if (tick.below === "" || before.below !== "") continue;
        ticks.pop();
      }
      ticks.push(tick);
    }
    year = civilDateAt(stretch.to, timeZone).slice(0, 4);
  }
  return ticks;
}

function ticksOf(
  words: Words,
  stretch: Stretch,
  time: BrokenTime,
  timeZone: string,
  clocks: ReadonlySet<number>,
  year: string,
): TimeTick[] {
  const { from, to } = stretch;
  const firstDay = civilDateAt(from, timeZone);
  const lastDay = civilDateAt(to, timeZone);
  const at = (instant: number, text: string, below: string): TimeTick => ({ x: time.x(instant), text, below, anchor: "middle" });
  const hasClocks = [...clocks].some((instant) => from <= instant && instant <= to);
  if (hasClocks && to - from <= 1.6 * DAY && to > from) {
    const every =
      everyOf([1, 2, 3, 4, 6, 12], (hours) => ((to - from) / (hours * HOUR)) * 52 <= stretch.right - stretch.left) * HOUR;
    const ticks: TimeTick[] = [];
    let dayTold = "";
    for (let day = firstDay; day <= lastDay; day = addDays(day, 1)) {
      const start = startOfDay(day, timeZone);
      for (let instant = start; instant < start + DAY; instant += every) {
        if (instant < from || instant > to) continue;
        ticks.push(at(instant, clockText(words, instant, timeZone), day === dayTold ? "" : dayYearText(words, day)));
        dayTold = day;
      }
    }
    if (ticks.length > 0) return ticks;
  }
  if (to === from || firstDay === lastDay) {
    const clock = clocks.has(from) && firstDay === year;
    return [at(from, clock ? clockText(words, from, timeZone) : dayMonthText(words, firstDay), firstDay.slice(0, 4))];
  }
  const days = (to - from) / DAY;
  const room = stretch.right - stretch.left;
  const every = everyOf([1, 2, 5, 7, 14, 30, 61, 91, 183, 365], (step) => (days / step) * 58 <= room);
  const ticks: TimeTick[] = [];
  let told = year;
  for (let day = firstDay; day <= lastDay; day = addDays(day, every)) {
    const instant = Math.min(Math.max(startOfDay(day, timeZone) + DAY / 2, from), to);
    ticks.push(at(instant, dayMonthText(words, day), day.slice(0, 4) === told && ticks.length > 0 ? "" : day.slice(0, 4)));
    told = day.slice(0, 4);
  }
  return ticks;
}

function everyOf(steps: readonly number[], fits: (step: number) => boolean): number {
  return steps.find(fits) ?? steps.at(-1)!;
}

function clockText({ format }: Words, instant: number, timeZone: string): string {
  return format.dateTime(new Date(instant), { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone });
}

function dayMonthText({ format }: Words, day: string): string {
  return format.dateTime(new Date(`${day}T00:00:00Z`), { day: "numeric", month: "short" });
}

function dayYearText({ format }: Words, day: string): string {
  return format.dateTime(new Date(`${day}T00:00:00Z`), { day: "numeric", month: "short", year: "numeric" });
}

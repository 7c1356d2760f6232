"use client";
/** The filter's fields from the component library: cities by any spelling, days in the page's language. Loaded on use. */
import { parseAbsolute, parseDate, type CalendarDate, type ZonedDateTime } from "@internationalized/date";
import { useState, type ReactNode } from "react";
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  ComboBox,
  DateInput,
  DatePicker,
  DateSegment,
  Dialog,
  Group,
  Heading,
  I18nProvider,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  type Key,
} from "react-aria-components";
import { spellingFit } from "@/domain/spelling";
import "../aria/quiet-styles";
import type { Live, OfferedSpellings } from "./filter-live";
import styles from "./filter-parts.module.css";

interface PartProps {
  name: string;
  label: string;
  texts: Readonly<Record<string, string>>;
  live: Live;
  timeZone: string;
}

/** As many as can be looked over; typing finds the others. */
const MOST_SHOWN = 100;

function CityField({ name, label, texts, live }: PartProps) {
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<readonly Key[]>(live.values.get(name) ?? []);
  const nameOf = new Map(live.cities.map((city) => [city.slug, city.name]));
  const items = fitting(live.cities, typed);
  return (
    <I18nProvider locale={live.language}>
      <div className={styles.cities}>
        {chosen.map((slug) => (
          <input key={slug} type="hidden" name={name} value={slug} />
        ))}
        <ComboBox
          selectionMode="multiple"
          value={chosen}
          onChange={(keys) => {
            setChosen(keys);
            setTyped("");
          }}
          inputValue={typed}
          onInputChange={setTyped}
          items={items}
          defaultFilter={() => true}
          menuTrigger="focus"
          allowsEmptyCollection
          autoFocus={live.focused === name}
        >
          <Label className={styles.label!}>{label}</Label>
          <Group className={styles.combo!}>
            <Input
              className={styles.input!}
              placeholder={chosen.length === 0 ? texts.all : texts.more}
              autoComplete="off"
              spellCheck={false}
            />
            <Button className={styles.arrow!}>▾</Button>
          </Group>
          <Popover className={styles.popover!} placement="bottom start">
            <ListBox className={styles.list!} renderEmptyState={() => <p className={styles.none}>{texts.none}</p>}>
              {(city: OfferedSpellings) => (
                <ListBoxItem id={city.slug} textValue={city.name} className={styles.option!}>
                  {city.name}
                </ListBoxItem>
              )}
            </ListBox>
          </Popover>
        </ComboBox>
        {chosen.length > 0 && (
          <ul className={styles.tags} aria-label={texts.chosen}>
            {chosen.map((slug) => (
              <li key={slug} className={styles.tag}>
                {nameOf.get(String(slug)) ?? slug}
                <button
                  type="button"
                  className={styles.remove}
                  aria-label={`${texts.remove}: ${nameOf.get(String(slug)) ?? slug}`}
                  onClick={() => setChosen(chosen.filter((one) => one !== slug))}
                >
                  ×
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </I18nProvider>
  );
}

/** The cities that a typed text means, the best fits first, in the order of the list. */
function fitting(cities: readonly OfferedSpellings[], typed: string): OfferedSpellings[] {
  const fits = cities.map((city) => ({ city, fit: spellingFit(city.spellings, typed) })).filter(({ fit }) => fit > 0);
  // A slip is forgiven where nothing else fits.
  const best = fits.some(({ fit }) => fit > 1) ? fits.filter(({ fit }) => fit > 1) : fits;
  return best
    .sort((a, b) => b.fit - a.fit)
    .slice(0, MOST_SHOWN)
    .map(({ city }) => city);
}

function DayField({ name, label, texts, live }: PartProps) {
  const [day, setDay] = useState(() => dayOf(live.values.get(name)?.[0]));
  return (
    <I18nProvider locale={live.language}>
      <DatePicker
        name={name}
        value={day}
        onChange={setDay}
        granularity="day"
        shouldForceLeadingZeros
        className={styles.date!}
        autoFocus={live.focused === name}
      >
        <DateParts label={label} texts={texts} clear={day === null ? undefined : () => setDay(null)} />
      </DatePicker>
    </I18nProvider>
  );
}

/** "As known on": a day, meaning its end, or an instant where the address has one. */
function KnownField(props: PartProps) {
  const { name, label, texts, live, timeZone } = props;
  const [instant, setInstant] = useState(() => instantOf(live.values.get(name)?.[0], timeZone));
  const [wasInstant] = useState(instant !== null);
  if (!wasInstant) return <DayField {...props} />;
  return (
    <I18nProvider locale={live.language}>
      <input type="hidden" name={name} value={instant === null ? "" : instant.toAbsoluteString().replace(".000Z", "Z")} />
      <DatePicker
        value={instant}
        onChange={setInstant}
        granularity="minute"
        hourCycle={24}
        hideTimeZone
        shouldForceLeadingZeros
        className={styles.date!}
        autoFocus={live.focused === name}
      >
        <DateParts label={label} texts={texts} clear={instant === null ? undefined : () => setInstant(null)} />
      </DatePicker>
    </I18nProvider>
  );
}

interface DatePartsProps {
  label: string;
  texts: Readonly<Record<string, string>>;
  clear: (() => void) | undefined;
}

function DateParts({ label, texts, clear }: DatePartsProps): ReactNode {
  return (
    <>
      <Label className={styles.label!}>{label}</Label>
      <Group className={styles.combo!}>
        <DateInput className={styles.segments!}>
          {(segment) => <DateSegment segment={segment} className={styles.segment!} />}
        </DateInput>
        {clear && (
          // Not the picker's own button: that one opens the calendar.
          <button type="button" className={styles.arrow} aria-label={`${texts.clear}: ${label}`} onClick={clear}>
            ×
          </button>
        )}
        <Button className={styles.arrow!} aria-label={`${texts.calendar}: ${label}`}>
          ▾
        </Button>
      </Group>
      <Popover className={styles.popover!} placement="bottom start">
        <Dialog className={styles.calendar!}>
          <Calendar>
            <header>
              <Button slot="previous" className={styles.turn!}>
                ‹
              </Button>
              <Heading className={styles.month!} />
              <Button slot="next" className={styles.turn!}>
                ›
              </Button>
            </header>
            <CalendarGrid>{(date) => <CalendarCell date={date} className={styles.day!} />}</CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </>
  );
}

function dayOf(text: string | undefined): CalendarDate | null {
  try {
    return text ? parseDate(text) : null;
  } catch {
    // What was half typed is no day.
    return null;
  }
}

function instantOf(text: string | undefined, timeZone: string): ZonedDateTime | null {
  try {
    return text && text.length > 10 ? parseAbsolute(text, timeZone) : null;
  } catch {
    return null;
  }
}

export const PARTS = { CityField, DayField, KnownField };
export type Parts = typeof PARTS;

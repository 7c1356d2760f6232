/** The pictures that go along with shared links: of a dashboard view, an incident, a city, a source. */
import { createElement, type ReactNode } from "react";
import { CardAgreement } from "@/components/cards/card-agreement";
import { CardBars } from "@/components/cards/card-bars";
import { cardSvg, type Room } from "@/components/cards/card";
import { chartData } from "@/components/charts/chart-data";
import { Headline as RecordHeadline } from "@/components/dashboard/headline";
import { toldFilter } from "@/components/filter/told";
import { Headline as IncidentHeadline } from "@/components/incident/headline";
import { revisionOf } from "@/components/incident/revision";
import { RevisionPicture } from "@/components/incident/revision-picture";
import { cityText, claimantText } from "@/components/reading/names";
import { personsText } from "@/components/reading/numbers";
import { incidentDateText } from "@/components/reading/times";
import { findCity } from "@/db/queries/cities";
import { findIncident } from "@/db/queries/incidents";
import { namesOfCities } from "@/db/queries/places";
import { readFloors } from "@/db/queries/methodology";
import { findRecord } from "@/db/queries/record";
import { seriesByCity, spanOfIncidents } from "@/db/queries/series";
import { findSource } from "@/db/queries/sources";
import { rowKnownAt } from "@/domain/estimate";
import { filterToQuery, knownInstant, metricsOf, periodOf, spanToDraw, withFilter, type Filter } from "@/domain/filter";
import type { Toll } from "@/domain/incident-summary";
import { stackByCity, totalOf, type Sum } from "@/domain/series";
import type { Metric } from "@/domain/vocabulary";
import { pathIn, type Words } from "@/messages";
import { readDb } from "../database";
import { problem } from "../machine";
import { capital, pictureFilter, pictureFoot, siteOrigin, type MakePicture } from "./picture";

/** What a page says of its card: for Open Graph and for Twitter. */
export function cardMeta({ t, locale }: Words, name: CardName, query: URLSearchParams, title: string) {
  const told = {
    openGraph: { type: "website" as const, title, locale: locale === "uk" ? "uk_UA" : "en_GB" },
    twitter: { card: "summary_large_image" as const, title },
  };
  // A shared link's picture is named by its whole address, which a copy without one does not have.
  if (siteOrigin() === "") return told;
  const suffix = query.size > 0 ? `?${query.toString()}` : "";
  const image = {
    url: `${siteOrigin()}${pathIn(locale, `/chart/${name}.png`)}${suffix}`,
    width: 1200,
    height: 630,
    type: "image/png",
    alt: t("card.alt", { title }),
  };
  return {
    openGraph: { ...told.openGraph, images: [image] },
    twitter: { ...told.twitter, images: [{ url: image.url, alt: image.alt }] },
  };
}

/** Policy and day of knowledge: what of a filter means something for one incident. */
export function heldFilter({ policy, known }: Filter): Filter {
  return { cities: [], group: "all", policy, ...(known ? { known } : {}) };
}

interface Told {
  headline: ReactNode;
  told: string;
  path: string;
  body: (room: Room) => ReactNode;
}

function card(words: Words, origin: string, name: string, { headline, told, path, body }: Told) {
  const record = findRecord(readDb());
  const title = words.locale === "uk" && record.titleUk ? record.titleUk : record.title;
  const foot = pictureFoot(words, path, origin);
  const svg = cardSvg({
    record: `${words.t("site.name")} · ${title}`,
    headline,
    told,
    source: `${foot.drawn} · ${foot.address.replace(/^https?:\/\//, "")}`,
    language: words.locale,
    body,
  });
  return { name, words: { title, notes: [told], summary: told, ...foot }, svg: () => svg };
}

/** Killed beside wounded, or the one metric asked for over the whole width. */
function barsOf(words: Words, filter: Filter, room: Room): ReactNode {
  const db = readDb();
  const by = periodOf(filter, spanOfIncidents(db, filter));
  const metrics = metricsOf(filter);
  const width = (room.width - (metrics.length - 1) * 48) / metrics.length;
  return metrics.map((metric, index) => {
    const series = stackByCity(seriesByCity(db, filter, metric, by), by, 0, spanToDraw(filter, by));
    const data = chartData(words, series, { metric, filter, layerName: () => words.t("chart.total") });
    return createElement(CardBars, {
      key: metric,
      data,
      title: `${capital(words.t(`words.metric.${metric}`))}, ${words.t(`words.byPeriod.${by}`)}`,
      at: { ...room, x: room.x + index * (width + 48), width },
      number: (persons: number) => personsText(words, persons),
    });
  });
}

const recordCard: MakePicture = (words, query, origin) => {
  const read = pictureFilter(query);
  if ("problem" in read) return read;
  const { filter } = read;
  const db = readDb();
  const span = spanOfIncidents(db, filter);
  const names = namesOfCities(db, filter.cities);
  const told = toldFilter(words, filter, {
    timeZone: findRecord(db).timeZone,
    cityName: (slug) => (names.has(slug) ? cityText(words, names.get(slug)!) : slug),
  });
  const metrics = metricsOf(filter).map((metric) => ({ metric, total: totalOf(seriesByCity(db, filter, metric, "year")) }));
  return card(words, origin, "card", {
    headline: span
      ? createElement(RecordHeadline, { words, told: { metrics, incidents: span.incidents, places: span.places, span } })
      : words.t("dashboard.empty"),
    told: span ? `${capital(told.join(", "))}.` : words.t("dashboard.emptyHelp"),
    path: withFilter("/", filter),
    body: (room) => (span ? barsOf(words, filter, room) : null),
  });
};

const cityCard: MakePicture = (words, query, origin) => {
  const read = pictureFilter(query);
  if ("problem" in read) return read;
  const { filter } = read;
  const city = filter.cities.length === 1 ? findCity(readDb(), filter.cities[0]!) : null;
  if (!city) return { problem: problem(400, "A parameter could not be read", "Name one city: city=kharkiv.") };
  const name = cityText(words, city);
  const rest = { ...filter, cities: [] };
  const toll = (metric: Metric): Toll => {
    const { low, best, high, open }: Sum = totalOf(seriesByCity(readDb(), filter, metric, "year"));
    return { state: low === null ? "not_stated" : high === 0 && !open ? "none" : "figure", low, best, high, open, voices: 0 };
  };
  const told = toldFilter(words, rest, { timeZone: findRecord(readDb()).timeZone, cityName: () => name });
  return card(words, origin, `card-${city.slug}`, {
    headline: createElement(IncidentHeadline, { words, title: name, killed: toll("killed"), wounded: toll("wounded") }),
    told: `${capital(told.join(", "))}.`,
    path: withFilter(`/cities/${city.slug}`, rest),
    body: (room) => barsOf(words, filter, room),
  });
};

const incidentCard: MakePicture = (words, query, origin) => {
  const read = pictureFilter(query, ["incident"]);
  if ("problem" in read) return read;
  const found = findIncident(readDb(), query.get("incident") ?? "");
  if (found.is === "retracted") return { problem: problem(410, "The incident was retracted", found.reason) };
  if (found.is !== "published")
    return { problem: problem(404, "There is no such incident", "Name one: incident=CODE, as in its page's address.") };
  const { incident } = found;
  const filter = heldFilter(read.filter);
  const { timeZone } = findRecord(readDb());
  const at = knownInstant(filter, timeZone) ?? Number.MAX_SAFE_INTEGER;
  const history = (metric: Metric) => incident.history.filter((row) => row.metric === metric && row.group === "all");
  const toll = (metric: Metric): Toll => {
    const row = rowKnownAt(history(metric), at);
    return row
      ? { ...row, best: row.best[filter.policy] }
      : { state: "not_stated", low: null, best: null, high: null, open: false, voices: 0 };
  };
  const revision = (["killed", "wounded", "casualties", "missing"] as const)
    .map((metric) =>
      revisionOf({
        metric,
        policy: filter.policy,
        claims: incident.claims.filter((claim) => claim.publicAt <= at),
        history: history(metric),
        reason: rowKnownAt(history(metric), at)?.reason ?? [],
        until: Math.min(at, readDb().now()),
        floors: readFloors(readDb()),
      }),
    )
    .find(({ points }) => points.length > 0);
  const place = incident.city ?? incident.place;
  const told = [
    place ? cityText(words, place) : "",
    incidentDateText(words, incident),
    words.t(`words.attack.${incident.attackType}`),
  ];
  const clauses = toldFilter(words, filter, { timeZone, cityName: (slug) => slug });
  return card(words, origin, `card-${incident.code}`, {
    headline: createElement(IncidentHeadline, {
      words,
      title: incident.title,
      killed: toll("killed"),
      wounded: toll("wounded"),
    }),
    told: `${told.filter((part) => part !== "").join(" · ")}. ${revision ? `${words.t("chart.revisionTitle", { metric: words.t(`words.metric.${revision.metric}`) })}. ` : ""}${capital(clauses.join(", "))}.`,
    path: withFilter(`/incidents/${incident.code}`, filter),
    body: (room) => {
      const width = 700;
      return revision
        ? createElement(RevisionPicture, {
            words,
            revision,
            timeZone,
            size: { width, height: Math.round((room.height * width) / room.width) },
            id: "fade",
            at: room,
          })
        : null;
    },
  });
};

const sourceCard: MakePicture = (words, query, origin) => {
  const read = pictureFilter(query, ["source"]);
  if ("problem" in read) return read;
  const { filter } = read;
  const { t } = words;
  const slug = query.get("source") ?? "";
  const view = findSource(readDb(), slug, filter, { most: 1 });
  if (!view) return { problem: problem(404, "There is no such source", "Name one: source=SLUG, as in its page's address.") };
  const names = namesOfCities(readDb(), filter.cities);
  const told = toldFilter(words, filter, {
    timeZone: view.timeZone,
    cityName: (city) => (names.has(city) ? cityText(words, names.get(city)!) : city),
  });
  const counts = { claims: view.claimCount, incidents: view.incidentCount, reports: view.reportCount, told: told.join(", ") };
  const bars = metricsOf(filter).flatMap((metric) => {
    const found = view.agreement[metric];
    if (!found) return [];
    const parts = (["below", "equal", "above"] as const).map((side) => ({
      count: found[side],
      text: t(`card.${side}`, { count: found[side] }),
    }));
    return [
      {
        name: capital(t(`words.metric.${metric}`)),
        colour: metric === "wounded" ? "var(--wounded-mark)" : "var(--killed-mark)",
        parts,
      },
    ];
  });
  return card(words, origin, `card-${slug}`, {
    headline: claimantText(words, view.source.name),
    told: view.claimCount === 0 ? t("sources.none") : `${t("sources.counts", counts)} ${t("card.agreement")}`,
    path: withFilter(`/sources/${slug}`, filter),
    body: (room) => createElement(CardAgreement, { bars, at: { ...room, y: room.y + 8 } }),
  });
};

export const CARDS = {
  card: recordCard,
  "card-city": cityCard,
  "card-incident": incidentCard,
  "card-source": sourceCard,
} as const satisfies Record<string, MakePicture>;
export type CardName = keyof typeof CARDS;

/** The query of a card that shows a filter. */
export function cardQuery(filter: Filter, own: Readonly<Record<string, string>> = {}): URLSearchParams {
  return new URLSearchParams([...Object.entries(own), ...filterToQuery(filter)]);
}

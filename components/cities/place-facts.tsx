/** What the gazetteer knows of a place: names, where it lies, its codes. */
import type { ReactNode } from "react";
import { foldName } from "@/domain/names";
import type { Words } from "@/messages";
import { languageOf } from "../reading/names";
import { personsText } from "../reading/numbers";
import styles from "./cities.module.css";

export interface PlaceShown {
  name: string;
  nameLocal: string | null;
  country: string;
  admin1: string | null;
  admin1Pcode: string | null;
  admin2: string | null;
  admin2Pcode: string | null;
  latitude: number;
  longitude: number;
  population: number | null;
  geonamesId: number | null;
  spellings: readonly string[];
}

export function PlaceFacts({ words, place }: { words: Words; place: PlaceShown }) {
  const { t, locale } = words;
  const own = [place.name, place.nameLocal ?? ""].map(foldName);
  const spellings = place.spellings.filter((spelling) => !own.includes(spelling));
  const country = new Intl.DisplayNames([locale], { type: "region" }).of(place.country) ?? place.country;
  return (
    <dl className={styles.facts}>
      {place.nameLocal && (
        <Fact name={t("cities.local")}>
          <span lang={languageOf(place.nameLocal)}>{place.nameLocal}</span> ·{" "}
          <span lang={languageOf(place.name)}>{place.name}</span>
        </Fact>
      )}
      {spellings.length > 0 && (
        <Fact name={t("cities.spellings")}>
          {spellings.join(", ")} <span className="muted">({t("cities.spellingsHint")})</span>
        </Fact>
      )}
      {place.admin2 && <Fact name={t("cities.district")}>{place.admin2}</Fact>}
      {place.admin1 && <Fact name={t("cities.region")}>{place.admin1}</Fact>}
      <Fact name={t("cities.country")}>{country}</Fact>
      {(place.admin1Pcode ?? place.admin2Pcode) && (
        <Fact name={t("cities.pcode")}>{[place.admin1Pcode, place.admin2Pcode].filter(Boolean).join(", ")}</Fact>
      )}
      <Fact name={t("cities.coordinates")}>
        {place.latitude.toFixed(4)}, {place.longitude.toFixed(4)}
      </Fact>
      {place.population !== null && place.population > 0 && (
        <Fact name={t("cities.population")}>
          {personsText(words, place.population)} <span className="muted">({t("cities.populationHint")})</span>
        </Fact>
      )}
      {place.geonamesId !== null && (
        <Fact name={t("cities.geonames")}>
          <a href={`https://www.geonames.org/${place.geonamesId}`} rel="noopener nofollow">
            {place.geonamesId}
          </a>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

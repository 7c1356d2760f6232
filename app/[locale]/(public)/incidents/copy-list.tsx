/** The list of a copy without a server: its search works in the browser. */
import type { ReactNode } from "react";
import { CopySearch } from "@/components/search/copy-search";
import { HOLE } from "@/components/search/listed";
import { cityText } from "@/components/reading/names";
import type { listCities } from "@/db/queries/places";
import { ATTACK_TYPES } from "@/domain/vocabulary";
import { pathIn, type Words } from "@/messages";

interface Props {
  words: Words;
  cities: ReturnType<typeof listCities>;
  children: ReactNode;
}

export function CopyList({ words, cities, children }: Props) {
  const { t, locale } = words;
  return (
    <CopySearch
      action={pathIn(locale, "/incidents")}
      list={pathIn(locale, "/incidents/list.json")}
      cities={cities
        .map((city) => [city.slug, cityText(words, city)] as const)
        .sort(([, a], [, b]) => a.localeCompare(b, locale))}
      attacks={ATTACK_TYPES.map((attack) => [attack, t(`words.attack.${attack}`)] as const)}
      texts={{
        label: t("search.label"),
        hint: t("copy.hint"),
        button: t("search.button"),
        all: t("search.clear"),
        sort: t("search.sort"),
        sorts: {
          newest: t("search.sortBy.newest"),
          oldest: t("search.sortBy.oldest"),
          killed: t("search.sortBy.killed"),
          wounded: t("search.sortBy.wounded"),
        },
        from: t("filter.from"),
        to: t("filter.to"),
        city: t("filter.cities"),
        allCities: t("filter.allCities"),
        attack: t("filter.attack"),
        allAttacks: t("filter.attackAll"),
        found: t("copy.found", { count: HOLE }),
        none: t("copy.none"),
        beyond: t("copy.beyond", { names: HOLE }),
        failed: t("copy.failed"),
        searching: t("copy.searching"),
        noScript: t("copy.noScript"),
      }}
    >
      {children}
    </CopySearch>
  );
}

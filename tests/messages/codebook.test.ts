/** The codebook on the data page says what the columns' own definitions say, and says it of every column. */
import { expect, test } from "vitest";
import { citiesDataset } from "@/domain/datasets/cities";
import { claimsDataset } from "@/domain/datasets/claims";
import type { Dataset } from "@/domain/datasets/column";
import { incidentsDataset } from "@/domain/datasets/incidents";
import { rulingsDataset } from "@/domain/datasets/rulings";
import { seriesDataset } from "@/domain/datasets/series";
import { sourcesDataset } from "@/domain/datasets/sources";
import en from "@/messages/en.json";

test.each([seriesDataset, incidentsDataset, claimsDataset, citiesDataset, sourcesDataset, rulingsDataset] as Dataset<never>[])(
  "$name: the English words are the definitions', and no column lacks its words",
  (dataset) => {
    const codebook: Record<string, Record<string, string>> = en.data.codebook;
    const defined = Object.fromEntries(dataset.columns.map(({ name, meaning }) => [name, meaning]));
    expect(codebook[dataset.name]).toEqual({ dataset: dataset.meaning, ...defined });
  },
);

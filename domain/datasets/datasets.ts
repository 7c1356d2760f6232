/** Every data set that the record gives out, in the order in which it is told. */
import { citiesDataset, type CityCells } from "./cities";
import { claimsDataset, type ClaimRow } from "./claims";
import type { Dataset } from "./column";
import { incidentsDataset, type IncidentRow } from "./incidents";
import { rulingsDataset, type RulingRow } from "./rulings";
import { seriesDataset, type SeriesRow } from "./series";
import { sourcesDataset, type SourceCells } from "./sources";

/** What a row of each data set is made of. */
export interface RowOf {
  series: SeriesRow;
  incidents: IncidentRow;
  claims: ClaimRow;
  cities: CityCells;
  sources: SourceCells;
  rulings: RulingRow;
}
export type DatasetName = keyof RowOf;

export const DATASETS: { readonly [Name in DatasetName]: Dataset<RowOf[Name]> } = {
  series: seriesDataset,
  incidents: incidentsDataset,
  claims: claimsDataset,
  cities: citiesDataset,
  sources: sourcesDataset,
  rulings: rulingsDataset,
};

export const DATASET_NAMES = Object.keys(DATASETS) as DatasetName[];

/** The data sets without their rows' types, for what is made of columns alone. */
export const EVERY_DATASET = Object.values(DATASETS) as unknown as readonly Dataset<never>[];

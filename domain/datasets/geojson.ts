/** An incident as a GeoJSON feature (RFC 7946): a point where readers may know one, the columns of incidents.csv as properties. */
import { rowObject, type Dataset } from "./column";
import { incidentsDataset, type IncidentRow } from "./incidents";

const COORDINATES = ["latitude", "longitude"];
const PROPERTIES: Dataset<IncidentRow> = {
  ...incidentsDataset,
  columns: incidentsDataset.columns.filter(({ name }) => !COORDINATES.includes(name)),
};

/** What a feature is made of. */
export interface Feature {
  type: "Feature";
  id: string;
  /** Longitude before latitude; null where no place is known. `location_precision` says how finely it is known. */
  geometry: { type: "Point"; coordinates: [longitude: number, latitude: number] } | null;
  properties: ReturnType<typeof rowObject>;
}

/** The feature of a row of incidents.csv: its coordinates are the row's, so what is obscured there is obscured here. */
export function featureOf(row: IncidentRow): Feature {
  const { incidentId, latitude, longitude } = row;
  return {
    type: "Feature",
    id: incidentId,
    geometry: latitude === null || longitude === null ? null : { type: "Point", coordinates: [longitude, latitude] },
    properties: rowObject(PROPERTIES, row),
  };
}

/** sources.csv: who states figures, a claimant a row. */
import { CLAIMANT_KINDS, type ClaimantKind } from "../vocabulary";
import type { Dataset } from "./column";

export interface SourceCells {
  slug: string;
  name: string;
  kind: ClaimantKind;
  role: string | null;
  voice: string;
  claims: number;
  incidents: number;
  from: string | null;
  to: string | null;
}

export const sourcesDataset: Dataset<SourceCells> = {
  name: "sources",
  meaning: "The claimants of the published claims, and the voices whose branches they are.",
  key: ["source_slug"],
  columns: [
    {
      name: "source_slug",
      type: "string",
      always: true,
      hxl: "#contact+id",
      meaning: "The source's name in addresses.",
      value: (r) => r.slug,
    },
    {
      name: "source",
      type: "string",
      always: true,
      hxl: "#contact+name",
      meaning: "Who states figures: the claimant of claims.csv.",
      value: (r) => r.name,
    },
    {
      name: "kind",
      type: "string",
      always: true,
      hxl: "#contact+type",
      words: CLAIMANT_KINDS,
      meaning: "What kind of claimant.",
      value: (r) => r.kind,
    },
    { name: "role", type: "string", hxl: "#contact+role", meaning: "What the claimant is.", value: (r) => r.role },
    {
      name: "voice",
      type: "string",
      always: true,
      hxl: "#contact+voice",
      meaning: "Whose voice it is; its own name where it speaks for itself.",
      value: (r) => r.voice,
    },
    {
      name: "claims",
      type: "integer",
      always: true,
      hxl: "#meta+claims+num",
      meaning: "Published claims it made; 0 for a voice that only its branches use.",
      value: (r) => r.claims,
    },
    {
      name: "incidents",
      type: "integer",
      always: true,
      hxl: "#meta+incidents+num",
      meaning: "Incidents of which it speaks.",
      value: (r) => r.incidents,
    },
    {
      name: "first_incident_on",
      type: "date",
      hxl: "#date+start",
      meaning: "Day of the earliest of them.",
      value: (r) => r.from,
    },
    { name: "last_incident_on", type: "date", hxl: "#date+end", meaning: "Day of the latest of them.", value: (r) => r.to },
  ],
};

/** The names of form fields in words, for pages that show what fields hold without the form. */
import { GROUPS, METRICS } from "@/domain/vocabulary";
import type { Words } from "@/messages";
import { figureField } from "./claim-form";

const INCIDENT = [
  "title",
  "dateStart",
  "dateEnd",
  "datePrecision",
  "place",
  "locationPrecision",
  "latitude",
  "longitude",
  "obscure",
  "attackType",
  "target",
  "counted",
  "partOf",
  "note",
] as const;

const CLAIM = {
  "claimant.name": "claimant",
  "claimant.kind": "kind",
  "claimant.role": "role",
  "report.publisher": "publisher",
  "report.url": "url",
  "report.archiveUrl": "archiveUrl",
  "report.title": "reportTitle",
  "report.publishedAt": "publishedAt",
  "report.retrievedAt": "retrievedAt",
  asOf: "asOf",
  stance: "stance",
  scope: "scope",
  preliminary: "preliminary",
  repeats: "repeats",
  attributedTo: "attributedTo",
  quote: "quote",
  status: "status",
  statusAt: "statusAt",
  statusReason: "statusReason",
  note: "note",
} as const;

/** The name of an incident form's field. */
export function incidentFieldName({ t }: Words, field: string): string {
  const known = INCIDENT.find((one) => one === field);
  return known ? t(`forms.incident.${known}`) : field;
}

/** The name of a claim form's field; of a figure, its metric and group. */
export function claimFieldName({ t }: Words, field: string): string {
  const known = CLAIM[field as keyof typeof CLAIM];
  if (known) return t(`forms.claim.${known}`);
  for (const metric of METRICS)
    for (const group of GROUPS)
      if (field === figureField({ metric, group })) {
        const name = t(`forms.claim.figure.${metric}`);
        return group === "all" ? name : `${name}, ${t(`words.group.${group}`)}`;
      }
  return field;
}

/** The OpenAPI 3.1 document, made of the endpoints and of the schemas that their answers are held to. */
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponsesObject } from "zod-openapi";
import { z } from "zod";
import { ProblemAnswer } from "@/domain/api/answers";
import type { FilterParameter } from "@/domain/filter";
import { ATTACK_TYPES, GROUPS, METRICS, PERIODS, POLICIES, type Policy } from "@/domain/vocabulary";
import { findRecord } from "@/db/queries/record";
import { wordsIn } from "@/messages";
import { readDb } from "../database";
import { API, ENDPOINTS, MOST_ROWS, PAGE_ROWS, type Endpoint } from "./endpoints";

/** The version of the API's form: fields and addresses are added within 1, nothing is renamed or taken away. */
export const API_VERSION = "1.0.0";

const ROWS_TOLD = { rows: PAGE_ROWS, most: MOST_ROWS };

const parametersBy = (standard: Policy): Record<FilterParameter, z.ZodType> => ({
  from: z.iso.date(),
  to: z.iso.date(),
  city: z.array(z.string()).max(100),
  metric: z.enum(METRICS),
  group: z.enum(GROUPS).default("all"),
  policy: z.enum(POLICIES).default(standard),
  by: z.enum(PERIODS),
  known: z.string(),
  attack: z.enum(ATTACK_TYPES),
});

/** The whole document for this record. */
export function openApiDocument(): object {
  const { title, timeZone, licence, contact, defaultPolicy } = findRecord(readDb());
  const settings = { timeZone, policy: defaultPolicy };
  const document = createDocument(
    {
      openapi: "3.1.0",
      info: {
        title: `${title}: API`,
        version: API_VERSION,
        description: [
          "A casualty record that shows its sources, read-only and without a key.",
          "Every answer says which state of the record it is of and how the view was understood.",
          "Pages are keyset pages: follow `next`. A field that is null is not stated; it never means zero.",
          "Fields are added and never renamed: take no notice of those that you do not know.",
          "An ETag belongs to the record's revision: send it back in If-None-Match and have a 304 until something changes.",
        ].join(" "),
        ...(contact ? { contact: { name: contact } } : {}),
        ...(licence ? { license: { name: licence } } : {}),
      },
      servers: [{ url: `${process.env.ATTEST_ORIGIN ?? ""}${API}` }],
      paths: Object.fromEntries(ENDPOINTS.map((endpoint) => [endpoint.path, { get: operationOf(endpoint, settings) }])),
    },
    { reused: "inline" },
  );
  return openToNewFields(document) as object;
}

function operationOf(endpoint: Endpoint, settings: { timeZone: string; policy: Policy }): ZodOpenApiOperationObject {
  const { t } = wordsIn("en");
  const query: Record<string, z.ZodType> = {};
  const parameters = parametersBy(settings.policy);
  for (const name of endpoint.of) query[name] = parameters[name].optional().meta({ description: t(`data.of.${name}`, settings) });
  for (const name of endpoint.flags)
    query[name] = z
      .enum(["0", "1"])
      .optional()
      .meta({ description: t(`apiReference.flag.${name}`) });
  if (endpoint.paged) {
    query.limit = z
      .int()
      .min(1)
      .max(MOST_ROWS)
      .default(PAGE_ROWS)
      .optional()
      .meta({ description: t("apiReference.limit", ROWS_TOLD) });
    query.cursor = z
      .string()
      .optional()
      .meta({ description: t("apiReference.cursor") });
  }
  const hasId = endpoint.path.includes("{id}");
  return {
    operationId: endpoint.id,
    summary: t(`apiReference.endpoint.${endpoint.id}.summary`),
    description: t(`apiReference.endpoint.${endpoint.id}.description`),
    requestParams: {
      ...(hasId ? { path: z.object({ id: z.string().meta({ description: t("apiReference.id") }) }) } : {}),
      query: z.object(query),
    },
    responses: {
      "200": {
        description: "The answer.",
        headers: z.object({ ETag: z.string(), Link: z.string().optional() }),
        content: { "application/json": { schema: endpoint.answer } },
      },
      "304": { description: "Nothing has changed since the state that If-None-Match names." },
      "400": problemResponse("A parameter could not be read; each is named."),
      ...(hasId
        ? {
            "404": problemResponse("There is no such thing, or it was not known on that day."),
            "410": problemResponse("It was retracted; the reason is said."),
          }
        : {}),
      "429": {
        ...problemResponse("More requests than a network may make within a minute."),
        headers: z.object({ "Retry-After": z.string() }),
      },
    } as ZodOpenApiResponsesObject,
  };
}

function problemResponse(description: string) {
  return { description, content: { "application/problem+json": { schema: ProblemAnswer } } };
}

/** Our own tests hold answers to exactly the declared fields; readers of the document must bear new ones. */
function openToNewFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(openToNewFields);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, held]) => !(key === "additionalProperties" && held === false))
      .map(([key, held]) => [key, openToNewFields(held)]),
  );
}

/** What the routes for machines share: filters that are right or refused with a name, errors as problem+json (RFC 9457). */
import { findRecord } from "@/db/queries/record";
import { isCity } from "@/db/queries/places";
import {
  FILTER_PARAMETERS,
  parseFilter,
  unknownParameters,
  type Filter,
  type FilterParameter,
  type FilterProblem,
} from "@/domain/filter";
import { wordsIn } from "@/messages";
import { toldProblem } from "@/components/filter/told";
import { readDb } from "./database";

/** An error a program can read; `detail` says what to do. */
export function problem(status: number, title: string, detail: string, more: Record<string, unknown> = {}): Response {
  return Response.json(
    { type: "about:blank", title, status, detail, ...more },
    { status, headers: { "Content-Type": "application/problem+json" } },
  );
}

export type MachineFilter = { filter: Filter; flags: ReadonlySet<string> } | { problem: Response };

/** The filter of a machine route with its on/off options (1 or 0), or a 400 that names every bad parameter. */
export function machineFilter(
  query: URLSearchParams,
  {
    flags,
    own = [],
    of = FILTER_PARAMETERS,
  }: { flags: readonly string[]; own?: readonly string[]; of?: readonly FilterParameter[] },
): MachineFilter {
  const db = readDb();
  const { filter, problems } = parseFilter(query, (slug) => isCity(db, slug), findRecord(db).defaultPolicy);
  const bad: FilterProblem[] = [...problems, ...unknownParameters(query, [...flags, ...own], of)];
  const set = new Set<string>();
  for (const flag of flags) {
    const values = query.getAll(flag);
    if (values.some((value) => value !== "0" && value !== "1"))
      bad.push({ parameter: flag, value: values.join(", "), code: "not_in_list", allowed: ["0", "1"] });
    if (values.includes("1")) set.add(flag);
  }
  return bad.length === 0 ? { filter, flags: set } : { problem: badParameters(bad) };
}

/** A 400 that names every parameter that could not be read, and says what to write. */
export function badParameters(bad: readonly FilterProblem[]): Response {
  const words = wordsIn("en");
  const errors = bad.map(({ parameter, value, code, allowed }) => ({
    parameter,
    value,
    code,
    ...(allowed ? { allowed } : {}),
    message: toldProblem(words, { parameter, value, code, allowed: allowed ?? [] }),
  }));
  return problem(400, "A parameter could not be read", errors.map(({ message }) => message).join(" "), { errors });
}

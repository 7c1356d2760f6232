/** Entering incidents by the desk's own form, from a program: what tests of a server under load or in trouble save. */
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { callAction, formsOf, type SiteForm } from "./site-forms";
import type { StaffedServer } from "./staffed-server";

const PAGE = "/admin/incidents/new";

/** Sends the form with a title, each time as a form of its own unless `more` names its formKey. */
export type EnterIncident = (title: string, more?: Record<string, string>) => Promise<Response>;

export async function incidentForm(origin: string, cookie: string): Promise<EnterIncident> {
  const html = await (await fetch(origin + PAGE, { headers: { cookie } })).text();
  const form = formsOf(html).find(({ id }) => id === "new") as SiteForm;
  return (title, more = {}) =>
    callAction({
      origin,
      page: PAGE,
      action: form.action,
      headers: { cookie },
      fields: {
        ...form.fields,
        formKey: randomUUID(),
        distinct: "yes",
        title,
        dateStart: "2022-03-09",
        datePrecision: "day",
        locationPrecision: "country",
        attackType: "unknown",
        ...more,
      },
    });
}

/** Whether a form's answer says that it was saved. */
export const isSaved = (answer: Response) => answer.headers.has("x-action-redirect");

/** The titles of the record's incidents, with how many bear each. */
export function titlesIn(server: Pick<StaffedServer, "withDb">): Map<string, number> {
  const rows = server.withDb((db) =>
    db.rows<{ title: string; n: number }>(sql`select title, count(*) as n from incident group by title`),
  );
  return new Map(rows.map(({ title, n }) => [title, n]));
}

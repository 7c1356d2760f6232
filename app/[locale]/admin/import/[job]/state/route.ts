/** How far an import is, for the page that watches it. */
import { readDb } from "@/app/_server/database";
import { problem } from "@/app/_server/machine";
import { currentActor, may } from "@/app/_server/session";
import { findImport } from "@/db/queries/imports";

export async function GET(_request: Request, { params }: { params: Promise<{ job: string }> }): Promise<Response> {
  const actor = await currentActor();
  if (!actor) return problem(401, "Not signed in", "Sign in first.");
  if (!may(actor, "editor")) return problem(403, "Not allowed", "Editors and administrators import.");
  const { job } = await params;
  const shown = /^\d{1,9}$/.test(job) ? findImport(readDb(), Number(job)) : null;
  if (!shown) return problem(404, "No such import", "Look at the list of imports.");
  const { state, rows, total } = shown;
  return Response.json({ state, rows, total }, { headers: { "Cache-Control": "no-store" } });
}

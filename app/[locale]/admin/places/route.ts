/** Places for the incident form to offer while one is typed; for the signed-in alone. */
import { currentActor } from "@/app/_server/session";
import { readDb } from "@/app/_server/database";
import { offerPlaces } from "@/db/queries/desk";

export async function GET(request: Request): Promise<Response> {
  const headers = { "Cache-Control": "no-store" };
  const actor = await currentActor();
  if (!actor) return Response.json({ places: [] }, { status: 401, headers });
  const typed = new URL(request.url).searchParams.get("q") ?? "";
  return Response.json({ places: offerPlaces(readDb(), actor, typed) }, { headers });
}

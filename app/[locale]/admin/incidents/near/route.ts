/** Incidents that may be the one being entered, for its form to offer; for the signed-in alone. */
import { readDb } from "@/app/_server/database";
import { nearIncidents, nearLink } from "@/app/_server/incident-form";
import { currentActor } from "@/app/_server/session";
import { isLocale } from "@/messages";

export async function GET(request: Request, { params }: { params: Promise<{ locale: string }> }): Promise<Response> {
  const headers = { "Cache-Control": "no-store" };
  const { locale } = await params;
  const actor = await currentActor();
  if (!actor) return Response.json({ near: [] }, { status: 401, headers });
  const query = new URL(request.url).searchParams;
  const near = nearIncidents(readDb(), actor, { place: query.get("place") ?? "", date: query.get("date") ?? "" });
  return Response.json({ near: near.map((one) => nearLink(one, isLocale(locale) ? locale : "en")) }, { headers });
}

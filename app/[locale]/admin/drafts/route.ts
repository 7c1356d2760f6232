/** Keeps a form while it is being filled in, or forgets it; for the person signed in alone. */
import { writeDb } from "@/app/_server/database";
import { currentActor } from "@/app/_server/session";
import { DraftMessage, dropDraft, keepDraft } from "@/db/commands/drafts";

export async function POST(request: Request): Promise<Response> {
  const answer = (status: number, kept: boolean) => Response.json({ kept }, { status, headers: { "Cache-Control": "no-store" } });
  const actor = await currentActor();
  if (!actor) return answer(401, false);
  const sent = DraftMessage.safeParse(await request.json().catch(() => null));
  if (!sent.success) return answer(400, false);
  const { form, values } = sent.data;
  if (values === null) {
    dropDraft(writeDb(), actor, form);
    return answer(200, false);
  }
  const kept = keepDraft(writeDb(), actor, { form, values });
  return answer(kept ? 200 : 409, kept);
}

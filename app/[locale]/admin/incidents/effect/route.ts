/** What the claim in a form would change in the estimate, for the form to show before it is saved; for the signed-in alone. */
import { readClaim } from "@/app/_server/claim-form";
import { readDb } from "@/app/_server/database";
import { textOf } from "@/app/_server/form";
import { currentActor } from "@/app/_server/session";
import type { EffectRow } from "@/components/forms/effect";
import { estimateText } from "@/components/reading/estimates";
import { findClaimForEdit } from "@/db/queries/desk";
import { effectOfClaim, type ClaimPlace } from "@/db/queries/effect";
import { findRecord } from "@/db/queries/record";
import { isCivilDate } from "@/domain/dates";
import { ClaimInput } from "@/domain/claim";
import { readTypedDate } from "@/domain/typed-dates";
import { METRICS } from "@/domain/vocabulary";
import { isLocale, wordsIn } from "@/messages";

export async function POST(request: Request, { params }: { params: Promise<{ locale: string }> }): Promise<Response> {
  const answer = (status: number, rows: EffectRow[] | null) =>
    Response.json({ rows }, { status, headers: { "Cache-Control": "no-store" } });
  const actor = await currentActor();
  if (!actor) return answer(401, null);
  const form = await request.formData().catch(() => null);
  if (form === null) return answer(400, null);
  const { locale } = await params;
  const words = wordsIn(isLocale(locale) ? locale : "en");
  const db = readDb();
  const code = textOf(form, "code");
  const incident = textOf(form, "incident");
  const prefix = code === null ? "claim." : "";
  // Who says it and where it was read may still be missing: the numbers are shown all the same.
  for (const name of ["claimant.name", "report.publisher"])
    if (textOf(form, prefix + name) === null) form.set(prefix + name, "?");
  const before = incident !== null && code !== null ? findClaimForEdit(db, actor, code) : null;
  const read = readClaim(form, { prefix, before });
  const input = read.ok ? ClaimInput.safeParse(read.input) : null;
  const day = readTypedDate(textOf(form, "dateStart") ?? "");
  const place: ClaimPlace | null =
    incident !== null
      ? { incident, replaces: code }
      : code !== null
        ? { incident: code, replaces: null }
        : isCivilDate(day)
          ? { dateStart: day }
          : null;
  if (!input?.success || place === null || (before === null && input.data.figures.length === 0)) return answer(200, null);
  const { defaultPolicy } = findRecord(db);
  const rows = effectOfClaim(db, actor, place, input.data)
    .sort((a, b) => METRICS.indexOf(a.metric) - METRICS.indexOf(b.metric))
    .map(({ metric, group, now, after }) => {
      const name = words.t(`forms.claim.figure.${metric}`);
      const [then, later] = [estimateText(words, now, defaultPolicy), estimateText(words, after, defaultPolicy)];
      return {
        label: group === "all" ? name : `${name}, ${words.t(`words.group.${group}`)}`,
        before: then,
        after: later,
        isSame: then === later,
      };
    });
  return answer(200, rows);
}

"use server";
/** What the desk does with incidents and claims. */
import { action, localeOf } from "@/app/_server/action";
import { claimValues, hasClaim, isToWithhold, readClaim } from "@/app/_server/claim-form";
import { readDb, writeDb } from "@/app/_server/database";
import { inFields, keyIn, seenIn, textOf, type Read } from "@/app/_server/form";
import { expectDistinct, incidentValues, nearOf, readIncident, readObscure } from "@/app/_server/incident-form";
import { readRuling } from "@/app/_server/ruling-form";
import { amendClaim, recordClaim, retractClaim as takeBackClaim } from "@/db/commands/claims";
import {
  amendIncident,
  publishIncident,
  recordIncident,
  retractIncident,
  sendBack as giveBack,
  submitIncident,
} from "@/db/commands/incidents";
import { dropPlan as endPlan, planPublication } from "@/db/commands/plans";
import { revokeRuling as endRuling, ruleEstimate } from "@/db/commands/rulings";
import { findClaimForEdit, findIncidentForEdit } from "@/db/queries/desk";
import type { ClaimInput } from "@/domain/claim";
import type { IncidentInput } from "@/domain/incident";
import type { RulingInput } from "@/domain/ruling";
import { readTypedDate } from "@/domain/typed-dates";

const FIRST = "claim.";

/** An incident, and its first claim if one was typed: both or neither. */
export const enterIncident = action<{ incident: IncidentInput; claim: ClaimInput | null }>({
  may: "recorder",
  read: (form) => {
    const incident = readIncident(form);
    const claim = hasClaim(form, FIRST) ? readClaim(form, { prefix: FIRST }) : null;
    if (incident.ok && (claim === null || claim.ok))
      return { ok: true, input: { incident: incident.input, claim: claim?.input ?? null } };
    return { ok: false, problems: [incident, claim].flatMap((read) => (read === null || read.ok ? [] : read.problems)) };
  },
  run: (actor, { incident, claim }, form) => {
    const db = writeDb();
    const formKey = keyIn(form);
    const code = db.transaction(() => {
      expectDistinct(db, actor, incident, { formKey, isDistinct: form.get("distinct") === "yes" });
      const made = recordIncident(db, actor, incident, { formKey, obscure: readObscure(form) });
      if (claim)
        inFields(FIRST, () =>
          recordClaim(db, actor, made, claim, { formKey: formKey && `${formKey} claim`, withhold: isToWithhold(form, FIRST) }),
        );
      return made;
    });
    return `/admin/incidents/${code}?saved=${claim ? "both" : "incident"}`;
  },
  offer: (actor, form) => nearOf(readDb(), actor, form, localeOf(form)),
});

export const saveFacts = action<IncidentInput>({
  may: "recorder",
  read: (form, actor) => readIncident(form, findIncidentForEdit(readDb(), actor, codeOf(form))),
  run: (actor, input, form) => {
    amendIncident(writeDb(), actor, seenIn(form), input, { obscure: readObscure(form) });
    return `/admin/incidents/${codeOf(form)}?saved=facts`;
  },
  saved: (actor, form) => {
    const incident = findIncidentForEdit(readDb(), actor, codeOf(form));
    return incident && incidentValues(incident);
  },
});

export const addClaim = action<ClaimInput>({
  may: "recorder",
  read: (form) => readClaim(form),
  run: (actor, input, form) => {
    const code = recordClaim(writeDb(), actor, codeOf(form), input, { formKey: keyIn(form), withhold: isToWithhold(form) });
    return `/admin/incidents/${codeOf(form)}?saved=claim&claim=${code}`;
  },
});

export const saveClaim = action<ClaimInput>({
  may: "recorder",
  read: (form, actor) => readClaim(form, { before: findClaimForEdit(readDb(), actor, codeOf(form)) }),
  run: (actor, input, form) => {
    amendClaim(writeDb(), actor, seenIn(form), input, { withhold: isToWithhold(form) });
    return `/admin/incidents/${textOf(form, "incident") ?? ""}?saved=amended&claim=${codeOf(form)}`;
  },
  saved: (actor, form) => {
    const claim = findClaimForEdit(readDb(), actor, codeOf(form));
    return claim && claimValues(claim, { today: "" });
  },
});

export const publish = action<null>({
  may: "editor",
  read: nothing,
  run: (actor, _input, form) => {
    publishIncident(writeDb(), actor, { ...seenIn(form), seen: textOf(form, "seen") ?? "" });
    return `/admin/incidents/${codeOf(form)}?saved=published`;
  },
});

export const plan = action<string>({
  may: "editor",
  read: (form) => ({ ok: true, input: readTypedDate(textOf(form, "publishAt") ?? "") }),
  run: (actor, when, form) => {
    planPublication(writeDb(), actor, { ...seenIn(form), seen: textOf(form, "seen") ?? "" }, when);
    return `/admin/incidents/${codeOf(form)}?saved=planned`;
  },
});

export const dropPlan = action<null>({
  may: "editor",
  read: nothing,
  run: (actor, _input, form) => {
    endPlan(writeDb(), actor, codeOf(form));
    return `/admin/incidents/${codeOf(form)}?saved=unplanned`;
  },
});

export const retract = action<string>({
  may: "editor",
  read: readReason,
  run: (actor, reason, form) => {
    retractIncident(writeDb(), actor, seenIn(form), reason);
    return `/admin/incidents/${codeOf(form)}?saved=retracted`;
  },
});

export const submit = action<null>({
  may: "recorder",
  read: nothing,
  run: (actor, _input, form) => {
    submitIncident(writeDb(), actor, seenIn(form));
    return `/admin/incidents/${codeOf(form)}?saved=submitted`;
  },
});

export const sendBack = action<string>({
  may: "editor",
  read: readReason,
  run: (actor, reason, form) => {
    giveBack(writeDb(), actor, seenIn(form), reason);
    return `/admin/incidents/${codeOf(form)}?saved=back`;
  },
});

export const rule = action<RulingInput>({
  may: "editor",
  read: readRuling,
  run: (actor, input, form) => {
    ruleEstimate(writeDb(), actor, codeOf(form), input);
    return `/admin/incidents/${codeOf(form)}?saved=ruled`;
  },
});

export const revokeRuling = action<string>({
  may: "editor",
  read: readReason,
  run: (actor, reason, form) => {
    endRuling(writeDb(), actor, Number(textOf(form, "ruling") ?? Number.NaN), reason);
    return `/admin/incidents/${codeOf(form)}?saved=revoked`;
  },
});

export const retractClaim = action<string>({
  may: "editor",
  read: readReason,
  run: (actor, reason, form) => {
    takeBackClaim(writeDb(), actor, seenIn(form), reason);
    return `/admin/incidents/${textOf(form, "incident") ?? ""}?saved=claimRetracted`;
  },
});

function readReason(form: FormData): Read<string> {
  return { ok: true, input: textOf(form, "reason") ?? "" };
}

function nothing(): Read<null> {
  return { ok: true, input: null };
}

function codeOf(form: FormData): string {
  return textOf(form, "code") ?? "";
}

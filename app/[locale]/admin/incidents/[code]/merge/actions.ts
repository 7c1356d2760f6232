"use server";
/** Merging an incident into another, and splitting one in two. */
import { action } from "@/app/_server/action";
import { writeDb } from "@/app/_server/database";
import { keyIn, seenIn, textOf } from "@/app/_server/form";
import { readIncident } from "@/app/_server/incident-form";
import { confirmSplit, dropSplit, mergeIncidents, splitIncident } from "@/db/commands/merges";
import type { IncidentInput } from "@/domain/incident";

export const merge = action<{ into: string; reason: string }>({
  may: "editor",
  read: (form) => {
    const into = textOf(form, "into");
    if (into === null) return { ok: false, problems: [{ field: "into", code: "incident.unknown", values: { code: "" } }] };
    return { ok: true, input: { into: into.toUpperCase(), reason: textOf(form, "reason") ?? "" } };
  },
  run: (actor, { into, reason }, form) => {
    mergeIncidents(writeDb(), actor, seenIn(form), into, reason);
    return `/admin/incidents/${into}?saved=merged`;
  },
});

export const split = action<IncidentInput>({
  may: "editor",
  read: (form) => readIncident(form),
  run: (actor, incident, form) => {
    const claims = [...form.keys()].filter((name) => name.startsWith("move.")).map((name) => name.slice("move.".length));
    const made = splitIncident(writeDb(), actor, seenIn(form), {
      claims,
      incident,
      reason: textOf(form, "reason") ?? "",
      formKey: keyIn(form),
    });
    return made === null ? `/admin/incidents/${seenIn(form).code}/merge?saved=proposed` : `/admin/incidents/${made}?saved=split`;
  },
});

export const confirm = action<null>({
  may: "editor",
  read: () => ({ ok: true, input: null }),
  run: (actor, _input, form) => `/admin/incidents/${confirmSplit(writeDb(), actor, seenIn(form))}?saved=split`,
});

export const drop = action<string>({
  may: "editor",
  read: (form) => ({ ok: true, input: textOf(form, "code") ?? "" }),
  run: (actor, code) => {
    dropSplit(writeDb(), actor, code);
    return `/admin/incidents/${code}/merge?saved=dropped`;
  },
});

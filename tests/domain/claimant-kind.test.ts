import { expect, test } from "vitest";
import { kindByName } from "@/domain/claimant-kind";

test.each([
  ["State Emergency Service", null, "emergency_service"],
  ["ДСНС України", null, "emergency_service"],
  ["Ihor Terekhov", "mayor of Kharkiv", "local_government"],
  ["Anton Herashchenko", "Interior Ministry adviser", "national_government"],
  ["Regional Prosecutor's Office", null, "prosecutor"],
  ["General Staff", null, "military"],
  ["OHCHR", null, "international_organisation"],
  ["Anton Herashchenko", null, "other"],
] as const)("%s, %s", (name, role, kind) => expect(kindByName(name, role)).toBe(kind));

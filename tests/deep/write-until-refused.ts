/** A process that writes until it is refused, then tells how many writes were acknowledged and why it stopped. */
import { makeActor } from "@/db/commands/actor";
import { recordIncident } from "@/db/commands/incidents";
import { openDatabase } from "@/db/open";
import { Unwritable } from "@/db/trouble";

const db = openDatabase(process.argv[2]!, { create: false });
const actor = makeActor({ accountId: null, name: "test", role: "recorder" });
let acknowledged = 0;
try {
  for (; acknowledged < 10_000; acknowledged++)
    recordIncident(db, actor, {
      title: `Written ${acknowledged}`,
      note: "n".repeat(2_000),
      dateStart: "2022-03-09",
      locationPrecision: "country",
    });
} catch (error) {
  if (!(error instanceof Unwritable)) throw error;
  process.stdout.write(JSON.stringify({ acknowledged, refused: error.kind }));
}
process.exit(0);

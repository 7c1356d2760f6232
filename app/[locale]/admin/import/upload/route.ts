/** Takes a table piece by piece, so that no request is long and a broken line goes on where it ended. */
import { writeDb } from "@/app/_server/database";
import { receivePiece } from "@/app/_server/imports";
import { problem } from "@/app/_server/machine";
import { currentActor, may } from "@/app/_server/session";
import { addUpload, beginUpload, endUpload } from "@/db/commands/import-jobs";

/** The query: `size` of the whole file in bytes, `at` where this piece belongs; `name` with the first piece, `job` with the others; `with` and `name` for rulings.csv beside a claims.csv. */
export async function POST(request: Request): Promise<Response> {
  const actor = await currentActor();
  if (!actor) return problem(401, "Not signed in", "Sign in first.");
  if (!may(actor, "editor")) return problem(403, "Not allowed", "Editors and administrators import.");
  return receivePiece(request, actor, {
    begin: (upload) => beginUpload(writeDb(), actor, upload),
    end: (id, told) => endUpload(writeDb(), actor, id, told),
    add: (id, upload) => addUpload(writeDb(), actor, id, upload),
  });
}

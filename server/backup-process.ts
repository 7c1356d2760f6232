/** The process that makes one backup and tells its parent what became of it. */
import { backUp, pruneBackups } from "@/db/backup";

const [file, folder, keep] = process.argv.slice(2) as [string, string, string];
try {
  const made = await backUp(file, folder);
  pruneBackups(folder, Number(keep));
  process.send!({ made }, () => process.disconnect());
} catch (error) {
  process.send!({ failed: (error as Error).message }, () => process.disconnect());
}

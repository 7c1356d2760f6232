/** The process that checks the record's file and tells its parent what it found. */
import { checkFile, type Finding } from "@/db/verify-file";

function found(file: string): Finding[] {
  try {
    return checkFile(file).findings;
  } catch (error) {
    return [{ kind: "file", says: (error as Error).message }];
  }
}

process.send!(found(process.argv[2]!), () => process.disconnect());

/** `attest migrate`: brings the database to this software's schema. */
import { openDatabase } from "@/db/open";
import { databaseFile, type Command } from "./command";

export const migrate: Command = {
  says: "Brings the database to this version's schema, after a copy of it; makes an empty one where there is none.",
  usage: "migrate",
  run: () => {
    const file = databaseFile();
    openDatabase(file).close();
    console.log(`${file} has this version's schema.`);
  },
};

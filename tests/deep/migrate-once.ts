/** A process that brings one file to this version's schema; it is killed at one of its writes. */
import { openDatabase } from "@/db/open";

openDatabase(process.argv[2]!, { create: false }).close();

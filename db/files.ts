/** Files that must be on the disk before anything relies on them, and what they hold as a hash. */
import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, readSync } from "node:fs";
import { dirname } from "node:path";

/** Flushes a file's content to the disk. */
export function syncFile(file: string): void {
  syncPath(file, "r+");
}

/** Flushes the names in a file's folder: a new or renamed file is there after a power cut only then. */
export function syncFolderOf(file: string): void {
  syncPath(dirname(file), "r");
}

function syncPath(path: string, flags: "r" | "r+"): void {
  const handle = openSync(path, flags);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** SHA-256 of a file's content in hex, read in pieces. */
export function sha256OfFile(file: string): string {
  const handle = openSync(file, "r");
  try {
    const hash = createHash("sha256");
    const piece = Buffer.allocUnsafe(1 << 20);
    for (let read = readSync(handle, piece); read > 0; read = readSync(handle, piece)) hash.update(piece.subarray(0, read));
    return hash.digest("hex");
  } finally {
    closeSync(handle);
  }
}

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

const PIECE = 1 << 18;

/** A file's bytes as pieces that are read when they are asked for. */
export function* piecesOf(file: string): Generator<Uint8Array> {
  const handle = openSync(file, "r");
  try {
    for (;;) {
      const piece = Buffer.allocUnsafe(PIECE);
      const length = readSync(handle, piece, 0, PIECE, null);
      if (length === 0) return;
      yield piece.subarray(0, length);
    }
  } finally {
    closeSync(handle);
  }
}

/** SHA-256 of a file's content in hex, read in pieces. */
export function sha256OfFile(file: string): string {
  const hash = createHash("sha256");
  for (const piece of piecesOf(file)) hash.update(piece);
  return hash.digest("hex");
}

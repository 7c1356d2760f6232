/** Where a page of the API begins: opaque to those who pass it on, read back strictly. It belongs to one view. */

/** What a cursor holds: the key of the last row of the page before. */
export type CursorKey = readonly (string | number | null)[];

/** A cursor for the rows behind a key. `view` names data set and view, so that it cannot begin another one. */
export function writeCursor(view: string, key: CursorKey): string {
  const json = JSON.stringify([fingerprint(view), ...key]);
  return btoa(String.fromCodePoint(...new TextEncoder().encode(json)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

/** The key that a cursor of this view holds; null where it is no cursor of this view. `shape` tells each part's type. */
export function readCursor(view: string, cursor: string, shape: readonly ("string" | "number" | "city")[]): CursorKey | null {
  let parts: unknown;
  try {
    const bytes = Uint8Array.from(atob(cursor.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.codePointAt(0)!);
    parts = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
  if (!Array.isArray(parts) || parts.length !== shape.length + 1 || parts[0] !== fingerprint(view)) return null;
  const key = parts.slice(1) as CursorKey;
  const fits = shape.every((type, index) => {
    const part = key[index];
    if (type === "city") return part === null || typeof part === "string";
    return type === "number" ? Number.isSafeInteger(part) : typeof part === "string";
  });
  return fits ? key : null;
}

/** A short number made of a text (FNV-1a): tells views apart, hides nothing. */
function fingerprint(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

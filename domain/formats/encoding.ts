/** How a file's bytes are text: UTF-8, UTF-16 either way round, or Windows-1252, told from the bytes themselves. */
export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/**
 * The encoding of a file: by its byte order mark (Unicode Standard, 2.13), else UTF-16 where every other byte of its
 * start is 0 as in Latin text, else UTF-8 where every byte fits it, else Windows-1252, in which any byte is text.
 */
export function encodingOf(chunks: Iterable<Uint8Array>): Encoding {
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  let isFirst = true;
  try {
    for (const chunk of chunks) {
      const told = isFirst ? encodingFromStart(chunk) : null;
      if (told) return told;
      isFirst = false;
      utf8.decode(chunk, { stream: true });
    }
    utf8.decode();
    return "utf-8";
  } catch {
    return "windows-1252";
  }
}

function encodingFromStart(bytes: Uint8Array): Encoding | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const start = bytes.subarray(0, 400);
  const zeros = [0, 0];
  for (const [index, byte] of start.entries()) if (byte === 0) zeros[index % 2]!++;
  const half = start.length / 2;
  if (zeros[1]! > half * 0.6 && zeros[0]! < half * 0.1) return "utf-16le";
  if (zeros[0]! > half * 0.6 && zeros[1]! < half * 0.1) return "utf-16be";
  return null;
}

/** The text of a file, piece by piece, without its byte order mark. A byte that is no text becomes U+FFFD. */
export function* decoded(chunks: Iterable<Uint8Array>, encoding: Encoding): Generator<string> {
  const decoder = new TextDecoder(encoding);
  for (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== "") yield encoding === "windows-1252" ? withoutControls(text) : text;
  }
  const rest = decoder.decode();
  if (rest !== "") yield rest;
}

// oxfmt-ignore
const WINDOWS_1252 = "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

/** Some releases of Node decode Windows-1252 as Latin-1 and leave controls where its dashes and quotes are. */
function withoutControls(text: string): string {
  return text.replace(/[\u0080-\u009f]/g, (letter) => WINDOWS_1252[letter.charCodeAt(0) - 0x80]!);
}

/** How wide a text will be, estimated: where drawings are made nobody can measure. Errs on the wide side. */

/** Width in pixels of `text` in the sans at `size` pixels. */
export function textWidth(text: string, size = 12): number {
  let ems = 0;
  for (const char of text)
    ems += /[ilI.,:;'’|!\s]/.test(char)
      ? 0.32
      : /[mwMWЖШЩЮжшщюМ–—]/.test(char)
        ? 0.9
        : /[A-ZА-ЯЄІЇҐ“”«»]/.test(char)
          ? 0.7
          : 0.59;
  return Math.ceil(ems * size);
}

/** A text no wider than `most`, cut at a whole character with an ellipsis where it must be. */
export function fitText(text: string, most: number, size = 12): string {
  if (textWidth(text, size) <= most) return text;
  let cut = [...text];
  while (cut.length > 1 && textWidth(`${cut.join("")}…`, size) > most) cut = cut.slice(0, -1);
  return `${cut.join("").trimEnd()}…`;
}

/**
 * A claimant's name no wider than `most`: whole, else what stands before its first comma, else of two words the last one
 * ("Herashchenko"), else cut.
 */
export function fitName(name: string, most: number, size = 12): string {
  const fits = (text: string) => textWidth(text, size) <= most;
  if (fits(name)) return name;
  const head = name.split(",")[0]!.trim();
  if (fits(head)) return head;
  const words = head.split(" ");
  return words.length === 2 && fits(words[1]!) ? words[1]! : fitText(head, most, size);
}

/** A text in lines no wider than `most`, broken between words. */
export function wrapText(text: string, most: number, size = 12): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer, size) > most) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line === "" ? lines : [...lines, line];
}

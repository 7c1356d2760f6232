/** Spellings: how names are folded so that Kiev finds Kyiv's row and one claimant is not entered twice; and slugs. */

/** A name for comparing: lower case, without accents, apostrophes, quotes, hyphens and double spaces. */
export function foldName(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/['’ʼ`"“”«»´]/g, "")
    .replace(/[\s\-–—_.,;:()/]+/g, " ")
    .trim();
}

// oxfmt-ignore
const CYRILLIC: Record<string, string> = {
  а: "a", б: "b", в: "v", г: "h", ґ: "g", д: "d", е: "e", є: "ie", ж: "zh", з: "z", и: "y", і: "i", ї: "i", й: "i", к: "k", л: "l", м: "m",
  н: "n", о: "o", п: "p", р: "r", с: "s", т: "t", у: "u", ф: "f", х: "kh", ц: "ts", ч: "ch", ш: "sh", щ: "shch", ь: "", ю: "iu", я: "ia",
  ы: "y", э: "e", ё: "io", ъ: "",
};

/** An address part made from a name: Latin letters, digits and hyphens; Ukrainian is romanised. Never empty. */
export function slugOf(name: string): string {
  // Romanised before accents are taken off: й and ї are letters of their own, not и and і with an accent.
  const letters = [...name.normalize("NFC").toLowerCase()];
  const latin = letters.map((letter) => CYRILLIC[letter] ?? letter).join("");
  const slug = foldName(latin)
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60)
    .replace(/-+$/, "");
  return slug || "unnamed";
}

/** The first of "kyiv", "kyiv-2", "kyiv-3" … that is not taken. */
export function freeSlug(name: string, isTaken: (slug: string) => boolean): string {
  const base = slugOf(name);
  if (!isTaken(base)) return base;
  for (let number = 2; ; number++) {
    if (!isTaken(`${base}-${number}`)) return `${base}-${number}`;
  }
}

/** Whether two titles share a word that says something (four letters or more, in any spelling of case and accents). */
export function sharesWord(a: string, b: string): boolean {
  const words = (title: string) =>
    foldName(title)
      .split(" ")
      .filter((word) => word.length >= 4);
  const there = new Set(words(b));
  return words(a).some((word) => there.has(word));
}

/**
 * GeoNames names many Ukrainian places by older romanisations ("Zaporizhzhya", "Kryvyy Rih"). Where one of its Cyrillic
 * spellings is plainly the Ukrainian form of the same name, this gives that form and its official romanisation
 * (Resolution 55 of the Cabinet of Ministers of Ukraine, 27 January 2010).
 */

const LETTERS: Record<string, string> = {
  а: "a",
  б: "b",
  в: "v",
  г: "h",
  ґ: "g",
  д: "d",
  е: "e",
  є: "ie",
  ж: "zh",
  з: "z",
  и: "y",
  і: "i",
  ї: "i",
  й: "i",
  к: "k",
  л: "l",
  м: "m",
  н: "n",
  о: "o",
  п: "p",
  р: "r",
  с: "s",
  т: "t",
  у: "u",
  ф: "f",
  х: "kh",
  ц: "ts",
  ч: "ch",
  ш: "sh",
  щ: "shch",
  ю: "iu",
  я: "ia",
  ь: "",
};
const FIRST_LETTERS: Record<string, string> = { є: "ye", ї: "yi", й: "y", ю: "yu", я: "ya" };

/** A Ukrainian name in Latin letters ("Запоріжжя": "Zaporizhzhia"), or null where it holds other letters. */
export function romanise(name: string): string | null {
  const parts = name.replace(/['’ʼ]/g, "").split(/([ -])/);
  const latin = parts.map((part) => (part === " " || part === "-" ? part : romaniseWord(part)));
  return latin.includes(null) ? null : latin.join("");
}

function romaniseWord(word: string): string | null {
  let latin = "";
  for (const [index, letter] of [...word.toLowerCase()].entries()) {
    const written = (index === 0 ? FIRST_LETTERS[letter] : undefined) ?? LETTERS[letter];
    if (written === undefined) return null;
    // зг is zgh, so that it is not read as ж.
    latin += letter === "г" && word[index - 1]?.toLowerCase() === "з" ? "gh" : written;
  }
  const isCapital = word !== "" && word[0] !== word[0]!.toLowerCase();
  return isCapital ? latin.slice(0, 1).toUpperCase() + latin.slice(1) : latin;
}

const UKRAINIAN_LETTER = /[іїєґ'’]|[цс]ь/i;
/** Where Ukrainian has -ове, -ине, -івка, -е, -а, -ськ, -ець. */
const RUSSIAN_ENDING = /(?:[ое]во|ино|[ое]вка|[ое]е|[ая]я|[^ьо]ск|[^ь]ец)$/;

/** The Ukrainian form among a place's spellings, and its romanisation; null where none is plainly the same name. */
export function ukrainianName(name: string, spellings: readonly string[]): { name: string; nameLocal: string } | null {
  const cyrillic = spellings.filter((spelling) => /^\p{Script=Cyrillic}/u.test(spelling));
  const same = cyrillic
    .filter((form) => !RUSSIAN_ENDING.test(form))
    .map((form) => ({ form, latin: romanise(form) }))
    .filter(({ latin }) => latin !== null && loosely(latin) === loosely(name))
    .sort((a, b) => Number(/['’]/.test(b.form)) - Number(/['’]/.test(a.form)));
  // Misspellings are among the forms: one that gives the very name goes first, then one with a letter only Ukrainian has.
  const exact = same.filter(({ latin }) => latin === name);
  const candidates = exact.length > 0 ? exact : same;
  const marked = candidates.find(({ form }) => UKRAINIAN_LETTER.test(form));
  const form = (marked ?? exact[0] ?? (cyrillic.length === 1 ? same[0] : undefined))?.form;
  return form === undefined ? null : { name: romanise(form)!, nameLocal: form };
}

/** A romanisation without what the schemes differ in: y, i and j, h and g, soft signs. */
function loosely(latin: string): string {
  return latin
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/['’ʼ]/g, "")
    .replace(/zgh/g, "zg")
    .replace(/[yij]+/g, "i")
    .replace(/g/g, "h")
    .replace(/[^a-z]+/g, " ");
}

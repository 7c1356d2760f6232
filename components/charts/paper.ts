/**
 * The look of a picture that leaves the site: the light theme's values, written in where a page's style sheet would
 * give them. A test holds them equal to app/globals.css.
 */
export const PAPER: Readonly<Record<string, string>> = {
  "--paper": "#fcfbf8",
  "--raised": "#f3f0e8",
  "--ink": "#1c1b19",
  "--muted": "#655f56",
  "--hairline": "#dedad1",
  "--field": "#8b857a",
  "--wounded": "#8f5f17",
  "--wounded-mark": "#b07a2a",
  "--killed-mark": "#1c1b19",
  "--city-1": "#31597a",
  "--city-2": "#b5653a",
  "--city-3": "#5f8a6e",
  "--city-4": "#7d6a9a",
  "--city-5": "#a8934a",
  "--city-6": "#94545c",
  "--city-other": "#cbc7bd",
  "--serif": "'Source Serif 4', 'Source Serif 4 Variable', Georgia, 'Times New Roman', serif",
  "--sans": "Inter, 'Inter Variable', 'Helvetica Neue', Arial, sans-serif",
};

/** An attribute's value with the names of the style sheet replaced by their values on light paper. */
export function onPaper(value: string): string {
  return value.replace(/var\((--[a-z0-9-]+)\)/g, (_, name: string) => {
    const found = PAPER[name];
    if (!found) throw new Error(`${name} has no value on paper.`);
    return found;
  });
}

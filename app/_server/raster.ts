/** An SVG picture as PNG, with the site's own fonts and no others: the same on every machine, and nothing is fetched. */
import { join } from "node:path";
import { renderAsync } from "@resvg/resvg-js";

const FONTS = [
  "inter/400Regular/Inter_400Regular.ttf",
  "inter/600SemiBold/Inter_600SemiBold.ttf",
  "source-serif-4/400Regular/SourceSerif4_400Regular.ttf",
  "source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf",
];

/** Drawing takes a processor for a tenth of a second: one at a time beside the server's own thread, and few may wait. */
const MOST_WAITING = 24;

let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/** More pictures are asked for than can be drawn: ask again in a while. */
export class TooManyPictures extends Error {}

/** The PNG of an SVG, `zoom` times its size. Drawn off the main thread. Throws TooManyPictures where too many wait. */
export async function pngOf(svg: string, zoom = 1): Promise<Buffer> {
  if (waiting >= MOST_WAITING) throw new TooManyPictures();
  waiting += 1;
  const drawn = last.then(() =>
    renderAsync(svg, {
      font: {
        loadSystemFonts: false,
        fontFiles: FONTS.map((file) => join(/*turbopackIgnore: true*/ process.cwd(), "node_modules", "@expo-google-fonts", file)),
        defaultFontFamily: "Inter",
      },
      fitTo: { mode: "zoom", value: zoom },
    }),
  );
  last = drawn.catch(() => undefined);
  try {
    return (await drawn).asPng();
  } finally {
    waiting -= 1;
  }
}

/** The answer with a picture's PNG: 503 with a time to come back where too many are being drawn. */
export async function pngResponse(svg: string, { zoom = 1, fileName }: { zoom?: number; fileName: string }): Promise<Response> {
  try {
    return new Response(new Uint8Array(await pngOf(svg, zoom)), {
      headers: {
        "Content-Type": "image/png",
        "Content-Disposition": `inline; filename="${fileName}"`,
        "Cache-Control": "no-cache",
      },
    });
  } catch (error) {
    if (!(error instanceof TooManyPictures)) throw error;
    return new Response("Too many pictures are being drawn. Ask again in a few seconds.\n", {
      status: 503,
      headers: { "Retry-After": "5", "Content-Type": "text/plain; charset=utf-8" },
    });
  }
}

/**
 * GET /chart/killed.svg, /chart/map.png, /chart/revision-killed.csv?incident=… (and /uk/chart/…): a chart of a view as a
 * file that explains itself; and GET /chart/behind-killed.json: what is behind a bar of it.
 */
import { behindResponse } from "@/app/_server/behind";
import { problem } from "@/app/_server/machine";
import { PICTURES } from "@/app/_server/pictures";
import { siteOrigin } from "@/app/_server/pictures/picture";
import { pngResponse } from "@/app/_server/raster";
import { isLocale, wordsIn } from "@/messages";

export const dynamic = "force-dynamic";

/** Twice the drawing's size, for print and sharp screens. */
const SCALE = 2;

export async function GET(
  request: Request,
  { params }: { params: Promise<{ locale: string; file: string }> },
): Promise<Response> {
  const { locale, file } = await params;
  const [, name = "", end] = /^(.+)\.(svg|png|csv|json)$/.exec(file) ?? [];
  if (end === "json" && isLocale(locale)) return behindResponse(wordsIn(locale), name, new URL(request.url).searchParams);
  const make = PICTURES.get(name);
  if (!make || !isLocale(locale))
    return problem(404, "There is no such chart", `Charts are: ${[...PICTURES.keys()].join(", ")}, each as .svg and .png.`);
  const query = new URL(request.url).searchParams;
  const isNarrow = query.get("narrow") === "1";
  if (query.has("narrow") && !["0", "1"].includes(query.get("narrow")!))
    return problem(400, "A parameter could not be read", "narrow can be: 0, 1.");
  query.delete("narrow");
  const made = make(wordsIn(locale), query, siteOrigin());
  if ("problem" in made) return made.problem;
  const zoom = name.startsWith("card") ? 1 : SCALE;
  if (end === "png") return pngResponse(made.svg(isNarrow), { zoom, fileName: `${made.name}.png` });
  if (end === "csv" && !made.csv)
    return problem(404, "This chart has no table of its own", "Its numbers are in /export/series.csv and /export/cities.csv.");
  return new Response(end === "csv" ? made.csv!() : made.svg(isNarrow), {
    headers: {
      "Content-Type": end === "csv" ? "text/csv; charset=utf-8; header=present" : "image/svg+xml; charset=utf-8",
      "Content-Disposition": `${end === "csv" ? "attachment" : "inline"}; filename="${made.name}.${end}"`,
      "Cache-Control": "no-cache",
    },
  });
}

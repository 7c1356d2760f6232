/**
 * GET /embed/killed (and /uk/embed/…): a chart for other sites' frames. A few hundred bytes of markup around the chart's
 * own picture, wide or narrow as the frame allows: no script, no fonts, nothing to wait for.
 */
import { problem } from "@/app/_server/machine";
import { PICTURES } from "@/app/_server/pictures";
import { siteOrigin } from "@/app/_server/pictures/picture";
import { isLocale, pathIn, wordsIn } from "@/messages";

export const dynamic = "force-dynamic";

const STYLE = `html{background:#fcfbf8;color:#655f56;font:14px/1.5 system-ui,sans-serif}body{margin:0}h1{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%)}img{display:block;width:100%;max-width:1188px;height:auto;margin:0 auto}p{margin:0 1rem 1rem}a{color:inherit}a:focus-visible{outline:3px solid #1f5fa8;outline-offset:-3px}`;

export async function GET(
  request: Request,
  { params }: { params: Promise<{ locale: string; file: string }> },
): Promise<Response> {
  const { locale, file } = await params;
  if (file === "style.css")
    return new Response(STYLE, {
      headers: { "Content-Type": "text/css; charset=utf-8", "Cache-Control": "public, max-age=3600" },
    });
  const make = PICTURES.get(file);
  if (!make || !isLocale(locale))
    return problem(404, "There is no such chart", `Charts are: ${[...PICTURES.keys()].join(", ")}.`);
  const query = new URL(request.url).searchParams;
  const made = make(wordsIn(locale), query, siteOrigin());
  if ("problem" in made) return made.problem;
  const { words: told } = made;
  const picture = (more: Record<string, string>) => {
    const all = new URLSearchParams([...query, ...Object.entries(more)]).toString();
    return escaped(`${pathIn(locale, `/chart/${file}.svg`)}${all ? `?${all}` : ""}`);
  };
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(made.svg(false)) ?? [];
  const page = escaped(told.address);
  return new Response(
    `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${escaped(told.title)}</title><link rel="stylesheet" href="/embed/style.css"></head>
<body><main><h1>${escaped(told.title)}</h1>
<a href="${page}" target="_blank" rel="noopener"><picture><source media="(max-width: 640px)" srcset="${picture({ narrow: "1" })}"><img src="${picture({})}" alt="${escaped(told.summary)}" width="${width}" height="${height}"></picture></a>
<p><a href="${page}" target="_blank" rel="noopener">${escaped(told.source)}</a></p></main></body></html>
`,
    { headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache" } },
  );
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

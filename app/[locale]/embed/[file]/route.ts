/**
 * GET /embed/killed (and /uk/embed/…): a chart for other sites' frames. A few hundred bytes of markup around the chart's
 * own picture, wide or narrow as the frame allows: no script, no fonts, nothing to wait for.
 */
import { chartRequest, chartView, siteOrigin } from "@/app/_server/chart-view";
import { problem } from "@/app/_server/machine";
import { viewToQuery } from "@/components/charts/kinds";
import { filterToQuery } from "@/domain/filter";
import { METRICS } from "@/domain/vocabulary";
import { isLocale, pathIn, wordsIn } from "@/messages";

export const dynamic = "force-dynamic";

const STYLE = `html{background:#fcfbf8;color:#655f56;font:14px/1.5 system-ui,sans-serif}body{margin:0}h1{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%)}img{display:block;width:100%;height:auto}p{margin:0 1rem 1rem}a{color:inherit}a:focus-visible{outline:3px solid #1f5fa8;outline-offset:-3px}`;

export async function GET(
  request: Request,
  { params }: { params: Promise<{ locale: string; file: string }> },
): Promise<Response> {
  const { locale, file } = await params;
  if (file === "style.css")
    return new Response(STYLE, {
      headers: { "Content-Type": "text/css; charset=utf-8", "Cache-Control": "public, max-age=3600" },
    });
  const metric = METRICS.find((one) => one === file);
  if (!metric || !isLocale(locale)) return problem(404, "There is no such chart", `Charts are: ${METRICS.join(", ")}.`);
  const read = chartRequest(request, metric);
  if ("problem" in read) return read.problem;
  const words = wordsIn(locale);
  const { file: told } = chartView(words, read, metric, siteOrigin());
  const { metric: _, ...filter } = read.filter;
  const query = new URLSearchParams([...filterToQuery(filter), ...Object.entries(viewToQuery(read.view))]);
  const picture = (more: Record<string, string>) => {
    const all = new URLSearchParams([...query, ...Object.entries(more)]).toString();
    return escaped(`${pathIn(locale, `/chart/${metric}.svg`)}${all ? `?${all}` : ""}`);
  };
  const page = escaped(told.address);
  return new Response(
    `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${escaped(told.title)}</title><link rel="stylesheet" href="/embed/style.css"></head>
<body><main><h1>${escaped(told.title)}</h1>
<a href="${page}" target="_blank" rel="noopener"><picture><source media="(max-width: 640px)" srcset="${picture({ narrow: "1" })}"><img src="${picture({})}" alt="${escaped(told.summary)}" width="1188" height="460"></picture></a>
<p><a href="${page}" target="_blank" rel="noopener">${escaped(told.source)}</a></p></main></body></html>
`,
    { headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache" } },
  );
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

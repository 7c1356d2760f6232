/** GET /chart/killed.svg (and /uk/chart/…): the chart of a view as a file that explains itself. */
import { chartRequest, chartSvg, siteOrigin } from "@/app/_server/chart-view";
import { problem } from "@/app/_server/machine";
import { METRICS } from "@/domain/vocabulary";
import { isLocale, wordsIn } from "@/messages";

export const dynamic = "force-dynamic";

export async function GET(
  request: Request,
  { params }: { params: Promise<{ locale: string; file: string }> },
): Promise<Response> {
  const { locale, file } = await params;
  const metric = METRICS.find((one) => `${one}.svg` === file);
  if (!metric || !isLocale(locale))
    return problem(404, "There is no such chart", `Charts are: ${METRICS.map((one) => `${one}.svg`).join(", ")}.`);
  const read = chartRequest(request, metric);
  if ("problem" in read) return read.problem;
  return new Response(chartSvg(wordsIn(locale), read, metric, siteOrigin()), {
    headers: {
      "Content-Type": "image/svg+xml; charset=utf-8",
      "Content-Disposition": `inline; filename="${metric}-${read.view.kind}.svg"`,
      "Cache-Control": "no-cache",
    },
  });
}

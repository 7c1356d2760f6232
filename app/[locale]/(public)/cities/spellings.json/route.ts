/** GET /cities/spellings.json (and /uk/…): the cities that the filter offers with their spellings, for its field to search in. */
import { cityText } from "@/components/reading/names";
import { listSpellings } from "@/db/queries/places";
import { isLocale, wordsIn } from "@/messages";
import { readDb } from "../../../../_server/database";

export const dynamic = "force-dynamic";

export async function GET(_request: Request, { params }: { params: Promise<{ locale: string }> }): Promise<Response> {
  const { locale } = await params;
  if (!isLocale(locale)) return new Response("There is no such list.\n", { status: 404 });
  const words = wordsIn(locale);
  const cities = listSpellings(readDb()).map(({ slug, spellings, ...city }) => ({
    slug,
    name: cityText(words, city),
    spellings,
  }));
  return Response.json(
    cities.sort((a, b) => a.name.localeCompare(b.name, locale)),
    { headers: { "Cache-Control": "no-cache" } },
  );
}

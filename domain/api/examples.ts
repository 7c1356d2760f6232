/** Beginnings for people who write programs: the same walk through the pages in four languages. The tests run them. */

export const EXAMPLE_LANGUAGES = ["curl", "python", "r", "javascript"] as const;
export type ExampleLanguage = (typeof EXAMPLE_LANGUAGES)[number];

/** The names that people know them by. */
export const EXAMPLE_NAMES: Record<ExampleLanguage, string> = {
  curl: "curl",
  python: "Python",
  r: "R",
  javascript: "JavaScript",
};

/**
 * The incidents of March 2022 under the newest figures, all pages. Each prints how many there are, and of the first its id and
 * how many were killed.
 */
export function examples(origin: string): Record<ExampleLanguage, string> {
  const view = "from=2022-03-01&to=2022-03-31&policy=latest";
  return {
    curl: `next="/api/v1/incidents?${view}&limit=10"
while [ -n "$next" ]; do
  curl --silent --fail --dump-header headers.txt "${origin}$next"
  echo
  next=$(sed -n 's/^[Ll]ink: <\\(.*\\)>; rel="next".*/\\1/p' headers.txt)
done`,
    python: `import json
from urllib.request import urlopen

incidents, path = [], "/api/v1/incidents?${view}&limit=10"
while path:
    with urlopen("${origin}" + path) as answer:
        page = json.load(answer)
    incidents += page["data"]
    path = page["next"]
print(len(incidents), incidents[0]["incident_id"], incidents[0]["killed_best"])`,
    r: `library(jsonlite)

pages <- list()
path <- "/api/v1/incidents?${view}&limit=10"
while (!is.null(path)) {
  page <- fromJSON(paste0("${origin}", path))
  pages[[length(pages) + 1]] <- page$data
  path <- page[["next"]]
}
incidents <- do.call(rbind, pages)
cat(nrow(incidents), incidents$incident_id[1], incidents$killed_best[1])`,
    javascript: `const incidents = [];
let path = "/api/v1/incidents?${view}&limit=10";
while (path) {
  const answer = await fetch("${origin}" + path);
  if (!answer.ok) throw new Error((await answer.json()).detail);
  const page = await answer.json();
  incidents.push(...page.data);
  path = page.next;
}
console.log(incidents.length, incidents[0].incident_id, incidents[0].killed_best);`,
  };
}

import fc from "fast-check";
import { FILTER_PARAMETERS } from "@/domain/filter";
import { expect, origin, test } from "./fixtures";

const COUNT = Number(process.env.ATTEST_FUZZ_QUERIES ?? 5_000);
const PATHS = [
  "/",
  "/uk",
  "/incidents",
  "/incidents/UA-0003",
  "/cities",
  "/cities/kharkiv",
  "/sources",
  "/compare",
  "/corrections",
  "/feed.xml",
  "/embed/killed",
  "/chart/killed.svg",
  "/chart/behind-killed.json",
  "/export/series.csv",
  "/export/incidents.csv",
  "/export/claims.csv",
  "/export/incidents.geojson",
  "/export/series.json",
  "/api/v1/incidents",
  "/api/v1/incidents/UA-0003",
  "/api/v1/policies",
  "/data/releases/compare",
];
const MACHINES = /^\/(?:api|export|chart)\//;

const word = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom(
    "",
    "0",
    "-1",
    "1e9",
    "null",
    "NaN",
    "../../etc/passwd",
    "'; drop table incident; --",
    "<script>alert(1)</script>",
    "%",
    "%00",
    "%zz",
    "💥",
    "2022-02-30",
    "9999-99-99",
    "2022-03-01T25:00Z",
    "2022-03-01T18:00 02:00",
    "kharkiv",
    "killed",
    "latest",
    "month",
    "a".repeat(3000),
  ),
);
const parameter = fc.oneof(
  fc.constantFrom(...FILTER_PARAMETERS, "after", "bom", "hxl", "q", "sort", "chart", "scale"),
  fc.string({ maxLength: 8 }),
);
const query = fc.array(fc.tuple(parameter, word, fc.boolean()), { maxLength: 5 });

test(`${COUNT} random queries give a page, a notice or a 400, never a 500`, async () => {
  test.setTimeout(900_000);
  const samples = fc.sample(fc.tuple(fc.constantFrom(...PATHS), query), { numRuns: COUNT, seed: 20220301 });
  const bad: string[] = [];
  const ask = async ([path, pairs]: (typeof samples)[number]) => {
    const text = pairs
      .map(([name, value, raw]) =>
        raw
          ? `${escapeRaw(name)}=${escapeRaw(value)}`
          : `${encodeURIComponent(toWellFormed(name))}=${encodeURIComponent(toWellFormed(value))}`,
      )
      .join("&");
    const response = await fetch(`${origin()}${path}?${text}`, { redirect: "manual" });
    await response.arrayBuffer();
    const fine = MACHINES.test(path) ? [200, 400, 414] : [200, 307, 308, 400, 414];
    if (!fine.includes(response.status)) bad.push(`${response.status} ${path}?${text}`);
  };
  for (let index = 0; index < samples.length; index += 8) await Promise.all(samples.slice(index, index + 8).map(ask));
  expect(bad.slice(0, 10)).toEqual([]);
});

/** Bytes that a hand-made request may hold, without those that no client can send in a request line. */
function escapeRaw(text: string): string {
  return toWellFormed(text).replace(/[^\x21-\x7e]|[#&=]/gu, (char) => encodeURIComponent(char));
}

function toWellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\uFFFD");
}

test("an unknown city, reversed dates and a policy that does not exist are said on the page and refused to machines", async ({
  page,
  request,
}) => {
  await page.goto(`${origin()}/?city=atlantis&from=2022-05-01&to=2022-04-01&policy=nonsense`);
  const notice = page.getByRole("alert").filter({ hasText: "could not be read" });
  await expect(notice).toContainText("no city “atlantis”");
  await expect(notice).toContainText("first day is after the last");
  await expect(notice).toContainText("“nonsense” is no value of policy");
  for (const bad of [
    "city=atlantis",
    "from=2022-05-01&to=2022-04-01",
    "policy=nonsense",
    "form=2022-01-01",
    "known=tomorrow",
    "from=2022-01-01&from=2022-01-02",
    "hxl=yes",
  ]) {
    const response = await request.get(`${origin()}/export/series.csv?${bad}`);
    expect(response.status(), bad).toBe(400);
    expect(response.headers()["content-type"]).toContain("application/problem+json");
    expect((await response.json()).errors[0].parameter).toBe(bad.split("=")[0]);
  }
});

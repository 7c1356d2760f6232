/** Addresses and pages of a copy without a server; the whole of one is made and opened in tests/e2e/copy.spec.ts. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { findListed, searchedWords, type ListedIncident } from "@/components/search/listed";
import { Addresses } from "@/cli/static/addresses";
import { rewriteFlight, rewriteMarkup, rewritePage } from "@/cli/static/rewrite";

describe("an address of the server is a file of the copy", () => {
  const root = new Addresses();
  test.each([
    ["/", "/", "index.html", "/"],
    ["/uk", "/uk", "uk/index.html", "/uk/"],
    ["/incidents/UA-0003#claims", "/incidents/UA-0003", "incidents/UA-0003/index.html", "/incidents/UA-0003/#claims"],
    ["/uk/?chart=each&scale=own", "/uk?chart=each&scale=own", "uk/chart-each_scale-own/index.html", "/uk/chart-each_scale-own/"],
    ["/?chart=lines#killed", "/?chart=lines", "chart-lines/index.html", "/chart-lines/#killed"],
    [
      "/incidents?after=2022-03-01.17",
      "/incidents?after=2022-03-01.17",
      "incidents/after-2022-03-01.17/index.html",
      "/incidents/after-2022-03-01.17/",
    ],
    [
      "/export/series.csv?metric=killed&by=month",
      "/export/series.csv?metric=killed&by=month",
      "export/series_metric-killed_by-month.csv",
      "/export/series_metric-killed_by-month.csv",
    ],
    [
      "/uk/chart/killed.png?city=kharkiv",
      "/uk/chart/killed.png?city=kharkiv",
      "uk/chart/killed_city-kharkiv.png",
      "/uk/chart/killed_city-kharkiv.png",
    ],
    [
      "/embed/killed?city=kharkiv",
      "/embed/killed?city=kharkiv",
      "embed/killed/city-kharkiv/index.html",
      "/embed/killed/city-kharkiv/",
    ],
    ["/embed/style.css", "/embed/style.css", "embed/style.css", "/embed/style.css"],
    [
      "/data/releases/2026-11-23.2",
      "/data/releases/2026-11-23.2",
      "data/releases/2026-11-23.2/index.html",
      "/data/releases/2026-11-23.2/",
    ],
    [
      "/data/releases/2026-11-23",
      "/data/releases/2026-11-23",
      "data/releases/2026-11-23/index.html",
      "/data/releases/2026-11-23/",
    ],
    [
      "/data/releases/2026-11-23/SHA256SUMS",
      "/data/releases/2026-11-23/SHA256SUMS",
      "data/releases/2026-11-23/SHA256SUMS",
      "/data/releases/2026-11-23/SHA256SUMS",
    ],
    ["/uk/feed.xml", "/uk/feed.xml", "uk/feed.xml", "/uk/feed.xml"],
    ["/icon.svg?icon.abc.svg", "/icon.svg", "icon.svg", "/icon.svg"],
    // What only a server answers leads to the nearest page; the list finds in the browser what it is asked.
    [
      "/incidents?from=2022-03-01&to=2022-03-31",
      "/incidents",
      "incidents/index.html",
      "/incidents/?from=2022-03-01&to=2022-03-31",
    ],
    ["/uk?city=kharkiv&policy=latest", "/uk/cities/kharkiv", "uk/cities/kharkiv/index.html", "/uk/cities/kharkiv/"],
    ["/cities/kharkiv?policy=latest", "/cities/kharkiv", "cities/kharkiv/index.html", "/cities/kharkiv/"],
    ["/compare?policy=latest&city=kharkiv", "/compare", "compare/index.html", "/compare/"],
  ])("%s", (address, ask, file, href) => {
    expect(root.of(address)).toEqual({ ask, file, href });
  });

  test("below a path every link has it, and no file", () => {
    expect(new Addresses("/record/").of("/uk/cities?order=name")).toEqual({
      ask: "/uk/cities?order=name",
      file: "uk/cities/order-name/index.html",
      href: "/record/uk/cities/order-name/",
    });
    expect(new Addresses("/record/").of("/").href).toBe("/record/");
  });

  test("a query that no disk would take is told by a hash of it, each by its own", () => {
    const of = (text: string) => root.of(`/export/claims.csv?attack=${text}`).file;
    expect(of("..%2F..%2Fetc")).toMatch(/^export\/claims_view-[0-9a-f]{20}\.csv$/);
    expect(of("..%2F..%2Fetc")).not.toBe(of("%2Fetc"));
  });
});

const to = (address: string) => (address.startsWith("/") ? `/record${address}` : null);

describe("a page of the copy", () => {
  test("its markup leads to the copy and its text is left alone", () => {
    const markup =
      '<a href="/?a=1&amp;b=2">/cities</a><img src="/x.png"><a href="https://example.org/">e</a><meta content="/cities"/>';
    expect(rewriteMarkup(markup, to)).toBe(
      '<a href="/record/?a=1&amp;b=2">/cities</a><img src="/record/x.png"><a href="https://example.org/">e</a><meta content="/cities"/>',
    );
  });

  test("its data too, with the lengths of their texts in bytes", () => {
    const inner = '<a href="/incidents">Події, і "/шлях"</a>';
    const flight = `1:"$Sreact.fragment"\n2:"/_next/static/a.js"\n3:T${Buffer.byteLength(inner).toString(16)},${inner}4:["$","a",null,{"href":"/cities","title":"/cities","children":"/"}]\n5:{"__html":"\\u003ca href=\\"/x\\">x\\u003c/a>"}\n`;
    const moved = '<a href="/record/incidents">Події, і "/шлях"</a>';
    expect(rewriteFlight(flight, to)).toBe(
      `1:"$Sreact.fragment"\n2:"/record/_next/static/a.js"\n3:T${Buffer.byteLength(moved).toString(16)},${moved}4:["$","a",null,{"href":"/record/cities","title":"/cities","children":"/"}]\n5:{"__html":"<a href=\\"/record/x\\">x</a>"}\n`,
    );
  });

  test("its policy allows exactly its own scripts, and no data ends a script early", () => {
    const push = (text: string) => `<script>self.__next_f.push([1,${JSON.stringify(text).replaceAll("<", "\\u003c")}])</script>`;
    const html = `<!DOCTYPE html><html><head><meta charSet="utf-8"/><link href="/a.css"/></head><body><script>(self.__next_f=self.__next_f||[]).push([0])</script>${push('1:{"href":"/a"')}${push(',"b":"</script>"}\n')}<script src="/b.js"></script></body></html>`;
    const page = rewritePage(
      html,
      to,
      "default-src 'none'; script-src 'self' 'sha256-old'; img-src 'self'; frame-ancestors 'none'",
    );
    const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, code]) => code!);
    const hashes = scripts.map((code) => `'sha256-${createHash("sha256").update(code).digest("base64")}'`);
    expect(page).toContain(
      `<meta charSet="utf-8"/><meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' ${hashes.join(" ")}; img-src 'self'"/><link href="/record/a.css"/>`,
    );
    expect(scripts[1]).toBe('self.__next_f.push([1,"1:{\\"href\\":\\"/record/a\\",\\"b\\":\\"\\u003c/script>\\"}\\n"])');
    expect(page).toContain('<script src="/record/b.js">');
  });
});

describe("the list of a copy", () => {
  const toll = { before: "", toll: "", after: "" };
  const listed = (
    code: string,
    dateStart: string,
    city: string | null,
    killed: number | null,
    words: string,
  ): ListedIncident => ({
    code,
    href: `/incidents/${code}`,
    dateStart,
    when: dateStart,
    attack: "drone",
    place: "",
    title: "",
    titleLanguage: "en",
    killed: toll,
    wounded: toll,
    sources: "",
    uncounted: "",
    city,
    attackType: "drone",
    best: {
      killed,
      wounded: null,
    },
    words: searchedWords([code, words]),
  });
  const all = [
    listed("A-3", "2022-03-05", "kharkiv", null, "Харків Kharkiv market"),
    listed("A-2", "2022-03-02", "kyiv", 9, "Kyiv tower"),
    listed("A-1", "2022-02-28", "kharkiv", 11, "Kharkiv square"),
  ];
  const found = (query: string) => findListed(all, new URLSearchParams(query)).incidents.map(({ code }) => code);

  test.each([
    ["", ["A-3", "A-2", "A-1"]],
    ["from=2022-03-01&to=2022-03-05", ["A-3", "A-2"]],
    ["city=kharkiv&city=kyiv&to=2022-03-02", ["A-2", "A-1"]],
    ["q=хар", ["A-3", "A-1"]],
    ["q=KHARK+squ", ["A-1"]],
    ["q=ower", []],
    ["attack=shelling", []],
    ["sort=oldest", ["A-1", "A-2", "A-3"]],
    ["sort=killed", ["A-1", "A-2", "A-3"]],
  ])("%s", (query, codes) => {
    expect(found(query)).toEqual(codes);
  });

  test("says what it cannot answer", () => {
    expect(findListed(all, new URLSearchParams("policy=latest&known=2022-03-01&q=tower&by="))).toMatchObject({
      beyond: ["policy", "known"],
      incidents: [{ code: "A-2" }],
    });
  });
});

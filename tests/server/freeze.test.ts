import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { freezePage } from "@/server/freeze";

const NONCE = "abc_DEF-123";
const hash = (code: string) => `'sha256-${createHash("sha256").update(code).digest("base64")}'`;

describe("freezing a page", () => {
  it("takes the nonce out and allows the scripts that carried it by their hashes", () => {
    const code = 'self.__next_f.push([1,"x"])';
    const { html, scriptHashes } = freezePage(
      `<html><script src="/a.js" nonce="${NONCE}"></script><script nonce="${NONCE}">${code}</script></html>`,
      NONCE,
    );
    expect(html).toBe(`<html><script src="/a.js"></script><script>${code}</script></html>`);
    expect(scriptHashes).toEqual([hash(code)]);
  });

  it("hashes what is left after the nonce is gone from the flight data", () => {
    const { html, scriptHashes } = freezePage(`<script nonce="${NONCE}">push("{\\"nonce\\":\\"${NONCE}\\"}")</script>`, NONCE);
    const code = 'push("{\\"nonce\\":\\"$undefined\\"}")';
    expect(html).toBe(`<script>${code}</script>`);
    expect(scriptHashes).toEqual([hash(code)]);
  });

  it("keeps files of scripts at the end, in their order, where nothing fetches them before an allowed script of its own does", () => {
    const file = (name: string) => `<script src="/${name}.js" async="" nonce="${NONCE}"></script>`;
    const { html, scriptHashes } = freezePage(
      `<html><head><link rel="preload" as="script" fetchPriority="low" nonce="${NONCE}" href="/b.js"/>${file("a")}<link rel="icon"/></head><body><p>Text</p>${file("b")}<script nonce="${NONCE}">push(1)</script></body></html>`,
      NONCE,
    );
    const kept = (name: string) => `<script src="/${name}.js" async=""></script>`;
    const [, before, start, after] = /^(.*)<script>(\(\(\)=>.*)<\/script>(.*)$/.exec(html)!;
    expect(before).toBe(
      `<html><head><link rel="icon"/></head><body><p>Text</p><script>push(1)</script><template data-scripts="">${kept("a")}${kept("b")}</template>`,
    );
    expect(after).toBe("</body></html>");
    expect(scriptHashes).toEqual([hash("push(1)"), hash(start!)]);
  });

  it("leaves the scripts of a page that only they draw where they are", () => {
    const page = '<html id="__next_error__"><head><script src="/a.js" async=""></script></head><body></body></html>';
    expect(freezePage(page.replace(" async", ` nonce="${NONCE}" async`), NONCE).html).toBe(page);
  });

  it("does not allow a script that carried no nonce", () => {
    expect(freezePage(`<p><script>alert(1)</script></p>`, NONCE).scriptHashes).toEqual([]);
  });

  it("fails where a trace of the nonce is left", () => {
    expect(() => freezePage(`<p title="${NONCE}x"></p>`, NONCE)).toThrow("nonce");
  });
});

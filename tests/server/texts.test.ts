import { expect, it } from "vitest";
import { lent as lend, tellNothing } from "@/components/reading/lent";
import { lending, withLent } from "@/server/texts";

it("a text lent while a page is rendered stands in its place when it is done, and only there", async () => {
  const rows = "<tr><td>$& 1–2 or more <!--lent:1--></td></tr>";
  const { page, lent } = await lending(async () => {
    const first = lend(rows);
    await new Promise((resolve) => setTimeout(resolve, 1));
    return `<table>${first}</table><svg>${lend("<path/>")}</svg><script>push("\\u003c!--lent:0--\\u003e")</script><!--lent:9-->`;
  });
  expect(lent).toEqual([rows, "<path/>"]);
  expect(withLent(page, lent)).toBe(
    `<table>${rows}</table><svg><path/></svg><script>push("\\u003c!--lent:0--\\u003e")</script><!--lent:9-->`,
  );
});

it("two pages rendered at once do not take each other's texts, and outside of both nothing is lent", async () => {
  const render = (name: string) =>
    lending(async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return lend(name);
    });
  for (const { page, lent } of await Promise.all([render("a"), render("b")])) {
    expect(page).toBe("<!--lent:0-->");
    expect(lent).toHaveLength(1);
  }
  expect(lend("whole")).toBe("whole");
});

it("a page tells the door that nothing is there, its own door alone, and hears where there is none", async () => {
  const [nothing, something] = await Promise.all([
    lending(async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return tellNothing();
    }),
    lending(async () => true),
  ]);
  expect(nothing).toMatchObject({ page: true, isNothing: true });
  expect(something).toMatchObject({ isNothing: false });
  expect(tellNothing()).toBe(false);
});

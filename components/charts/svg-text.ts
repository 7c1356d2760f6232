/** A drawing as the text of an SVG file. Drawings are plain elements and components without state: page and file share them. */
import type { ReactNode } from "react";
import { attributeName, escapeText, markupOf, type Properties } from "../reading/markup";
import { onPaper } from "./paper";

/** What means something on a page only. */
const LEFT_OUT = new Set(["children", "key", "ref", "className", "focusable", "tabIndex", "href", "aria-hidden"]);

/** The markup of a drawing, coloured as on light paper and without links. Throws where a component is not a plain function. */
export function svgText(node: ReactNode): string {
  return markupOf(node, { attributes: onPaperAttributes, leftOut: "a" });
}

function onPaperAttributes(props: Properties): string {
  let text = "";
  for (const [name, value] of Object.entries(props)) {
    if (LEFT_OUT.has(name) || name.startsWith("data-") || value === undefined || value === null || value === false) continue;
    text += ` ${attributeName(name)}="${escapeText(onPaper(String(value)))}"`;
  }
  return text;
}

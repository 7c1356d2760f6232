/**
 * A drawing as the text of an SVG file. Drawings are plain elements and components without state, so that the page and
 * the file share them; React's own renderer to text may not be loaded where server components are.
 */
import { Fragment, isValidElement, type ReactNode } from "react";
import { onPaper } from "./paper";

type Properties = Record<string, unknown> & { children?: ReactNode };

/** Attributes that SVG itself writes in two cases; all others become kebab-case. */
const AS_WRITTEN = new Set(["viewBox", "preserveAspectRatio", "gradientUnits", "gradientTransform"]);
/** What means something on a page only. */
const LEFT_OUT = new Set(["children", "key", "ref", "className", "focusable", "tabIndex", "href", "aria-hidden"]);

/** The markup of a drawing, coloured as on light paper. Throws where a component is not a plain function. */
export function svgText(node: ReactNode): string {
  if (node === null || node === undefined || typeof node === "boolean") return "";
  if (typeof node === "string" || typeof node === "number") return escapeText(String(node));
  if (Array.isArray(node)) return node.map((one) => svgText(one as ReactNode)).join("");
  if (!isValidElement<Properties>(node)) throw new Error("A drawing holds something that cannot be written down.");
  const { type, props } = node;
  if (type === Fragment || type === "a") return svgText(props.children);
  if (typeof type === "function") return svgText((type as (props: Properties) => ReactNode)(props));
  if (typeof type !== "string") throw new Error("A drawing holds a component that is not a plain function.");
  const attributes = Object.entries(props)
    .filter(
      ([name, value]) =>
        !LEFT_OUT.has(name) && !name.startsWith("data-") && value !== undefined && value !== null && value !== false,
    )
    .map(([name, value]) => ` ${attributeName(name)}="${escapeText(onPaper(String(value)))}"`)
    .join("");
  const inside = svgText(props.children);
  return inside === "" ? `<${type}${attributes}/>` : `<${type}${attributes}>${inside}</${type}>`;
}

function attributeName(name: string): string {
  return AS_WRITTEN.has(name) ? name : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Text made safe inside an element or an attribute; what XML cannot hold is left out. */
export function escapeText(text: string): string {
  return text
    .replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]|\p{Surrogate}/gu, "")
    .replace(/[&<>"]/g, (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[char]!);
}

/**
 * A drawing as the text of an SVG file. Drawings are plain elements and components without state, so that the page and
 * the file share them; React's own renderer to text may not be loaded where server components are.
 */
import { createElement, Fragment, isValidElement, type ReactElement, type ReactNode } from "react";
import { lent } from "../reading/lent";
import { Once } from "../reading/once";
import { onPaper } from "./paper";

type Properties = Record<string, unknown> & { children?: ReactNode };

/** Attributes that SVG itself writes in two cases; all others become kebab-case. */
const AS_WRITTEN = new Set(["viewBox", "preserveAspectRatio", "gradientUnits", "gradientTransform"]);
const ON_PAGE: Partial<Record<string, string>> = { className: "class", tabIndex: "tabindex", defaultChecked: "checked" };
/** What means something on a page only. */
const LEFT_OUT = new Set(["children", "key", "ref", "className", "focusable", "tabIndex", "href", "aria-hidden"]);

/** The markup of a drawing, coloured as on light paper. Throws where a component is not a plain function. */
export function svgText(node: ReactNode): string {
  return written(node, onPaperAttributes);
}

/**
 * A drawing of the page whose inside is one text: thousands of marks cost the server and the browser one element. Only for
 * drawings that nothing takes over mark by mark.
 */
export function inOneText(drawing: ReactElement<Properties>): ReactElement {
  const { type, props } = drawing;
  if (typeof type === "function") return inOneText((type as (props: Properties) => ReactElement<Properties>)(props));
  const { children, ...attributes } = props;
  return createElement(Once, { tag: String(type), attributes, html: lent(written(children, pageAttributes)) });
}

function written(node: ReactNode, attributesOf: (props: Properties) => string): string {
  if (node === null || node === undefined || typeof node === "boolean") return "";
  if (typeof node === "string" || typeof node === "number") return escapeText(String(node));
  if (Array.isArray(node)) return node.map((one) => written(one as ReactNode, attributesOf)).join("");
  if (!isValidElement<Properties>(node)) throw new Error("A drawing holds something that cannot be written down.");
  const { type, props } = node;
  if (type === Fragment || (type === "a" && attributesOf === onPaperAttributes)) return written(props.children, attributesOf);
  if (typeof type === "function") return written((type as (props: Properties) => ReactNode)(props), attributesOf);
  if (typeof type !== "string") throw new Error("A drawing holds a component that is not a plain function.");
  const inside = written(props.children, attributesOf);
  const attributes = attributesOf(props);
  return inside === "" ? `<${type}${attributes}/>` : `<${type}${attributes}>${inside}</${type}>`;
}

function onPaperAttributes(props: Properties): string {
  let text = "";
  for (const [name, value] of Object.entries(props)) {
    if (LEFT_OUT.has(name) || name.startsWith("data-") || value === undefined || value === null || value === false) continue;
    text += ` ${attributeName(name)}="${escapeText(onPaper(String(value)))}"`;
  }
  return text;
}

function pageAttributes(props: Properties): string {
  let text = "";
  for (const [name, value] of Object.entries(props)) {
    if (name === "children" || name === "key" || name === "ref" || value === undefined || value === null || value === false)
      continue;
    text += ` ${ON_PAGE[name] ?? attributeName(name)}="${typeof value === "number" ? value : escapeText(String(value))}"`;
  }
  return text;
}

function attributeName(name: string): string {
  return AS_WRITTEN.has(name) ? name : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Text made safe inside an element or an attribute; what XML cannot hold is left out. */
export function escapeText(text: string): string {
  // Most texts are words and numbers that need nothing.
  if (/^[\w .,:;()/+\-–А-яҐґЄєІіЇї]*$/.test(text)) return text;
  return text
    .replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]|\p{Surrogate}/gu, "")
    .replace(/[&<>"]/g, (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[char]!);
}

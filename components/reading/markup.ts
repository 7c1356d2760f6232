/** Elements written down as the text of their markup; React's own renderer to text may not be loaded where server components are. */
import { createElement, Fragment, isValidElement, type ReactElement, type ReactNode } from "react";
import { lent } from "./lent";
import { Once } from "./once";

export type Properties = Record<string, unknown> & { children?: ReactNode };

/** How a kind of document writes elements. */
interface Manner {
  /** An element's attributes, each with a space before it. */
  attributes: (props: Properties) => string;
  /** Elements of which only the inside is written. */
  leftOut?: string;
}

/** Attributes that SVG itself writes in two cases; all others become kebab-case. */
const AS_WRITTEN = new Set(["viewBox", "preserveAspectRatio", "gradientUnits", "gradientTransform"]);
const ON_PAGE: Partial<Record<string, string>> = { className: "class", tabIndex: "tabindex", defaultChecked: "checked" };

/**
 * An element of the page whose inside is one text: thousands of marks cost the server and the browser one element. Only for
 * what nothing takes over element by element.
 */
export function inOneText(element: ReactElement<Properties>): ReactElement {
  const { type, props } = element;
  if (typeof type === "function") return inOneText((type as (props: Properties) => ReactElement<Properties>)(props));
  const { children, ...attributes } = props;
  return createElement(Once, { tag: String(type), attributes, html: lent(markupOf(children, { attributes: pageAttributes })) });
}

/** The markup of elements and of components that are plain functions. Throws where a component is another thing. */
export function markupOf(node: ReactNode, manner: Manner): string {
  if (node === null || node === undefined || typeof node === "boolean") return "";
  if (typeof node === "string" || typeof node === "number") return escapeText(String(node));
  if (Array.isArray(node)) return node.map((one) => markupOf(one as ReactNode, manner)).join("");
  if (!isValidElement<Properties>(node)) throw new Error("This cannot be written down: it is no element and no text.");
  const { type, props } = node;
  if (type === Fragment || type === manner.leftOut) return markupOf(props.children, manner);
  if (typeof type === "function") return markupOf((type as (props: Properties) => ReactNode)(props), manner);
  if (typeof type !== "string") throw new Error("This cannot be written down: a component that is not a plain function.");
  const inside = markupOf(props.children, manner);
  const attributes = manner.attributes(props);
  return inside === "" ? `<${type}${attributes}/>` : `<${type}${attributes}>${inside}</${type}>`;
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

/** A React property's name as markup writes it. */
export function attributeName(name: string): string {
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

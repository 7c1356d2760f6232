"use client";
/**
 * The inside of an element as one text, which a page that is kept holds once (reading/lent.ts). The browser finds the text
 * in the document and remembers it: a step back within the site draws the element anew from data that names only its place.
 */
import { useLayoutEffect, useRef } from "react";
import { isPlace } from "./lent";

interface Props {
  tag: string;
  attributes?: Readonly<Record<string, unknown>>;
  html: string;
}

const found = new Map<string, string>();

export function Once({ tag, attributes, html }: Props) {
  const element = useRef<SVGGElement>(null);
  useLayoutEffect(() => {
    if (isPlace(html) && !found.has(html)) found.set(html, element.current!.innerHTML);
  }, [html]);
  // Any element will do: the compiler wants one named.
  const Tag = tag as "g";
  return <Tag {...attributes} ref={element} dangerouslySetInnerHTML={{ __html: found.get(html) ?? html }} />;
}

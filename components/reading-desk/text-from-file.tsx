"use client";
/** The start form's help from a script: a chosen file's text goes into the field, and what is typed is kept through a reload. */
import { useEffect, useRef, type ReactNode } from "react";
import { keepValues, keptValues, putBack, valuesOf } from "./kept-form";

interface Props {
  name: string;
  /** The textarea's field name, and the file's. */
  into: string;
  file: string;
  children: ReactNode;
}

export function TextFromFile({ name, into, file, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const form = box.current!.querySelector("form")!;
    const kept = keptValues(name);
    if (kept) putBack(form, kept);
    const keep = () => keepValues(name, valuesOf(form));
    const chosen = (event: Event) => {
      const { target } = event;
      if (!(target instanceof HTMLInputElement) || target.name !== file || !target.files?.[0]) return;
      void target.files[0].text().then((text) => {
        const field = form.elements.namedItem(into);
        if (!(field instanceof HTMLTextAreaElement)) return;
        field.value = text;
        // The field is what is sent: the file need not be sent as well.
        target.value = "";
        keep();
      });
    };
    form.addEventListener("input", keep);
    form.addEventListener("change", chosen);
    return () => {
      form.removeEventListener("input", keep);
      form.removeEventListener("change", chosen);
    };
  }, [name, into, file]);
  return <div ref={box}>{children}</div>;
}

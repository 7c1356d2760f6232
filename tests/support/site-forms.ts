/** The forms of a page as a program finds them, and calls of their actions as the site's own script makes them. */
import { fieldsOfForm } from "./post-form";

export interface SiteForm {
  /** The form's id on its page. */
  id: string;
  /** The number by which the server knows its action. */
  action: string;
  /** Its fields with what they hold, as a browser would send them. */
  fields: Record<string, string>;
  /** The names of all its controls, those too that are not ticked. */
  names: string[];
}

/** Every form of a page that has an action and an id. */
export function formsOf(html: string): SiteForm[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].flatMap(([, tag, inner]) => {
    const id = /\bid="([^"]*)"/.exec(tag!)?.[1];
    const text = unescaped(inner!);
    const action = /\$ACTION_ID_([0-9a-f]+)/.exec(text)?.[1] ?? /"id":"([0-9a-f]+)"/.exec(text)?.[1];
    if (id === undefined || action === undefined) return [];
    const names = [...inner!.matchAll(/<(?:input|select|textarea)\b[^>]*\bname="([^"$]+)"/g)].map(([, name]) => name!);
    const fields: Record<string, string> = {};
    for (const [name, value] of fieldsOfForm(html, id)) if (names.includes(name)) fields[name] = value as string;
    return [{ id, action, fields, names: [...new Set(names)] }];
  });
}

export interface Call {
  origin: string;
  page: string;
  action: string;
  fields: Record<string, string>;
  headers?: Record<string, string>;
}

/** Calls an action with (state, form), as `useActionState` does. */
export function callAction({ origin, page, action, fields, headers = {} }: Call): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(`_1_${name}`, value);
  body.append("0", '[null,"$K1"]');
  return fetch(origin + page, {
    method: "POST",
    headers: { origin, accept: "text/x-component", "next-action": action, ...headers },
    body,
    redirect: "manual",
  });
}

const unescaped = (text: string) =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");

/** Filling in a form of the site and sending it as a browser without JavaScript would. */

const unescape = (text: string) =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");

const attribute = (tag: string, name: string) => {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? undefined : unescape(found);
};

/** The fields of the form with this id, as the page holds them. Throws where there is no such form. */
export function fieldsOfForm(html: string, id: string): FormData {
  const form = new RegExp(`<form\\b[^>]*\\sid="${id}"[^>]*>([\\s\\S]*?)</form>`).exec(html)?.[1];
  if (form === undefined) throw new Error(`The page has no form "${id}".`);
  const fields = new FormData();
  for (const [tag] of form.matchAll(/<input\b[^>]*>/g)) {
    const [name, type] = [attribute(tag, "name"), attribute(tag, "type")];
    if (!name || ((type === "radio" || type === "checkbox") && !/\schecked/.test(tag))) continue;
    fields.append(name, attribute(tag, "value") ?? "");
  }
  for (const [, tag, inner] of form.matchAll(/(<select\b[^>]*>)([\s\S]*?)<\/select>/g)) {
    const options = [...inner!.matchAll(/<option\b[^>]*>/g)].map(([option]) => option);
    const chosen = options.find((option) => /\sselected/.test(option)) ?? options[0];
    fields.append(attribute(tag!, "name") ?? "", attribute(chosen ?? "", "value") ?? "");
  }
  for (const [, tag, inner] of form.matchAll(/(<textarea\b[^>]*>)([\s\S]*?)<\/textarea>/g))
    fields.append(attribute(tag!, "name") ?? "", unescape(inner!));
  return fields;
}

/** Sends a form with some of its fields filled in. */
export function postForm(
  origin: string,
  path: string,
  { form, fields, cookie }: { form: FormData; fields: Record<string, string>; cookie: string },
): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of form) if (!(name in fields)) body.append(name, value);
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return fetch(`${origin}${path}`, { method: "POST", redirect: "manual", headers: { origin, cookie }, body });
}

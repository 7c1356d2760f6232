/** What is wrong with a value by a JSON Schema, as a reader of the published OpenAPI document would find it: a second way beside zod. */

interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  minimum?: number;
  maximum?: number;
  pattern?: string;
}

/** Problems, each with its path; none where the value fits. With `closed`, a field that is not declared is one too. */
export function schemaProblems(
  document: { components?: { schemas?: Record<string, unknown> } },
  schema: unknown,
  value: unknown,
  { closed = true } = {},
  path = "$",
): string[] {
  const s = schema as Schema;
  const check = (one: unknown, held: unknown, at: string) => schemaProblems(document, one, held, { closed }, at);
  if (s.$ref) {
    const name = s.$ref.split("/").at(-1)!;
    const found = document.components?.schemas?.[name];
    return found ? check(found, value, path) : [`${path}: ${s.$ref} leads nowhere`];
  }
  const problems: string[] = [];
  for (const all of s.allOf ?? []) problems.push(...check(all, value, path));
  const choices = s.anyOf ?? s.oneOf;
  if (choices && !choices.some((one) => check(one, value, path).length === 0))
    problems.push(`${path}: fits none of ${choices.length} schemas: ${JSON.stringify(value)?.slice(0, 80)}`);
  if (s.enum && !s.enum.includes(value)) problems.push(`${path}: ${JSON.stringify(value)} is no word of ${s.enum.join(", ")}`);
  if ("const" in s && s.const !== value) problems.push(`${path}: is not ${JSON.stringify(s.const)}`);
  const types = s.type === undefined ? [] : [s.type].flat();
  if (types.length > 0 && !types.some((type) => isOf(type, value)))
    return [...problems, `${path}: ${JSON.stringify(value)?.slice(0, 80)} is not ${types.join(" or ")}`];
  if (typeof value === "number") {
    if (s.minimum !== undefined && value < s.minimum) problems.push(`${path}: below ${s.minimum}`);
    if (s.maximum !== undefined && value > s.maximum) problems.push(`${path}: above ${s.maximum}`);
  }
  if (typeof value === "string" && s.pattern && !new RegExp(s.pattern, "u").test(value))
    problems.push(`${path}: ${JSON.stringify(value)} does not match ${s.pattern}`);
  if (Array.isArray(value) && s.items) value.forEach((one, index) => problems.push(...check(s.items, one, `${path}[${index}]`)));
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    for (const name of s.required ?? []) if (!(name in value)) problems.push(`${path}.${name}: is missing`);
    for (const [name, held] of Object.entries(value)) {
      const declared = s.properties?.[name];
      if (declared) problems.push(...check(declared, held, `${path}.${name}`));
      else if (closed && s.properties && typeof s.additionalProperties !== "object")
        problems.push(`${path}.${name}: is not declared`);
    }
  }
  return problems;
}

function isOf(type: string, value: unknown): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "integer":
      return Number.isSafeInteger(value);
    case "array":
      return Array.isArray(value);
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}

/** The environment, read and checked once at start. Every variable is documented in docs/operating.md. */
import { resolve } from "node:path";
import { z } from "zod";

const Environment = z.object({
  ATTEST_DB: z
    .string()
    .min(1)
    .default("data/attest.sqlite")
    .transform((file) => resolve(file)),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default("127.0.0.1"),
  ATTEST_ORIGIN: z
    .string()
    .regex(/^https?:\/\/[^/]+$/, { error: 'a web address without a path, such as "https://record.example.org"' })
    .optional(),
  ATTEST_DEMO: z.enum(["0", "1"]).default("1"),
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
});
export type Environment = z.output<typeof Environment>;

/** The checked environment. Throws an Error that names each bad variable and what it should be. */
export function readEnvironment(env: Record<string, string | undefined>): Environment {
  const parsed = Environment.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== "")));
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`These environment variables cannot be used:\n${lines.join("\n")}\nSee docs/operating.md.`);
}

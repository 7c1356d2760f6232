/** The environment, read and checked once at start. Every variable is documented in docs/operating.md. */
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { LOG_LEVELS } from "./log";

const BAD_ORIGIN = 'a web address without a path, such as "https://record.example.org"';

const Variables = z.object({
  ATTEST_DB: z
    .string()
    .min(1)
    .default("data/attest.sqlite")
    .transform((file) => resolve(file)),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default("127.0.0.1"),
  ATTEST_ORIGIN: z
    .string()
    .regex(/^https?:\/\/[^/]+(?:\/[\w./-]*[\w.-])?$/, { error: BAD_ORIGIN })
    .optional(),
  ATTEST_BACKUP_FOLDER: z.string().min(1).optional(),
  ATTEST_BACKUP_HOURS: z.coerce.number().min(0).max(8_784).default(24),
  ATTEST_BACKUP_KEEP: z.coerce.number().int().min(1).max(1_000).default(7),
  ATTEST_DEMO: z.enum(["0", "1"]).default("1"),
  ATTEST_MIRROR: z.enum(["0", "1"]).default("0"),
  ATTEST_FOLLOW: z.string().min(1).optional(),
  ATTEST_FOLLOW_SECONDS: z.coerce.number().min(1).max(86_400).default(300),
  ATTEST_STATIC: z.enum(["0", "1"]).default("0"),
  ATTEST_WORKERS: z.coerce.number().int().min(1).max(64).default(1),
  ATTEST_LOG: z.enum(LOG_LEVELS).default("info"),
  ATTEST_METRICS_TOKEN: z.string().min(16).optional(),
  ATTEST_RATE_LIMIT: z.coerce.number().min(0).max(1_000).default(1),
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
});

/** Backups lie beside the record unless another folder, best on another disk, is named. */
const Environment = Variables.refine(
  // Only files can lie below a path: a server's own addresses begin at its root.
  ({ ATTEST_ORIGIN, ATTEST_STATIC }) => ATTEST_STATIC === "1" || !ATTEST_ORIGIN || /^https?:\/\/[^/]+$/.test(ATTEST_ORIGIN),
  { path: ["ATTEST_ORIGIN"], error: BAD_ORIGIN },
).transform(({ ATTEST_BACKUP_FOLDER: folder, ...rest }) => ({
  ...rest,
  ATTEST_BACKUP_FOLDER: resolve(folder ?? join(dirname(rest.ATTEST_DB), "backups")),
}));
export type Environment = z.output<typeof Environment>;

/** The checked environment. Throws an Error that names each bad variable and what it should be. */
export function readEnvironment(env: Record<string, string | undefined>): Environment {
  const parsed = Environment.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== "")));
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`These environment variables cannot be used:\n${lines.join("\n")}\nSee docs/operating.md.`);
}

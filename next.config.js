import { fileURLToPath } from "node:url";

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The server resizes no pictures: it has none, and the resizer has a history of advisories.
  images: { unoptimized: true },
  serverExternalPackages: ["better-sqlite3", "better-sqlite3-13", "@node-rs/argon2", "@resvg/resvg-js"],
  // Types are checked by `npm run types`, and by CI before a test runs: a newcomer's first start does not wait for them.
  typescript: { ignoreBuildErrors: true },
  turbopack: {
    // Whatever lies in the folders above is not ours.
    root: fileURLToPath(new URL(".", import.meta.url)),
    // Of the component library's words and calendars only ours are built in.
    rules: {
      "*.mjs": {
        condition: {
          path: /react-(?:aria|aria-components|stately)[\\/].*[\\/]intl[\\/](?:.*[\\/])?[a-z]{2}-[A-Z]{2}\.mjs$|@internationalized[\\/]date[\\/].*[\\/]createCalendar\.mjs$/,
        },
        loaders: [fileURLToPath(new URL("./own-words.cjs", import.meta.url))],
      },
    },
  },
  // English lives at the root and Ukrainian under /uk; inside, both are one tree of pages under [locale].
  // Everything that is no machine's route and names no language is English, so that its "not found" is a page too.
  async rewrites() {
    return {
      beforeFiles: [
        { source: "/", destination: "/en" },
        {
          source: "/:rest((?!(?:uk|en|_next|export|api|healthz|readyz|metrics|icon.svg)(?:/|$)).+)",
          destination: "/en/:rest",
        },
      ],
      afterFiles: [],
      fallback: [],
    };
  },
  // The languages' own addresses are the ones above.
  async redirects() {
    return [
      { source: "/en", destination: "/", permanent: true },
      { source: "/en/:rest*", destination: "/:rest*", permanent: true },
    ];
  },
};

export default config;

/** `npx tsx server/build-site.ts`: builds the site where it is not built from these sources yet; for images and packages. */
import { buildIfNeeded } from "./build";

const { built } = buildIfNeeded();
console.log(built ? "The site is built." : "The site was built from these sources already.");

/** What Next runs once when the site starts: the thread for exports is there before somebody asks for one. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const [{ startExports }, { databaseFile }] = await Promise.all([
    import("./app/_server/export-files"),
    import("./app/_server/database"),
  ]);
  startExports(databaseFile());
}

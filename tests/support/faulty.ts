/** Calls of the operating system that fail on demand in a running process: libfiu (Debian's fiu-utils), where it is installed. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const LIBRARIES = ["/usr/lib/fiu/fiu_run_preload.so", "/usr/lib/fiu/fiu_posix_preload.so"];
/** What a disk refuses: writing at a place, and making sure that it lies there. */
const CALLS = ["posix/io/rw/pwrite", "posix/io/sync/fsync", "posix/io/sync/fdatasync"];
const EIO = 5;

export interface Faults {
  /** The environment under which a process can be made to fail. */
  env: Record<string, string>;
  /** From now on each of these calls of a process fails with this probability, as a broken disk's do. */
  break: (pid: number, probability: number) => void;
  mend: (pid: number) => void;
  remove: () => void;
}

/** Null where libfiu is not installed. */
export function faults(): Faults | null {
  if (!LIBRARIES.every((file) => existsSync(file))) return null;
  const folder = mkdtempSync(join(tmpdir(), "attest-faults-"));
  const prefix = join(folder, "ctrl");
  const tell = (pid: number, commands: readonly string[]) =>
    void execFileSync("fiu-ctrl", ["-f", prefix, ...commands.flatMap((one) => ["-c", one]), String(pid)], { timeout: 20_000 });
  return {
    env: { LD_PRELOAD: LIBRARIES.join(" "), FIU_CTRL_FIFO: prefix, FIU_ENABLE: "" },
    break: (pid, probability) =>
      tell(
        pid,
        CALLS.map((name) => `enable_random name=${name},probability=${probability},failinfo=${EIO}`),
      ),
    mend: (pid) =>
      tell(
        pid,
        CALLS.map((name) => `disable name=${name}`),
      ),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

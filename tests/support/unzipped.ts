/** The files of a zip by their names, read by another library than the one that wrote it. */
import { buffer } from "node:stream/consumers";
import { fromBuffer } from "yauzl";

export function unzipped(zip: Buffer): Promise<Map<string, Buffer>> {
  return new Promise((resolve, reject) => {
    fromBuffer(zip, { lazyEntries: true }, (error, archive) => {
      if (error) return reject(error);
      const files = new Map<string, Buffer>();
      archive.on("entry", (entry) =>
        archive.openReadStream(entry, (failure, stream) => {
          if (failure) return reject(failure);
          void buffer(stream).then((content) => {
            files.set(entry.fileName, content);
            archive.readEntry();
          }, reject);
        }),
      );
      archive.once("end", () => resolve(files));
      archive.once("error", reject);
      archive.readEntry();
    });
  });
}

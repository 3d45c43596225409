/** What a kind of vectors tells the runner, and how a kind whose files are lists of vectors runs a folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Gets the result of each vector, once. */
export interface Report {
  pass(id: string): void;
  /** @param why what is wrong, for a person */
  fail(id: string, why: string): void;
}

/** Runs every vector of a folder; `run` of a module of `kinds/`. */
export type RunFolder = (folder: string, report: Report) => Promise<void>;

/** Files of vectors in the folder and the folders in it. */
export function vectorFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap(entry => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return vectorFiles(path);
      return entry.name.endsWith('.json') ? [path] : [];
    })
    .sort();
}

/**
 * A kind whose files hold arrays of vectors.
 * @param check null when the vector holds, else what is wrong
 * @param close called when all have run
 */
export function listsOfVectors<V extends { readonly id: string }>(
  check: (vector: V) => Promise<string | null>,
  close: () => Promise<void> = async () => undefined,
): RunFolder {
  return async (folder, report) => {
    for (const file of vectorFiles(folder)) {
      let vectors: V[];
      try {
        vectors = [JSON.parse(readFileSync(file, 'utf8')) as V | V[]].flat() as V[];
      } catch (error) {
        report.fail(file, `cannot be read: ${error instanceof Error ? error.message : String(error)}`);
        continue;
      }
      for (const vector of vectors) {
        const why = await check(vector).catch((error: unknown) =>
          error instanceof Error ? (error.stack ?? error.message) : String(error),
        );
        if (why === null) report.pass(vector.id);
        else report.fail(vector.id, why);
      }
    }
    await close();
  };
}

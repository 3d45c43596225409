// npm run vectors [FOLDER]: takes the conformance vectors of FOLDER (default ../shared/conformance) into
// test/conformance/vectors, so that the project stands alone. With --check it only tells what differs.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const own = join(root, 'test/conformance/vectors');

/** Where the vectors come from; a clone need not have it. */
export const SHARED = join(root, '../shared/conformance');

function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** What differs between the own vectors and those of the folder, as lines of text. */
export function differences(folder) {
  const [mine, theirs] = [files(own), files(folder)];
  return [
    ...theirs.filter(name => !mine.includes(name)).map(name => `${name}: missing`),
    ...mine.filter(name => !theirs.includes(name)).map(name => `${name}: not in ${folder}`),
    ...mine
      .filter(name => theirs.includes(name))
      .filter(name => !readFileSync(join(own, name)).equals(readFileSync(join(folder, name))))
      .map(name => `${name}: differs from ${folder}`),
  ];
}

function main(args) {
  const folder = resolve(process.env.INIT_CWD ?? '', args.find(arg => !arg.startsWith('-')) ?? SHARED);
  if (!existsSync(folder)) {
    console.error(`${folder} does not exist`);
    return 1;
  }
  const wrong = differences(folder);
  for (const line of wrong) console.log(line);
  if (args.includes('--check')) return wrong.length > 0 ? 1 : 0;
  rmSync(own, { recursive: true, force: true });
  cpSync(folder, own, { recursive: true });
  console.log(`${files(own).length} files`);
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.slice(2));

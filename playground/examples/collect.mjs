// Collects examples and tour from their folders: `example.json` (or `step.json`) beside the files of a workspace.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const filesOf = folder =>
  Object.fromEntries(
    readdirSync(folder)
      .filter(name => name !== 'example.json')
      .sort()
      .map(name => [name, readFileSync(join(folder, name), 'utf8')]),
  );

function collect(folder) {
  return readdirSync(folder)
    .filter(id => existsSync(join(folder, id, 'example.json')))
    .map(id => {
      const { workspace = {}, ...about } = JSON.parse(readFileSync(join(folder, id, 'example.json'), 'utf8'));
      return {
        id,
        ...about,
        workspace: { name: about.title, files: filesOf(join(folder, id)), ...workspace },
      };
    });
}

const byOrder = (a, b) => a.order - b.order;

export const examples = root => collect(join(root, 'playground/examples/gallery')).sort(byOrder);
export const tour = root => collect(join(root, 'playground/examples/tour')).sort(byOrder);

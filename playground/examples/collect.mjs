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

/** What Run runs whichever file is open: the program of several files, or the page that includes the others. */
function mainOf(files) {
  const names = Object.keys(files);
  const programs = names.filter(name => name.endsWith('.wcgp'));
  const pages = names.filter(name => name.endsWith('.wssp'));
  const [main] = programs.length === 1 ? programs : programs.length === 0 && pages.length === 1 ? pages : [];
  return names.length > 1 && main !== undefined ? { main, active: main } : {};
}

function collect(folder) {
  return readdirSync(folder)
    .filter(id => existsSync(join(folder, id, 'example.json')))
    .map(id => {
      const { workspace = {}, ...about } = JSON.parse(readFileSync(join(folder, id, 'example.json'), 'utf8'));
      const files = filesOf(join(folder, id));
      return { id, ...about, workspace: { name: about.title, files, ...mainOf(files), ...workspace } };
    });
}

const byOrder = (a, b) => a.order - b.order;

export const examples = root => collect(join(root, 'playground/examples/gallery')).sort(byOrder);
export const tour = root => collect(join(root, 'playground/examples/tour')).sort(byOrder);

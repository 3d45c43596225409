// Who may import whom (docs/architecture.md), and which packages a room may use. A room is a folder or one file;
// the longest name that fits a path is the room of the file. A room imports itself and what is listed for it.

/** What every face of the server may use. Faces never import each other. */
const FACE = ['stdlib', 'compiler', 'runtime', 'host/errors', 'host/objects', 'host/apps'];

/** What wires the faces together. */
const ALL = [...FACE, 'host/storage', 'host/web', 'host/cli', 'host/ximss', 'host/builtins', 'host/admin'];

/** Room -> rooms that it may import. `stdlib` in a list stands for its rooms, too. */
export const EDGES = {
  stdlib: ['stdlib/declarations', 'stdlib/wssp/plan.ts'],
  'stdlib/declarations': [],
  'stdlib/wssp/plan.ts': ['stdlib'],
  compiler: ['stdlib/declarations', 'stdlib/wssp/plan.ts'],
  runtime: ['compiler', 'stdlib'],
  playground: ['compiler', 'stdlib', 'runtime'],
  'host/errors': ['stdlib'],
  'host/storage': ['stdlib', 'host/errors'],
  'host/objects': ['stdlib', 'host/errors', 'host/storage'],
  'host/apps': ['stdlib', 'compiler', 'runtime', 'host/errors', 'host/objects'],
  'host/web': FACE,
  'host/cli': FACE,
  'host/ximss': FACE,
  'host/builtins': FACE,
  'host/admin': FACE,
  'host/server': ALL,
  'host/bin': [...ALL, 'host/server', 'playground'],
};

/** Rooms that run in a browser, too: they import no module of Node. */
export const BROWSER = ['stdlib', 'compiler', 'playground', 'runtime'];

/** Parts of those that are for Node alone, or for the build. */
export const NODE_ONLY = [
  'runtime/node',
  'runtime/guest/bundle.mjs',
  'playground/build.mjs',
  'playground/cli',
  'playground/dap',
  'playground/examples',
  'playground/lsp',
  'playground/testing',
  'playground/vscode',
];

/** Packages whose faults need guards: exactly one file may import each. */
export const ONE_FILE = ['xml-js', 'koa-router'];

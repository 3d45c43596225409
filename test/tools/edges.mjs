// Checks the imports between the rooms: allowed edges, no cycles between files, no modules of Node where a browser
// runs the code, guarded packages in one file each. `node test/tools/edges.mjs` prints what is wrong.
import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { BROWSER, EDGES, NODE_ONLY, ONE_FILE } from './edgetable.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const ROOMS = ['compiler', 'stdlib', 'runtime', 'host', 'playground'];

/** Does the path lie in the folder, or is it the file? */
const inside = (path, room) => path === room || path.startsWith(`${room}/`);

/** The longest room that holds the path, or undefined. */
export function roomOf(path) {
  return Object.keys(EDGES)
    .filter(room => inside(path, room))
    .sort((a, b) => b.length - a.length)[0];
}

/** What a source imports: `{name, line, typeOnly}` of every import, export from, and import() of a literal. */
export function importsOf(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found = [];
  const add = (literal, typeOnly) => {
    if (literal === undefined || !ts.isStringLiteralLike(literal)) return;
    const { line } = source.getLineAndCharacterOfPosition(literal.getStart());
    found.push({ name: literal.text, line: line + 1, typeOnly });
  };
  const visit = node => {
    if (ts.isImportDeclaration(node)) {
      const bindings = node.importClause?.namedBindings;
      const elements = bindings !== undefined && ts.isNamedImports(bindings) ? bindings.elements : [];
      const onlyTypes = elements.length > 0 && !node.importClause?.name && elements.every(e => e.isTypeOnly);
      add(node.moduleSpecifier, (node.importClause?.isTypeOnly ?? false) || onlyTypes);
    } else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node)) add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** What is wrong with one import, or null. `target` is the path of a relative import. */
export function judge(from, { name, line }, target) {
  const at = `${from}:${line}: imports ${name}`;
  if (target === null) {
    const browser = BROWSER.some(room => inside(from, room)) && !NODE_ONLY.some(room => inside(from, room));
    return browser && isBuiltin(name) ? `${at}, a module of Node, where a browser runs the code` : null;
  }
  const [room, other] = [roomOf(from), roomOf(target)];
  if (room === undefined) return `${from}: lies in no room of test/tools/edgetable.mjs`;
  if (other === undefined) return `${at}, which lies in no room`;
  const allowed = room === other || EDGES[room].some(edge => inside(other, edge));
  return allowed ? null : `${at}: ${room} may not import ${other}`;
}

/** A cycle as a list of files, or null. `graph` maps a file to the files that it imports. */
export function cycle(graph) {
  const state = new Map();
  const path = [];
  const visit = file => {
    if (state.get(file) === 'done') return null;
    if (state.get(file) === 'open') return [...path.slice(path.indexOf(file)), file];
    state.set(file, 'open');
    path.push(file);
    for (const next of graph.get(file) ?? []) {
      const found = visit(next);
      if (found !== null) return found;
    }
    path.pop();
    state.set(file, 'done');
    return null;
  };
  for (const file of graph.keys()) {
    const found = visit(file);
    if (found !== null) return found;
  }
  return null;
}

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules' && entry.name !== 'dist') yield* sources(path);
    } else if (/\.(?:ts|tsx|mjs)$/.test(entry.name)) yield path;
  }
}

/** Every violation in the project, as lines of text. */
export function checkEdges() {
  const wrong = [];
  const graph = new Map();
  const users = new Map(ONE_FILE.map(name => [name, new Set()]));
  for (const room of readdirSync(root).filter(name => ROOMS.includes(name))) {
    for (const file of sources(join(root, room))) {
      const from = relative(root, file).split(sep).join('/');
      const edges = [];
      graph.set(from, edges);
      for (const found of importsOf(from, readFileSync(file, 'utf8'))) {
        const target = found.name.startsWith('.')
          ? posix.join(posix.dirname(from), found.name).replace(/\.js$/, '.ts')
          : null;
        // The launchers reach the build and the built server, the build reaches the launchers.
        if (
          target !== null &&
          (/^dist\//.test(target) || target === 'build.mjs' || target === 'package.json')
        )
          continue;
        const problem = judge(from, found, target);
        if (problem !== null) wrong.push(problem);
        if (target !== null && !found.typeOnly) edges.push(target);
        users.get(found.name)?.add(from);
      }
    }
  }
  const round = cycle(graph);
  if (round !== null) wrong.push(`a cycle of imports: ${round.join(' -> ')}`);
  for (const [name, files] of users)
    if (files.size > 1) wrong.push(`${name} is imported by ${[...files].join(' and ')}: one file only`);
  return wrong;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wrong = checkEdges();
  for (const line of wrong) console.log(line);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}

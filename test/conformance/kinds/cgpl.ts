/** Runs the vectors of the language (cgpl.md section 16): the real compiler, and a real sandbox. */
import { linkProgram } from '../../../compiler/index.js';
import { convertNonce } from '../../../host/builtins/areas/convert.js';
import { Nonces } from '../../../host/builtins/registry/nonces.js';
import { WebContext } from '../../../host/builtins/worker/context.js';
import { webOps } from '../../../host/builtins/worker/web.js';
import type { Sandboxes, WorkerEnvironment } from '../../../runtime/index.js';
import { DEFAULT_LIMITS } from '../../../runtime/limits.js';
import { createNodeSandbox } from '../../../runtime/node/index.js';
import { parse, printCompact } from '../../../stdlib/data/index.js';
import { dictOf, encodeUtf8, equal, makeTime } from '../../../stdlib/values/index.js';
import { listsOfVectors } from '../report.js';

export interface CgplVector {
  readonly id: string;
  readonly about: string;
  readonly source: string;
  readonly results?: readonly string[];
  readonly compileError?: { readonly line: number; readonly column?: number };
  readonly exception?: true;
}

const FILE = 'vector.wcgp';
const RESULT = { name: 'Result', kind: 'procedure', minArgs: 1, maxArgs: 1 } as const;

class Context extends WebContext {
  readonly results: string[] = [];
}

/** A request that asks for nothing, on behalf of nobody. */
const INPUT = {
  request: {
    method: 'GET',
    path: '/',
    query: null,
    secure: false,
    fields: [],
    remoteAddress: '127.0.0.1',
    remotePort: 1,
    proxiedAddress: null,
    body: null,
    fieldLimit: 100,
  },
  identity: { email: null, domain: null, language: null, timeZone: null },
  session: null,
};

/** What `SystemInfo` tells. */
const FACTS = dictOf([
  ...['serverVersion', 'serverOS', 'serverCPU', 'mainDomainName', 'licenseDomainName'].map(
    name => [name, 'vectors'] as const,
  ),
  ...['serverInstance', 'clusterInstance'].map(name => [name, 'vectors'] as const),
  ['startTime', makeTime(0)],
]);

/** The built-ins of the server and the procedure of the vectors. */
const environment: WorkerEnvironment<Context> = {
  name: 'vectors',
  context: (_input, services) => {
    const attachment = (name: string) => (name === 'system' ? FACTS : services.attachment(name));
    const context = new Context(INPUT, { ...services, attachment });
    // What a task tells is no result of the program that has started it.
    if (services.task === null) last = context.results;
    return context;
  },
  ops: {
    ...(webOps as WorkerEnvironment<Context>['ops']),
    result({ results }, x = null) {
      results.push(printCompact(x));
      return null;
    },
  },
};

const nonces = new Nonces();

/** The results of the run in progress: one at a time. */
let last: readonly string[] = [];
let sandbox: Promise<Sandboxes> | null = null;

function sandboxes(): Promise<Sandboxes> {
  sandbox ??= createNodeSandbox({
    environments: [environment as WorkerEnvironment],
    extra: [RESULT.name],
    limits: { stack: DEFAULT_LIMITS.stack },
  });
  return sandbox;
}

/** Ends the sandbox of the vectors. */
export async function close(): Promise<void> {
  const open = await sandbox;
  sandbox = null;
  await open?.close();
}

/** Null when the vector holds, else what is wrong. */
export async function runVector(vector: CgplVector): Promise<string | null> {
  const resolve = (file: string): string | null => (file === FILE ? vector.source : null);
  const { program, diagnostics } = linkProgram(FILE, resolve, { environment: 'plain', extra: [RESULT] });
  if (vector.compileError) {
    if (program) return 'it compiles';
    const place = diagnostics.find(({ severity }) => severity === 'error')?.range.start;
    const { line, column } = vector.compileError;
    const fits = place?.line === line && (column === undefined || place.column === column);
    return fits ? null : `the error is in line ${place?.line}, column ${place?.column}`;
  }
  if (!program) return `it does not compile: ${diagnostics.map(({ message }) => message).join('; ')}`;
  last = [];
  const { error } = await (await sandboxes()).run({
    domain: 'vectors',
    unit: program,
    entry: 'main',
    environment: environment.name,
    wait: (name, [x = null, format = null]) =>
      name === 'convert' ? convertNonce(nonces, x, String(format).toLowerCase()) : null,
  });
  const results = last;
  if (vector.exception) return error ? null : 'it ends without an exception';
  if (error) return `${error.code}: ${error.message} (line ${error.frames[0]?.line})`;
  const expected = (vector.results ?? []).map(encodeUtf8);
  if (results.length !== expected.length)
    return `${results.length} results, not ${expected.length}: ${results.join(' ')}`;
  const wrong = expected.findIndex((text, i) => !same(text, results[i] ?? ''));
  return wrong < 0 ? null : `result ${wrong + 1} is ${results[wrong]}, not ${expected[wrong]}`;
}

/** Equal as values. */
function same(expected: string, given: string): boolean {
  if (expected === given) return true;
  const [a, b] = [parse(expected), parse(given)];
  return a.ok && b.ok && equal(a.value, b.value);
}

/** Runs a folder of vectors. */
export const run = listsOfVectors<CgplVector>(runVector, close);

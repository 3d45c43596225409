/** docs/builtins.md: every built-in of the declarations with its state on this server. A test holds both together. */
import { hostBuiltins } from '../../stdlib/builtins/host.js';
import { BUILTINS, type BuiltinDeclaration } from '../../stdlib/declarations/index.js';
import { builtinTable } from './table.js';
import { webOps } from './worker/web.js';

/** Answered by the worker itself, with what it knows of its tasks. */
const ofWorker = new Set(['sendevent', 'thistask']);

/** Where a built-in is answered, or why not. */
export function stateOf({ home, place, plainPlace, lowerName }: BuiltinDeclaration): string {
  if (home === 'pbx') return 'outside of a call: exception `missing-op`';
  const has = (table: object): boolean => Object.hasOwn(table, lowerName);
  if (place === 'guest') return 'supported, in the sandbox';
  if (place === 'host') {
    return has(webOps) || has(hostBuiltins) || ofWorker.has(lowerName)
      ? 'supported, in the worker'
      : 'missing';
  }
  if (place === 'guestwait')
    return plainPlace === null || has(builtinTable) ? 'supported, may wait' : 'missing';
  return has(builtinTable) ? 'supported, may wait' : 'missing';
}

const environments: Readonly<Record<BuiltinDeclaration['home'], string>> = {
  any: 'any',
  web: 'web',
  session: 'session',
  pbx: 'call',
};

/** The text of the page. */
export function builtinsPage(): string {
  const rows = BUILTINS.map(builtin => {
    const { name, params, area, kind, returns, home, documentation } = builtin;
    const call = `\`${name}(${params})\``.replaceAll('|', '\\|');
    const result = kind === 'procedure' ? 'procedure' : returns;
    return `| ${call} | ${area} | ${environments[home]} | ${result} | ${stateOf(builtin)} | ${documentation.replaceAll('|', '\\|')} |`;
  });
  const supported = BUILTINS.filter(builtin => stateOf(builtin).startsWith('supported')).length;
  const calls = BUILTINS.filter(({ home }) => home === 'pbx').length;
  return `# Built-ins

Every built-in procedure and function of CG/PL, made from the declarations that the compiler uses
(\`UPDATE_DOCS=1 npx vitest run test/host/builtins/docs.test.ts\` writes this page). ${supported} of the ${BUILTINS.length - calls} that do not
need a phone call are supported. "May wait": the task is suspended until storage, network or time has answered.

| built-in | area | environment | result | state | what it does |
|---|---|---|---|---|---|
${rows.join('\n')}
`;
}

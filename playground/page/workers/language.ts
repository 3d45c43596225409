/** The worker of the language service: the editor never waits for the compiler. */
import { LanguageService } from '../../language/service.js';
import { TableFiles } from './files.js';
import type { LanguageAnswer, LanguageCall } from './protocol.js';
import { stockBehind } from './stock.js';
import { packTokens } from './tokens.js';

const files = new TableFiles({});
const service = new LanguageService(files);

/** Everything that the page may call. */
const METHODS: Readonly<Record<string, (...args: never[]) => unknown>> = {
  set: (name: string, content: string | Uint8Array) => files.set(name, content),
  delete: (name: string) => files.delete(name),
  analyse: (name: string) => ({
    tokens: packTokens(service.tokens(name)),
    folds: service.folds(name),
    outline: service.outline(name),
  }),
  complete: (name: string, offset: number) => service.complete(name, offset),
  hover: (name: string, offset: number) => service.hover(name, offset),
  signature: (name: string, offset: number) => service.signature(name, offset),
  definition: (name: string, offset: number) => service.definition(name, offset),
  references: (name: string, offset: number) => service.references(name, offset),
  rename: (name: string, offset: number, to: string) => service.rename(name, offset, to),
  format: (name: string) => service.format(name),
  problems: async (name: string) => {
    const behind = await stockBehind(files);
    if (behind === null) delete files.behind;
    else files.behind = behind;
    return service.problems(name);
  },
  dataProblem: (text: string) => {
    const [problem] = new LanguageService(new TableFiles({ 'text.data': text })).problems('text.data');
    return problem?.message ?? null;
  },
  // what computes conditions is large, and few ask
  conditionProblem: async (text: string) => (await import('./debugging.js')).conditionProblem(text),
};

self.addEventListener('message', async ({ data: { id, method, args } }: MessageEvent<LanguageCall>) => {
  const call = Object.hasOwn(METHODS, method) ? METHODS[method] : undefined;
  const result = call?.(...(args as never[]));
  const answer: LanguageAnswer = { id, result: (result instanceof Promise ? await result : result) ?? null };
  self.postMessage(answer);
});

/** The grammars of the extension in the engine of VS Code colour what the project's own lexers colour. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import onig from 'vscode-oniguruma';
import textmate from 'vscode-textmate';
import { LanguageService } from '../../playground/language/service.js';
import type { TokenType } from '../../playground/language/types.js';

const folder = join(import.meta.dirname, '../../playground/vscode');
const gallery = join(import.meta.dirname, '../../playground/examples/gallery');
const wasm = createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm');

interface Manifest {
  readonly contributes: {
    readonly languages: readonly { id: string; extensions: readonly string[]; configuration: string }[];
    readonly grammars: readonly { language: string; scopeName: string; path: string }[];
  };
}
const { contributes } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;

/** What the scopes of a token of ours must have. */
const SCOPES: Partial<Readonly<Record<TokenType, RegExp>>> = {
  keyword: /keyword|storage|constant\.language|support\.function/,
  string: /string/,
  comment: /comment/,
  number: /constant\.numeric/,
};

const ready = onig.loadWASM(readFileSync(wasm));
const registry = new textmate.Registry({
  onigLib: ready.then(() => ({
    createOnigScanner: (patterns: string[]) => new onig.OnigScanner(patterns),
    createOnigString: (text: string) => new onig.OnigString(text),
  })),
  // HTML comes with VS Code
  loadGrammar: async scope => {
    const path = contributes.grammars.find(({ scopeName }) => scopeName === scope)?.path;
    return path === undefined
      ? null
      : textmate.parseRawGrammar(readFileSync(join(folder, path), 'utf8'), path);
  },
});

/** Scopes at each offset where a token begins or goes on. */
async function scopesOf(scope: string, text: string): Promise<(offset: number) => string> {
  const grammar = await registry.loadGrammar(scope);
  const found: { start: number; end: number; scopes: string }[] = [];
  let state = textmate.INITIAL;
  let offset = 0;
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar?.tokenizeLine(line, state) ?? { tokens: [], ruleStack: state };
    state = ruleStack;
    for (const { startIndex, endIndex, scopes } of tokens)
      found.push({ start: offset + startIndex, end: offset + endIndex, scopes: scopes.join(' ') });
    offset += line.length + 1;
  }
  return at => found.find(({ start, end }) => start <= at && end > at)?.scopes ?? '';
}

const files = readdirSync(gallery).flatMap(id => readdirSync(join(gallery, id)).map(name => join(id, name)));

describe('the grammars of the extension', () => {
  it.each(contributes.languages)('colour $id as the lexers do', async ({ id, extensions }) => {
    const scope = contributes.grammars.find(({ language }) => language === id)?.scopeName ?? '';
    const own = files.filter(name => extensions.includes(extname(name)));
    expect(own.length).toBeGreaterThan(0);
    let compared = 0;
    const wrong: string[] = [];
    for (const name of own) {
      const text = readFileSync(join(gallery, name), 'utf8');
      const scopes = await scopesOf(scope, text);
      const service = new LanguageService({ list: () => [name], read: () => text });
      for (const { start, end, type } of service.tokens(name)) {
        const wanted = SCOPES[type];
        if (wanted === undefined) continue;
        compared++;
        if (!wanted.test(scopes(start)))
          wrong.push(`${name}: ${type} ${text.slice(start, end)} is ${scopes(start)}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(10);
  });
});

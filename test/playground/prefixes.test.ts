/**
 * Half-written code at every keystroke: everything that the editor asks is answered for every beginning of every
 * example, and for broken ones, in all four languages. Nothing throws, and places stay inside the text.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languageOf } from '../../playground/language/languages.js';
import { LanguageService, MemoryFiles } from '../../playground/language/service.js';

interface Source {
  readonly file: string;
  readonly text: string;
}

/** Longer texts are cut: their beginnings have everything that the whole has. */
const LONGEST = 1500;

function* sources(folder: string): Generator<Source> {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* sources(path);
    else if (languageOf(name) !== null)
      yield { file: name, text: readFileSync(path, 'utf8').slice(0, LONGEST) };
  }
}

/** Sources in the cases of the conformance suites: texts of members `source`, `page` and `files`. */
function* vectors(folder: string, extension: string): Generator<Source> {
  const texts = function* (value: unknown): Generator<string> {
    if (typeof value === 'string') yield value;
    else if (Array.isArray(value)) for (const item of value) yield* texts(item);
    else if (typeof value === 'object' && value !== null)
      for (const item of Object.values(value)) yield* texts(item);
  };
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.json')) continue;
    for (const text of texts(JSON.parse(readFileSync(join(folder, name), 'utf8')))) {
      if (text.length > 20 && text.length <= LONGEST) yield { file: `case.${extension}`, text };
    }
  }
}

/** Asks everything at one offset, and checks that what comes back lies in the text. */
function askAll(service: LanguageService, file: string, text: string, offset: number): void {
  const inside = (places: readonly { readonly start: number; readonly end: number }[]): void => {
    for (const { start, end } of places) {
      if (start < 0 || end < start || end > text.length)
        throw new Error(`a place ${start}..${end} of ${text.length} symbols`);
    }
  };
  inside(service.problems(file));
  inside(service.tokens(file));
  inside(service.folds(file) as never);
  service.outline(file);
  service.complete(file, offset);
  service.hover(file, offset);
  service.signature(file, offset);
  inside(service.definition(file, offset).filter(place => place.file === file));
  inside(service.references(file, offset).filter(place => place.file === file));
  service.rename(file, offset, 'other');
  service.format(file);
}

function typed({ file, text }: Source, step: number): void {
  const files = new MemoryFiles();
  const service = new LanguageService(files);
  for (let length = 0; length <= text.length; length += step) {
    const beginning = text.slice(0, length);
    files.set(file, beginning);
    try {
      askAll(service, file, beginning, length);
    } catch (error) {
      throw new Error(`${file} after ${JSON.stringify(beginning.slice(-60))}: ${(error as Error).stack}`);
    }
  }
}

const examples = [...sources('playground/examples'), ...sources('test/examples')];
const cases = [
  ...vectors('test/conformance/vectors/cgpl', 'wcgp'),
  ...vectors('test/conformance/vectors/wssp', 'wssp'),
  ...vectors('test/conformance/vectors/data', 'data'),
];
/** `EVERY=1`: each keystroke of each text; else a part of them, another one each time. */
const isAll = process.env.EVERY === '1';

describe('half-written code', () => {
  it('of the examples is answered at every keystroke', { timeout: 600_000 }, () => {
    expect(examples.length).toBeGreaterThan(50);
    for (const source of examples) typed(source, isAll ? 1 : 1 + Math.floor(Math.random() * 60));
  });

  it('of the conformance cases is answered at every keystroke', { timeout: 600_000 }, () => {
    expect(cases.length).toBeGreaterThan(100);
    for (const source of cases) typed(source, isAll ? 1 : 10 + Math.floor(Math.random() * 90));
  });

  it('of any kind is answered: pieces left out, doubled and put elsewhere', () => {
    const places = fc.tuple(fc.nat(examples.length - 1), fc.nat(LONGEST), fc.nat(80), fc.nat(LONGEST));
    fc.assert(
      fc.property(places, ([which, from, length, to]) => {
        const { file, text } = examples[which] ?? { file: 'a.wcgp', text: '' };
        const piece = text.slice(from, from + length);
        const rest = text.slice(0, from) + text.slice(from + length);
        const made = rest.slice(0, to) + piece + piece + rest.slice(to);
        const files = new MemoryFiles({ [file]: made });
        askAll(new LanguageService(files), file, made, to);
      }),
      { numRuns: isAll ? 2000 : 150 },
    );
  });

  it('of noise is answered', () => {
    const signs = fc.string({
      unit: fc.constantFrom(...'%<!-->{}()[];"\\\n\t= .:abEND#0é€😀'),
      maxLength: 80,
    });
    fc.assert(
      fc.property(
        fc.constantFrom('a.wcgp', 'a.wcgi', 'a.wssp', 'a.wssi', 'a.data', 'a.json'),
        signs,
        fc.nat(80),
        (file, text, at) => {
          askAll(new LanguageService(new MemoryFiles({ [file]: text })), file, text, at);
        },
      ),
      { numRuns: isAll ? 5000 : 500 },
    );
  });
});

/** Every file of the stock skins: compiles without warnings, refers to what is there, says everything in every language. */
import { describe, expect, it } from 'vitest';
import { compileModule } from '../../compiler/cgpl/index.js';
import { compilePage, linkPage } from '../../compiler/wssp/index.js';
import { PUBLIC_INFO } from '../../host/objects/settings/builtin.js';
import { LanguageService, MemoryFiles } from '../../playground/language/service.js';
import { dictGet, dictKeys, isArray, isDict, type Value } from '../../stdlib/values/index.js';
import { readDataset, searchOrder, stockSkins, textsOf, visibleFiles } from './load.js';
import { rawElements } from './raw.js';

const files = [...stockSkins].flatMap(([skin, content]) =>
  [...content].map(([name, bytes]) => ({ skin, name, bytes, text: bytes.toString('utf8') })),
);
const templates = files.filter(({ name }) => /\.(wssp|wssi)$/.test(name));
const languages = ['german', 'french'];

/** Names of texts that a template asks for with a constant. */
const namesIn = (text: string) =>
  [...text.matchAll(/\b(?:STRING|DICTIONARY|ARRAY)\("([^"]+)"\)/g)].map(match => match[1] ?? '');

describe.each(templates)('$skin/$name', ({ skin, name, text }) => {
  it('compiles, and escapes what it prints', () => {
    expect(compilePage(text, { file: name }).diagnostics).toEqual([]);
    expect(rawElements(text, name)).toEqual([]);
    const visible = visibleFiles(skin);
    expect(linkPage(name, file => visible[file] ?? null).diagnostics).toEqual([]);
  });

  it('asks for texts and files that exist', () => {
    const texts = textsOf(skin, null);
    expect(namesIn(text).filter(key => dictGet(texts, key) === null)).toEqual([]);
    const wanted = [...text.matchAll(/filesRef\)%%([\w.-]+)/g)].map(match => match[1] ?? '');
    const has = (file: string) => searchOrder(skin).some(level => level.has(file));
    expect(wanted.filter(file => !has(file))).toEqual([]);
  });
});

describe.each(files.filter(({ name }) => /\.(wss[pi]|wcg[pi]|data)$/.test(name)))(
  '$skin/$name',
  ({ name, text }) => {
    it('has the layout that postern fmt gives it', () => {
      expect(new LanguageService(new MemoryFiles({ [name]: text })).format(name)).toMatchObject({ text });
    });
  },
);

describe.each(files.filter(({ name }) => /\.wcg[pi]$/.test(name)))('$skin/$name', ({ name, text }) => {
  it('compiles without warnings', () => {
    expect(compileModule(text, { file: name, environment: 'session' }).diagnostics).toEqual([]);
  });
});

/** Keys of a dictionary and of the dictionaries in it; entries of arrays by their number of elements. */
function shape(value: Value): unknown {
  if (isDict(value)) return Object.fromEntries(dictKeys(value).map(key => [key, shape(dictGet(value, key))]));
  return isArray(value) ? value.length : 'text';
}

/** Keys that only the default language has: they are the same in all. */
const common = new Set(['StartPage', 'Charset', 'Languages', 'Layouts', 'TimeFormat', 'TimeShortFormat']);
/** Keys that the default language leaves to the server. */
const builtIn = new Set(['MonthNames', 'WeekDays']);

describe.each([...stockSkins.keys()].filter(skin => stockSkins.get(skin)?.has('strings.data')))(
  'texts of "%s"',
  skin => {
    const content = stockSkins.get(skin);
    const english = readDataset(content?.get('strings.data') ?? '{}');

    it.each(languages)('are complete in %s', language => {
      const other = readDataset(content?.get(`${language}.data`) ?? '{}');
      const wanted = dictKeys(english).filter(key => !common.has(key));
      expect(dictKeys(other).filter(key => !builtIn.has(key))).toEqual(wanted);
      for (const key of wanted)
        expect([key, shape(dictGet(other, key))]).toEqual([key, shape(dictGet(english, key))]);
    });

    it('are all used', () => {
      const used = new Set(files.flatMap(({ text }) => namesIn(text)));
      const server = new Set(['StartPage', 'Charset', ...builtIn]);
      const unused = dictKeys(english).filter(
        key => !used.has(key) && !server.has(key) && !/Format$/.test(key),
      );
      expect(unused).toEqual([]);
    });
  },
);

it('names of files are in small letters', () => {
  expect(files.map(({ name }) => name).filter(name => name !== name.toLowerCase())).toEqual([]);
});

it.each([null, ...languages])('every attribute of public info has a name for people: %s', language => {
  const names = dictGet(textsOf('', language), 'PublicInfoNames');
  if (names === undefined || !isDict(names)) throw new Error('no names');
  const labels = PUBLIC_INFO.map(name => dictGet(names, name));
  expect(labels.filter(label => typeof label !== 'string' || label === '')).toEqual([]);
  expect(new Set(labels).size).toBe(labels.length);
});

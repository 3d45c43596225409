/** The example applications compile without warnings, with everything that they include and call. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compileModule, linkProgram } from '../../compiler/cgpl/index.js';
import { compilePage, linkPage } from '../../compiler/wssp/index.js';
import { readDataset, readSkinFolder, visibleFiles } from '../skins/load.js';
import { rawElements } from '../skins/raw.js';

const folder = fileURLToPath(new URL('.', import.meta.url));
const names = readdirSync(folder, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(entry => entry.name);
const stock = visibleFiles('');

const hasProgram = (file: string) => file.endsWith('.wcgp') || file.endsWith('.wcgi');

it('are ten', () => {
  expect(names).toHaveLength(10);
});

describe.each(names)('%s', name => {
  const files = readSkinFolder(`${folder}${name}`);
  const text = (file: string) => files.get(file)?.toString('utf8') ?? stock[file] ?? null;

  it.each([...files.keys()].filter(hasProgram))('%s compiles', file => {
    const environment = name === 'drive' || name === 'longtask' ? 'session' : 'web';
    expect(compileModule(text(file) ?? '', { file, environment }).diagnostics).toEqual([]);
    if (!file.endsWith('.wcgp')) return;
    const { program, diagnostics } = linkProgram(file, text, { environment });
    expect(diagnostics).toEqual([]);
    expect(Object.keys(program?.entries ?? {}).length).toBeGreaterThan(0);
    expect(program?.externals ?? []).toEqual([]);
    for (const page of program?.pages ?? [])
      expect([page, text(`${page}.wssp`) !== null]).toEqual([page, true]);
  });

  it.each([...files.keys()].filter(file => /\.wss[pi]$/.test(file)))('%s compiles', file => {
    expect(compilePage(text(file) ?? '', { file }).diagnostics).toEqual([]);
    expect(rawElements(text(file) ?? '', file)).toEqual([]);
    expect(linkPage(file, text).diagnostics).toEqual([]);
  });

  it('has datasets that are dictionaries, and says what it is', () => {
    for (const [file, bytes] of files) if (file.endsWith('.data')) readDataset(bytes);
    expect(readFileSync(`${folder}${name}/README.md`, 'utf8')).toMatch(/^# /);
  });
});

/** docs/settings.md says what becomes of each setting that has a built-in value: some code reads it, or it has no effect. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SERVER_ITEMS } from '../../../host/objects/server/items.js';
import { BUILTIN_ACCOUNT, BUILTIN_DOMAIN } from '../../../host/objects/settings/builtin.js';
import { dictKeys } from '../../../stdlib/values/index.js';

const page = readFileSync('docs/settings.md', 'utf8');
const [, without = ''] = page.split('## Stored without an effect');
const namesIn = (text: string) => [...text.matchAll(/`([A-Z]\w+)`/g)].map(match => match[1] ?? '');

/** Where settings have their built-in values, or are shown only. */
const DEFINITIONS = /(?:settings\/builtin|server\/items)\.ts$/;

const code = readdirSync('host', { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
  .map(entry => join(entry.parentPath, entry.name))
  .filter(path => !DEFINITIONS.test(path))
  .map(path => readFileSync(path, 'utf8'))
  .join('\n');
const isRead = (key: string) => new RegExp(`['.]${key}\\b`).test(code);

const settings = [BUILTIN_DOMAIN, BUILTIN_ACCOUNT].flatMap(dictKeys);
const ofServer = (['settings', 'queue', 'log', 'dnr'] as const).flatMap(item =>
  dictKeys(SERVER_ITEMS[item].defaults),
);

it('settings that nothing reads are named as such', () => {
  const silent = [...settings, ...ofServer].filter(key => !isRead(key));
  expect(silent.filter(key => !namesIn(without).includes(key))).toEqual([]);
});

it('settings of domains and accounts are all on the page', () => {
  expect(settings.filter(key => !namesIn(page).includes(key))).toEqual([]);
});

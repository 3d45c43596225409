import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { commandsPage, stateOf } from '../../host/cli/page.js';
import { commandTable } from '../../host/cli/table.js';

const PAGE = 'docs/commands.md';

/** The commands of the specification. */
interface Specified {
  readonly command: string;
  readonly tier: number;
  readonly area: string;
  readonly syntax: string;
  readonly output: string;
  readonly right: string;
}

it(`${PAGE} shows the table (UPDATE_DOCS=1 writes it)`, () => {
  if (process.env.UPDATE_DOCS) writeFileSync(PAGE, commandsPage());
  else expect(readFileSync(PAGE, 'utf8')).toBe(commandsPage());
});

it('the table is that of the specification', () => {
  const specified = JSON.parse(readFileSync('test/cli/cli-commands.json', 'utf8')) as Specified[];
  const ours = commandTable
    .filter(command => command.listed !== false)
    .map(({ name, tier, area, syntax = '', output, right }) => ({
      command: name,
      tier,
      area,
      syntax: `${name} ${syntax}`.trimEnd(),
      output,
      right,
    }));
  const byName = (a: Specified, b: Specified): number => (a.command < b.command ? -1 : 1);
  expect(ours.sort(byName)).toEqual([...specified].sort(byName));
});

it('every command of tiers 1 and 2 is supported', () => {
  const missing = commandTable.filter(command => command.tier < 3 && stateOf(command) !== 'yes');
  expect(missing.filter(command => command.listed !== false).map(({ name }) => name)).toEqual([]);
});

/** The settings and options as Markdown tables: docs/operation.md and docs/limits.md hold exactly this text. */
import { optionTable } from '../commandline.js';
import { limitSettings, listenerSettings, logSettings, serverSettings } from './settings.js';
import type { Setting } from './types.js';
import { ximssSettings } from './ximss.js';

/** One table of settings. */
function settingsTable(group: Readonly<Record<string, Setting<never>>>): string {
  const rows = Object.entries(group).map(([name, setting]) => {
    const value = setting.byDefault === '' ? '' : `\`${setting.print(setting.byDefault)}\``;
    return `| \`${name}\` | ${setting.type} (${setting.unit}) | ${value} | ${setting.live ? 'yes' : ''} | ${setting.about} |`;
  });
  return ['| setting | type | default | live | about |', '|---|---|---|---|---|', ...rows].join('\n');
}

/** The table of command line options. */
function optionsTable(): string {
  const rows = optionTable.map(
    ({ name, value, about }) => `| \`--${name}${value === null ? '' : ` ${value}`}\` | ${about} |`,
  );
  return ['| option | about |', '|---|---|', ...rows].join('\n');
}

const groups = {
  'settings: listeners': listenerSettings,
  'settings: ximss': ximssSettings,
  'settings: log': logSettings,
  'settings: limits': limitSettings,
  'settings: server': serverSettings,
};

/** The tables by the name of their mark in the pages. */
export function documentTables(): Map<string, string> {
  const tables = new Map([['options', optionsTable()]]);
  for (const [name, group] of Object.entries(groups)) {
    tables.set(name, settingsTable(group as unknown as Readonly<Record<string, Setting<never>>>));
  }
  return tables;
}

/** A page with the table behind each mark `<!-- name -->` put in place of an older one. */
export function fillTables(page: string): string {
  let filled = page;
  for (const [name, table] of documentTables()) {
    const mark = `<!-- ${name} -->`;
    const at = filled.indexOf(mark);
    if (at < 0) continue;
    const start = at + mark.length;
    const rest = filled.slice(start).replace(/^\n+(?:\|[^\n]*\n)*\n*/, '');
    filled = `${filled.slice(0, start)}\n\n${table}\n${rest === '' ? '' : `\n${rest}`}`;
  }
  return filled;
}

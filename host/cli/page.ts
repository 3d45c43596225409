/** The page docs/commands.md: every command with its state, from the table. */
import { type Command, isSupported } from './command.js';
import { OLD_NAMES } from './oldnames.js';
import { commandTable } from './table.js';

const REFUSALS = { 'command-not-implemented': '590', 'cluster-only': '591' } as const;

const INTRO = `# Commands

Generated from the command table of \`host/cli\` (UPDATE_DOCS=1 npx vitest run test/cli/docs.test.ts). What commands are
and how they are sent: [cli.md](cli.md).

Syntax: upper-case words are keywords, in any letter case and any order; other words stand for values; \`[...]\` may be left
out; \`(a | b)\` is a choice. Right: any of those named is enough, Master always is; \`own\`: the account itself;
\`Domain\`: an administrator of the domain, \`Domain:X\`: with the code X. State: \`yes\`, or the number that the server
answers.
`;

/** What a command's state is: supported, or the number it answers. */
export function stateOf(command: Command): string {
  return isSupported(command) ? 'yes' : REFUSALS[command.refusal ?? 'command-not-implemented'];
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function row(command: Command): string {
  const { name, syntax = '', tier, output, right } = command;
  const code = `\`${`${name} ${cell(syntax)}`.trimEnd()}\``;
  return `| ${code} | ${tier} | ${output} | ${cell(right)} | ${stateOf(command)} |`;
}

/** The whole page. */
export function commandsPage(): string {
  const areas = [...new Set(commandTable.map(command => command.area))];
  const listed = commandTable.filter(command => command.listed !== false);
  const supported = listed.filter(isSupported).length;
  const parts = [INTRO, `${supported} of ${listed.length} commands are supported.`];
  for (const area of areas) {
    const rows = commandTable.filter(command => command.area === area).map(row);
    parts.push(
      `## ${area[0]?.toUpperCase()}${area.slice(1)}\n`,
      ['| command | tier | output | right | state |', '|---|---|---|---|---|', ...rows].join('\n'),
    );
  }
  const old = Object.entries(OLD_NAMES).map(([name, meant]) => `| \`${name}\` | \`${meant}\` |`);
  parts.push(
    '## Names of old clients\n\nThey are read, but not listed.\n',
    ['| name | command |', '|---|---|', ...old.sort()].join('\n'),
  );
  return `${parts.join('\n\n').replace(/\n{3,}/g, '\n\n')}\n`;
}

/** The launcher: help, completion and mistakes of people who type. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readArguments } from '../../../host/bin/arguments.js';
import { commandTable } from '../../../host/bin/commands/table.js';
import { commands, unknownCommand } from '../../../host/bin/help.mjs';
import { AUTHOR_COMMANDS, runAuthorCommand } from '../../../playground/cli/commands.js';
import { SERVER_COMMANDS } from '../../../playground/cli/servercommands.js';
import { terminalIo } from '../../../playground/cli/terminal.js';

async function completionFor(shell: string): Promise<string> {
  const said: string[] = [];
  await runAuthorCommand('completion', [shell], { ...terminalIo(), out: text => void said.push(text) });
  return said.join('');
}

describe('the launcher', () => {
  it('has the same commands in its help, its table and the completion of shells', () => {
    const names = Object.keys(commandTable).sort();
    expect(Object.keys(commands).sort()).toEqual(names);
    expect([...SERVER_COMMANDS, ...AUTHOR_COMMANDS].map(({ name }) => name).sort()).toEqual(names);
  });

  it.each(Object.keys(commandTable))('explains %s', async name => {
    const command = await commandTable[name]?.();
    expect(command?.name).toBe(name);
    expect(command?.help.trim().length).toBeGreaterThan(20);
    const listed = SERVER_COMMANDS.find(one => one.name === name);
    for (const { name: option } of listed?.options ?? []) expect(command?.help).toContain(option);
  });

  it('completes commands and options in bash', async () => {
    const script = `${await completionFor('bash')}
      ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _postern; echo "\${COMPREPLY[@]}"; }
      ask postern re; ask postern log --fo; ask postern check --fo`;
    const { stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    expect([stdout, stderr]).toEqual(['render replay report\n--follow\n--format\n', '']);
  });

  it('ends quietly when nobody reads what it says', async () => {
    const launcher = fileURLToPath(new URL('../../../host/bin/postern.mjs', import.meta.url));
    const child = spawn(process.execPath, [launcher, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let said = '';
    child.stderr.setEncoding('utf8').on('data', text => {
      said += text;
    });
    const [status] = await once(child, 'close');
    expect([status, said]).toEqual([0, '']);
  });

  it('knows what was meant', async () => {
    expect(unknownCommand('chek')).toContain('did you mean check?');
    expect(unknownCommand('LGO')).toContain('did you mean log?');
    expect(unknownCommand('frobnicate')).not.toContain('did you mean');
    expect(unknownCommand('x'.repeat(5000))).not.toContain('did you mean');
    expect(() => readArguments(['--folow'], ['domain'], ['follow'])).toThrow('did you mean --follow?');
    const said: string[] = [];
    const io = { ...terminalIo(), err: (text: string) => void said.push(text) };
    expect(await runAuthorCommand('check', ['--fromat', 'json'], io)).toBe(64);
    expect(said[0]).toBe('postern check: unknown option --fromat: did you mean --format?\n');
  });
});

/** The command line for people: a prompt with history and completion. */
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { complete } from './complete.js';
import type { PwdClient } from './pwdclient.js';
import { helpFor } from './show.js';

/** Lines of the history that are kept. */
const KEPT = 1000;

/** Lines with passwords are not kept. */
const SECRET = /password|^\s*newpass\b/i;

/** Where the history is. */
export function historyFile(): string {
  const state = process.env.XDG_STATE_HOME ?? join(homedir(), '.local', 'state');
  return join(state, 'postern', 'cli-history');
}

function oldLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean).slice(-KEPT).reverse();
  } catch {
    return [];
  }
}

function keep(file: string, line: string): void {
  if (SECRET.test(line)) return;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    appendFileSync(file, `${line}\n`, { mode: 0o600 });
  } catch {
    // a history that cannot be kept is no reason to stop
  }
}

/** Reads commands from a person until EXIT or the end of the input. */
export async function prompt(client: PwdClient, run: (line: string) => Promise<void>): Promise<void> {
  const file = historyFile();
  const reader = createInterface({
    input: process.stdin,
    output: process.stdout,
    history: oldLines(file),
    historySize: KEPT,
    removeHistoryDuplicates: true,
    completer: (line: string) => complete(line, command => client.send(command)),
  });
  reader.setPrompt('postern> ');
  reader.prompt();
  for await (const line of reader) {
    const command = line.trim();
    if (/^(?:exit|quit)$/i.test(command)) break;
    const help = /^(?:help|\?)(?: +(\S+))?$/i.exec(command);
    if (help !== null) process.stdout.write(`${helpFor(help[1] ?? '')}\n`);
    else if (command !== '') {
      keep(file, command);
      await run(command);
    }
    reader.prompt();
  }
  reader.close();
}

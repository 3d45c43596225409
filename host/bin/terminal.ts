/** The terminal of the process. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { errorScreen } from '../../playground/cli/terminal.js';
import type { Terminal } from './commands/types.js';

/** Asks on the terminal; what is typed is not shown. */
function askSecret(question: string): Promise<string | null> {
  if (!process.stdin.isTTY) return Promise.resolve(null);
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true });
  return new Promise(resolve => {
    reader.once('close', () => resolve(null));
    reader.question('', answer => {
      resolve(answer);
      process.stderr.write('\n');
      reader.close();
    });
  });
}

export const processTerminal: Terminal = {
  out: text => void process.stdout.write(text),
  error: text => void process.stderr.write(text),
  isInteractive: process.stdout.isTTY === true,
  screen: errorScreen(),
  secret: askSecret,
  input: async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  },
};

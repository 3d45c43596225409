#!/usr/bin/env node
// The command `postern`: answers --help and --version at once, prepares the clone for everything else.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands, help, unknownCommand } from './help.mjs';
import { prepare, root, runBuilt } from './prepare.mjs';

const args = process.argv.slice(2);
const first = args[0] ?? '--help';
const isServer = first.startsWith('-') || first.toLowerCase() === 'serve';

// A reader that has seen enough (`postern log | head`) ends a command; a server goes on without it.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', error => {
    if (error.code !== 'EPIPE') throw error;
    if (!isServer) process.exit();
  });

if (['--help', '-h', 'help'].includes(first.toLowerCase())) {
  process.stdout.write(help);
} else if (first.toLowerCase() === '--version') {
  process.stdout.write(`${JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version}\n`);
} else if (!first.startsWith('-') && !Object.hasOwn(commands, first.toLowerCase())) {
  process.stderr.write(unknownCommand(first));
  process.exitCode = 64;
} else {
  await prepare();
  // Options without a command start the server, as CommuniGate Pro start-up scripts expect.
  const status = await runBuilt(first.startsWith('-') ? ['serve', ...args] : args);
  if (status !== undefined) process.exitCode = status;
}

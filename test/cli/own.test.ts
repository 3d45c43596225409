/** Transcripts of this project: every command of tiers 1 and 2 is in one of them, or in one of the vectors. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { isSupported } from '../../host/cli/command.js';
import { OLD_NAMES } from '../../host/cli/oldnames.js';
import { commandTable } from '../../host/cli/table.js';
import type { Transcript } from '../conformance/cli/transcript.js';
import { vectorFiles } from '../conformance/report.js';

/** Commands that act on the server around the command line, or need what no command makes: engine.test.ts shows them. */
const ELSEWHERE = [
  'SHUTDOWN',
  'SETLOGALL',
  'DUMPALLOBJECTS',
  'SETTRACE',
  'WRITELOG',
  'REFRESHOSDATA',
  'CLEARWEBUSERCACHE',
  'GETACCOUNTPLAINPASSWORD',
  'CREATESHAREDDOMAIN',
  'REJECTQUEUEMESSAGE',
];

it('shows every supported command', () => {
  const steps = ['test/conformance/own/cli', 'test/conformance/vectors/cli']
    .flatMap(vectorFiles)
    .flatMap(file => (JSON.parse(readFileSync(file, 'utf8')) as Transcript).steps);
  const shown = new Set<string>(ELSEWHERE);
  for (const step of steps) {
    const name = (step.send ?? '').trim().split(' ', 1)[0]?.toUpperCase() ?? '';
    if ((step.code ?? 999) < 300) shown.add(OLD_NAMES[name] ?? name);
  }
  const missing = commandTable.filter(command => isSupported(command) && !shown.has(command.name));
  expect(missing.map(command => command.name)).toEqual([]);
});

it('engine.test.ts shows the others', () => {
  const text = readFileSync('test/cli/engine.test.ts', 'utf8');
  expect(ELSEWHERE.filter(name => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
});

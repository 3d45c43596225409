// A helper for tests: the words of its command line say how it behaves.
import { appendFileSync, copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const modes = process.argv.slice(2);
const is = mode => modes.includes(mode);
const given = name => modes.find(mode => mode.startsWith(`${name}=`))?.slice(name.length + 1);
const say = line => process.stdout.write(`${line}\n`);
const record = given('record');
if (is('stderr')) process.stderr.write('e'.repeat(300_000));
if (is('early')) say('* before INTF');
if (is('flood')) for (let i = 0; i < 5000; i++) say(`garbage ${i}`);
if (is('deaf')) process.on('SIGTERM', () => {});

const held = [];

function answer(number, command, rest) {
  if (is('die') && command === 'DIE') process.exit(3);
  const mark = given('die-once');
  if (command === 'DIE' && mark !== undefined && !existsSync(mark)) {
    writeFileSync(mark, '');
    process.exit(5);
  }
  if (is('die-always')) process.exit(4);
  if (command === 'HANG' || is('hang')) return;
  if (command === 'LONG') return say(`${number} OK ${'x'.repeat(5000)}`);
  if (command === 'GARBAGE') {
    say('');
    say('what is this');
    say('99999 OK unknown number');
    say(`${number}`);
    return say(`${number} OK after garbage`);
  }
  if (command === 'HOLD') {
    held.push(number);
    if (held.length === 3) for (const one of held.splice(0).reverse()) say(`${one} OK ${one}`);
    return;
  }
  if (command === 'ECHO') return say(`${number} OK ${rest}\r`);
  if (command === 'FILE' && is('show')) copyFileSync(rest, `${record}.shown`);
  const reply = given('reply');
  if (reply !== undefined) return say(`${number} ${reply}`);
  say(`${number} FAILURE ${command}`);
}

createInterface({ input: process.stdin }).on('line', line => {
  if (record !== undefined) appendFileSync(record, `${line}\n`);
  const [, number, command, rest = ''] = /^(\S+) (\S+) ?(.*)$/.exec(line);
  if (command === 'INTF') {
    if (is('no-intf')) return;
    return say(is('bad-intf') ? `${number} WHAT` : `${number} INTF ${given('version') ?? 3}`);
  }
  if (command === 'QUIT') {
    if (is('stay')) return;
    say(`${number} OK`);
    process.exit(0);
  }
  answer(number, command, rest);
});
if (is('stay')) setInterval(() => {}, 1000);

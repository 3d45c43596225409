import { createSecureContext } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complete } from '../../../host/bin/cli/complete.js';
import { PwdClient } from '../../../host/bin/cli/pwdclient.js';
import { helpFor, shownOutput } from '../../../host/bin/cli/show.js';
import { cli } from '../../../host/bin/commands/cli.js';
import type { Terminal } from '../../../host/bin/commands/types.js';
import { SYSTEM } from '../../../host/objects/api.js';
import { certificate } from '../../cli/certificate.js';
import { type CliWorld, openCliWorld } from '../../cli/world.js';

let world: CliWorld;

beforeAll(async () => {
  world = await openCliWorld('pm-pass-1', { tls: () => createSecureContext(certificate) });
  await world.objects.domains.create(SYSTEM, 'two.example');
  for (const name of ['anna@main.example', 'andy@main.example', 'bob@two.example']) {
    await world.objects.accounts.create(SYSTEM, name);
  }
});

afterAll(() => world.close());

/** A terminal that notes what is written; `typed` is standard input. */
function terminalOf(typed = '', secret: string | null = 'pm-pass-1') {
  const shown = { out: '', error: '' };
  const terminal: Terminal = {
    out: text => void (shown.out += text),
    error: text => void (shown.error += text),
    isInteractive: false,
    secret: async () => secret,
    input: async () => Buffer.from(typed),
  };
  return { shown, terminal };
}

async function run(args: readonly string[], typed = '', secret: string | null = 'pm-pass-1') {
  const { shown, terminal } = terminalOf(typed, secret);
  const status = await cli.run(['--port', String(world.pwdPort), ...args], terminal);
  return { status, ...shown };
}

describe('postern cli', () => {
  it.each([
    [['MAINDOMAINNAME'], 0, 'main.example\n', ''],
    [['NOOP'], 0, '', ''],
    [['ECHO', '{a=(1,2);b={c=d;};}'], 0, '{\n  a =  (1, 2);\n  b =  {\n    c =  d;\n  };\n}\n', ''],
    [['--raw', 'ECHO', '{a=(1,2);}'], 0, '{a=(1,2);}\n', ''],
    [['ECHO', '"é"'], 0, 'é\n', ''],
    [['GETACCOUNTSETTINGS', 'none'], 1, '', '513 unknown user account\n'],
  ])('%j', async (args, status, out, error) => {
    expect(await run(args)).toEqual({ status, out, error });
  });

  it('reads commands from standard input', async () => {
    const { status, out, error } = await run([], 'ECHO one\n\nFROBNICATE\r\nECHO two\n');
    expect([status, out, error]).toEqual([1, 'one\ntwo\n', '500 unknown command\n']);
  });

  it('tells why it cannot begin', async () => {
    await expect(run(['--user', 'nobody', 'NOOP'])).rejects.toThrow('515 incorrect password');
    await expect(run(['NOOP'], '', null)).rejects.toThrow('no password');
    await expect(run(['--port', 'x', 'NOOP'])).rejects.toThrow('--port needs');
    await expect(run(['--port', '1', 'NOOP'])).rejects.toThrow('no PWD server on 127.0.0.1, port 1');
    await expect(run(['ECHO a\nNOOP'])).rejects.toThrow('one line');
  });
});

describe('completion', () => {
  it.each([
    ['getaccountset', ['GETACCOUNTSETTINGS']],
    ['GETACCOUNTSETTINGS an', ['andy', 'anna']],
    ['GETACCOUNTSETTINGS bob@t', ['bob@two.example']],
    ['GETACCOUNTSETTINGS b@two.example', []],
    ['GETDOMAINSETTINGS ', ['main.example', 'two.example']],
    ['RENAMEACCOUNT anna I', ['INTO']],
    ['CREATEMAILBOX anna MAILBOX x C', ['CLASS']],
    ['CREATEMAILBOX anna AUTH a', ['andy', 'anna']],
    ['FROBNICATE x', []],
  ])('%s', async (line, names) => {
    const client = await PwdClient.open({
      host: '127.0.0.1',
      ports: [world.pwdPort],
      user: 'postmaster',
      password: 'pm-pass-1',
      plain: false,
    });
    const [found] = await complete(line, command => client.send(command));
    client.close();
    expect(found).toEqual(names);
  });
});

describe('for people', () => {
  it('shows how commands are written', () => {
    expect(helpFor('noop')).toBe('NOOP');
    expect(helpFor('CREATEGROUP')).toBe('CREATEGROUP groupName [settings]');
    expect(helpFor('forwarder').split('\n').length).toBeGreaterThan(4);
    expect(helpFor('xyz')).toBe('no command holds xyz');
  });

  it('shows datablocks with their size', () => {
    expect(shownOutput('[AQID]', false)).toBe('[3 bytes] [AQID]');
    expect(shownOutput('not (data', false)).toBe('not (data');
  });
});

import { describe, expect, it } from 'vitest';
import { optionHelp, optionTable, readCommandLine, UsageError } from '../../../host/admin/commandline.js';

describe('command line', () => {
  it('reads names without regard to letter case, values as the next argument', () => {
    const options = readCommandLine([
      '--CGATEBASE',
      '/tmp/x',
      '--logtoconsole',
      '--NOWEBCACHE',
      '--config',
      'c',
    ]);
    expect(options).toMatchObject({
      base: '/tmp/x',
      logToConsole: true,
      noWebCache: true,
      config: 'c',
      logAll: false,
    });
  });

  it.each([
    ['--Base', { base: 'dir' }],
    ['--CGateApplication', { application: 'dir' }],
  ])('%s takes a directory', (name, expected) =>
    expect(readCommandLine([name, 'dir'])).toMatchObject(expected),
  );

  it.each([
    ['--LogAll', 'logAll'],
    ['--Daemon', 'daemon'],
    ['--noLockFile', 'noLockFile'],
    ['--dropRoot', 'dropRoot'],
    ['--version', 'version'],
    ['--help', 'help'],
  ])('%s is a flag', (name, key) => expect(readCommandLine([name])).toMatchObject({ [key]: true }));

  it('accepts the options without effect, with their values', () => {
    const { ignored } = readCommandLine(['--ThreadsScope', 'System', '--BatchLogon', '--closeStuckSockets']);
    expect(ignored).toEqual(['--ThreadsScope System', '--BatchLogon', '--closeStuckSockets']);
  });

  it('takes settings', () => {
    expect([...readCommandLine(['--set', 'httpuport=0', '--set', 'DomainName=a=b']).set]).toEqual([
      ['HTTPUPort', '0'],
      ['DomainName', 'a=b'],
    ]);
  });

  it.each([
    [['--nonsense'], /unknown option --nonsense/],
    [['stray'], /unknown option stray/],
    [['--Base'], /needs a value/],
    [['--set', 'NoSuchThing=1'], /Name=value/],
    [['--set', 'HTTPUPort'], /Name=value/],
  ])('refuses %j', (args, message) => {
    expect(() => readCommandLine(args)).toThrow(UsageError);
    expect(() => readCommandLine(args)).toThrow(message);
  });

  it('explains every option', () => {
    for (const { name, about } of optionTable) {
      expect(optionHelp()).toContain(`--${name}`);
      expect(about).toMatch(/\.$/);
    }
  });
});

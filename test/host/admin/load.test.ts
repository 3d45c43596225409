/** The configuration file: values, overrides, and errors at their own place. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError, loadSettings, takeLive } from '../../../host/admin/config/load.js';
import { defaultSettings } from '../../../host/admin/config/settings.js';
import { removeFolder } from '../../tools/folders.js';

const folder = mkdtempSync(join(tmpdir(), 'postern-conf-'));
afterAll(() => removeFolder(folder));

let count = 0;
function conf(text: string): string {
  const file = join(folder, `${++count}.conf`);
  writeFileSync(file, text);
  return file;
}

const load = (text: string, set: [string, string][] = []) =>
  loadSettings({ file: conf(text), set: new Map(set) });

describe('the configuration file', () => {
  it('gives the defaults when there is none', () => {
    expect(loadSettings({ file: null, set: new Map() })).toEqual(defaultSettings());
  });

  it('reads values of every kind', () => {
    const settings = load(`{ // who
      HTTPUAddress = "*"; httpuport = 80; SessionInactivity = 20m; CGPLMemoryLimit = 128M;
      WebCache = No; LogFormat = JSON; HTTPAAddress = #I[10.0.0.1]; }`);
    expect(settings.HTTPUAddress).toBe('*');
    expect(settings.HTTPUPort).toBe(80);
    expect(settings.SessionInactivity).toBe(1_200_000);
    expect(settings.CGPLMemoryLimit).toBe(128 * 1024 * 1024);
    expect(settings.WebCache).toBe(false);
    expect(settings.LogFormat).toBe('json');
    expect(settings.HTTPAAddress).toBe('10.0.0.1');
  });

  it('lets the command line win', () => {
    expect(load('{HTTPUPort = 80;}', [['HTTPUPort', '81']]).HTTPUPort).toBe(81);
  });

  it.each([
    ['{\n  HTTPUPort = 80;\n  NoSuch = 1;\n}', /\.conf:3:3: there is no setting "NoSuch"/],
    [
      '{\n  HTTPUPort =\n    eighty;\n}',
      /\.conf:3:5: HTTPUPort must be a number from -1 to 65535, not "eighty"/,
    ],
    ['{ HTTPUPort = 80', /\.conf:1:\d+: /],
    ['(1,2)', /:1:1: the file must hold one dictionary/],
    ['{ SessionTotal = 1s; }', /SessionTotal must be a period from 1m to 30d/],
  ])('refuses %j', (text, message) => {
    expect(() => load(text)).toThrow(ConfigError);
    expect(() => load(text)).toThrow(message);
  });

  it('names a missing file and a wrong option', () => {
    expect(() => loadSettings({ file: join(folder, 'none'), set: new Map() })).toThrow(
      /cannot be read \(ENOENT\)/,
    );
    expect(() => load('{}', [['LogLevel', '9']])).toThrow(
      '--set LogLevel=9: LogLevel must be a number from 0 to 5',
    );
  });

  it('takes over live settings only', () => {
    const running = defaultSettings();
    const fresh = load('{LogLevel = 5; HTTPUPort = 80;}');
    takeLive(running, fresh);
    expect([running.LogLevel, running.HTTPUPort]).toEqual([5, 8100]);
  });
});

/** The table of built-ins against a frozen list: names, kinds and counts, and numbers that never change. */
import { describe, expect, it } from 'vitest';
import {
  BUILTINS,
  builtinByOp,
  builtinsOf,
  findBuiltin,
  isCallable,
  isNative,
} from '../../../stdlib/declarations/index.js';
import frozen from './builtins.json' with { type: 'json' };

type Row = [name: string, kind: string, least: number, most: number | null, blocking: boolean, home: string];

describe('declarations', () => {
  it('keep their numbers', () => {
    expect(BUILTINS.map(({ name }) => name)).toEqual((frozen as Row[]).map(([name]) => name));
    BUILTINS.forEach((builtin, op) => {
      expect(builtin.op).toBe(op);
      expect(builtinByOp(op)).toBe(builtin);
      expect(findBuiltin(builtin.name.toLowerCase())).toBe(builtin);
    });
  });

  it.each(frozen as Row[])('%s', (name, kind, least, most, blocking, home) => {
    const found = findBuiltin(name.toLowerCase());
    expect([found?.kind, found?.minArgs, found?.maxArgs, found?.home]).toEqual([kind, least, most, home]);
    // what needs a phone call never gets so far as to wait
    // sessions and statistics live on another thread than the program
    const isElsewhere = name === 'SessionData' || name === 'Statistics';
    if (found?.place !== 'pbx' && !isElsewhere) expect(found?.waits).toBe(blocking);
    expect(found?.place === 'pbx').toBe(home === 'pbx');
    expect(found?.documentation).toMatch(/\.$|\?$/);
    expect(found?.returns === '').toBe(kind === 'procedure');
  });

  it('exist where they should', () => {
    const names = (environment: Parameters<typeof builtinsOf>[0]): Set<string> =>
      new Set(builtinsOf(environment).map(({ name }) => name));
    expect(names('plain').has('GetHTTPMethod')).toBe(false);
    expect(names('web').has('SessionData')).toBe(true);
    expect(names('web').has('PlayFile')).toBe(false);
    expect(names('pbx').has('RemoteIPAddress')).toBe(true);
    expect(names('pbx').has('SetHTTPResponseCode')).toBe(false);
    const play = findBuiltin('playfile');
    expect(play && [isNative(play, 'web'), isCallable(play, 'web'), isCallable(play, 'plain')]).toEqual([
      false,
      true,
      false,
    ]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printPeriod, printSize, readPeriod, readSize } from '../../../host/admin/config/units.js';

describe('periods', () => {
  it.each([
    ['10', 10_000],
    ['0', 0],
    ['250ms', 250],
    ['60s', 60_000],
    ['10M', 600_000],
    ['8h', 28_800_000],
    ['1d', 86_400_000],
    ['2w', 1_209_600_000],
    [' 5s ', 5000],
  ])('%s', (text, ms) => expect(readPeriod(text)).toBe(ms));

  it.each(['', 's', '-1s', '1.5h', '10 s', '1y', '10ss', '0x10'])('refuses %j', text =>
    expect(readPeriod(text)).toBeNull(),
  );

  it('prints what it reads', () => {
    fc.assert(fc.property(fc.nat(1e9), ms => readPeriod(printPeriod(ms)) === ms));
  });

  it.each([
    [60_000, '1m'],
    [90_000, '90s'],
    [0, '0s'],
    [1500, '1500ms'],
  ])('%d prints as %s', (ms, text) => expect(printPeriod(ms)).toBe(text));
});

describe('sizes', () => {
  it.each([
    ['4096', 4096],
    ['64K', 65_536],
    ['100M', 104_857_600],
    ['1gb', 1_073_741_824],
  ])('%s', (text, bytes) => expect(readSize(text)).toBe(bytes));

  it.each(['', 'K', '-1', '1.5M', '1 M', '99999999999T'])('refuses %j', text =>
    expect(readSize(text)).toBeNull(),
  );

  it('prints what it reads', () => {
    fc.assert(fc.property(fc.nat(1e12), bytes => readSize(printSize(bytes)) === bytes));
  });
});

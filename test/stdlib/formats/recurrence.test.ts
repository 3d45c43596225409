/** Recurrence rules: the examples of RFC 5545, and rules that never end or never fit. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { moments, readCalendarTime, readRule } from '../../../stdlib/formats/index.js';
import { civil, DAY, padded } from '../../../stdlib/values/calendar.js';

const at = (text: string): number => readCalendarTime(text)?.at ?? Number.NaN;

function days(rule: string, start: string, from: string, till: string): string {
  const parsed = readRule(rule);
  if (parsed === null) return 'no rule';
  return [...moments(parsed, at(start), at(from), at(till))]
    .filter(moment => moment >= at(from))
    .map(moment => {
      const { month, day } = civil(Math.floor(moment / DAY));
      return `${padded(month, 2)}${padded(day, 2)}`;
    })
    .join(' ');
}

const START = '19970902T090000';

test.each([
  ['FREQ=DAILY;COUNT=3', START, '19970902', '19980101', '0902 0903 0904'],
  ['FREQ=DAILY;UNTIL=19970904T090000Z', START, '19970902', '19980101', '0902 0903 0904'],
  ['FREQ=DAILY;INTERVAL=10;COUNT=4', START, '19970902', '19980101', '0902 0912 0922 1002'],
  ['FREQ=YEARLY;UNTIL=20000131;BYMONTH=1;BYDAY=MO', '19980105T090000', '19990101', '19990115', '0104 0111'],
  ['FREQ=WEEKLY;COUNT=4', START, '19970902', '19980101', '0902 0909 0916 0923'],
  [
    'FREQ=WEEKLY;INTERVAL=2;WKST=SU;COUNT=8;BYDAY=TU,TH',
    START,
    '19970902',
    '19980101',
    '0902 0904 0916 0918 0930 1002 1014 1016',
  ],
  [
    'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO',
    '19970805T090000',
    '19970801',
    '19980101',
    '0805 0810 0819 0824',
  ],
  [
    'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU',
    '19970805T090000',
    '19970801',
    '19980101',
    '0805 0817 0819 0831',
  ],
  ['FREQ=MONTHLY;COUNT=3;BYDAY=1FR', '19970905T090000', '19970902', '19980101', '0905 1003 1107'],
  [
    'FREQ=MONTHLY;INTERVAL=2;COUNT=4;BYDAY=1SU,-1SU',
    '19970907T090000',
    '19970902',
    '19980201',
    '0907 0928 1102 1130',
  ],
  ['FREQ=MONTHLY;COUNT=3;BYMONTHDAY=-3', '19970928T090000', '19970902', '19980201', '0928 1029 1128'],
  ['FREQ=MONTHLY;COUNT=4;BYMONTHDAY=1,-1', '19970930T090000', '19970902', '19980201', '0930 1001 1031 1101'],
  [
    'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3',
    '19980213T090000',
    '19970902',
    '19990201',
    '0213 0313 1113',
  ],
  [
    'FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3',
    '19970904T090000',
    '19970902',
    '19980201',
    '0904 1007 1106',
  ],
  [
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=3',
    '19970929T090000',
    '19970902',
    '19980201',
    '0929 1030 1127',
  ],
  ['FREQ=YEARLY;COUNT=4;BYMONTH=6,7', '19970610T090000', '19970601', '19990101', '0610 0710 0610 0710'],
  [
    'FREQ=YEARLY;INTERVAL=3;COUNT=4;BYYEARDAY=1,100,200',
    '19970101T090000',
    '19970101',
    '20050101',
    '0101 0410 0719 0101',
  ],
  ['FREQ=YEARLY;BYDAY=20MO;COUNT=3', '19970519T090000', '19970101', '20050101', '0519 0518 0517'],
  ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3', '19970512T090000', '19970101', '20050101', '0512 0511 0517'],
  [
    'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=3',
    '19961105T090000',
    '19960101',
    '20090101',
    '1105 1107 1102',
  ],
  ['FREQ=MONTHLY;COUNT=3', '19970131T090000', '19970101', '19980101', '0131 0331 0531'],
  ['FREQ=YEARLY', '19960229T090000', '20000101', '20050101', '0229 0229'],
  ['FREQ=HOURLY;INTERVAL=12;COUNT=3', START, '19970902', '19980101', '0902 0902 0903'],
  ['FREQ=DAILY;BYHOUR=9,17;COUNT=3', START, '19970902', '19980101', '0902 0902 0903'],
  ['FREQ=WEEKLY', START, '20260301', '20260310', '0303'],
  ['FREQ=SOMETIMES', START, START, START, 'no rule'],
  ['FREQ=DAILY;COUNT=0', START, START, START, 'no rule'],
  ['FREQ=DAILY;BYDAY=XX', START, START, START, 'no rule'],
])('%s', (rule, start, from, till, expected) => {
  expect(days(rule, start, from, till)).toBe(expected);
});

test('rules that never fit come to an end', () => {
  expect(days('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', START, '19970901', '99990101')).toBe('0902');
  expect(days('FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5', START, '19970901', '99990101')).toBe('0902');
});

test('any rule gives ascending moments inside its bounds', () => {
  const rule = fc.record(
    {
      FREQ: fc.constantFrom('HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'),
      INTERVAL: fc.integer({ min: 1, max: 9 }),
      COUNT: fc.integer({ min: 1, max: 40 }),
      BYDAY: fc.constantFrom('MO', 'TU,-1FR', '2SU', 'SA,SU'),
      BYMONTH: fc.constantFrom('1', '2,7', '12'),
      BYMONTHDAY: fc.constantFrom('1', '-1', '31', '13,14'),
      BYSETPOS: fc.constantFrom('1', '-1', '2'),
      BYYEARDAY: fc.constantFrom('1', '-1', '200'),
    },
    { requiredKeys: ['FREQ'] },
  );
  fc.assert(
    fc.property(rule, fc.integer({ min: 0, max: 2_000_000_000 }), (parts, start) => {
      const text = Object.entries(parts)
        .map(([name, value]) => `${name}=${value}`)
        .join(';');
      const parsed = readRule(text);
      expect(parsed).not.toBeNull();
      if (parsed === null) return;
      const till = start + 400 * DAY;
      const found = [...moments(parsed, start, start, till)];
      expect(found[0]).toBe(start);
      for (let i = 1; i < found.length; i++)
        expect(found[i] as number).toBeGreaterThan(found[i - 1] as number);
      for (const moment of found) expect(moment).toBeLessThan(till);
      if (parsed.count !== null) expect(found.length).toBeLessThanOrEqual(parsed.count);
      // a window shows the same moments as the whole
      const middle = start + 150 * DAY;
      expect([...moments(parsed, start, middle, till)].filter(moment => moment >= middle)).toEqual(
        found.filter(moment => moment >= middle),
      );
    }),
    { numRuns: 150 },
  );
});

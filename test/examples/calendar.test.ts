/** The calendar: weeks, leap years, ends of years, languages. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Site, startSite } from './server.js';

let site: Site;

beforeAll(async () => {
  site = await startSite('calendar');
});
afterAll(() => site.stop());

/** Rows of the table: texts of the cells; days of other months in parentheses. */
async function month(query: string) {
  const { status, text } = await site.get(`/calendar.wcgp${query}`);
  const rows = [...text.matchAll(/<tr>(<td.*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell = '']) =>
      cell.replace(/^<small>(\d+)<\/small>$/, '($1)').replace(/<.*/, ''),
    ),
  );
  return { status, text, rows };
}

it('shows November 2026 in weeks from Monday', async () => {
  const { text, rows } = await month('?year=2026&month=11');
  expect(text).toContain('<caption>November 2026</caption>');
  expect(rows).toHaveLength(6);
  expect(rows[0]).toEqual(['(26)', '(27)', '(28)', '(29)', '(30)', '(31)', '1']);
  expect(rows[5]).toEqual(['30', '(1)', '(2)', '(3)', '(4)', '(5)', '(6)']);
});

describe.each(Array.from({ length: 36 }, (_, at) => [1999 + Math.floor(at / 12), (at % 12) + 1] as const))(
  '%i-%i',
  (year, number) => {
    it('has the days that it has', async () => {
      const { rows } = await month(`?year=${year}&month=${number}`);
      const days = rows.flat().filter(cell => !cell.startsWith('('));
      const count = new Date(Date.UTC(year, number, 0)).getUTCDate();
      expect(days).toEqual(Array.from({ length: count }, (_, at) => String(at + 1)));
      const first = (new Date(Date.UTC(year, number - 1, 1)).getUTCDay() + 6) % 7;
      expect(rows[0]?.indexOf('1')).toBe(first);
    });
  },
);

it('leads over the end of a year', async () => {
  const { text } = await month('?year=2026&month=12');
  expect(text).toContain('year=2026&amp;month=11');
  expect(text).toContain('year=2027&amp;month=1"');
});

it('marks today', async () => {
  const { text } = await month('');
  expect(text.match(/aria-current="date"/g)).toHaveLength(1);
});

it('knows holidays in German', async () => {
  const { text } = await month('?year=2026&month=10&Language=german');
  expect(text).toContain('<caption>Oktober 2026</caption>');
  expect(text).toContain('Tag der Deutschen Einheit');
  expect(text).toContain('Language=german');
});

it.each(['?year=0&month=13', '?year=99999&month=x'])('shows this month for %s', async query => {
  expect((await month(query)).text).toContain(String(new Date().getFullYear()));
});

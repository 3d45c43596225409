/** One program, three languages: words from the text datasets of the example and of the stock skin together. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Site, startSite } from './server.js';

let site: Site;

beforeAll(async () => {
  site = await startSite('languages');
});
afterAll(() => site.stop());

it.each([
  ['', 'en', 'Welcome to our shop', 'Monday', '9:00 to 18:00', 'Skip to the content'],
  [
    '?Language=german',
    'de',
    'Willkommen in unserem Laden',
    'Montag',
    '9:00 bis 18:00 Uhr',
    'Zum Inhalt springen',
  ],
  ['?Language=russian', 'ru', 'Добро пожаловать', 'понедельник', 'с 9:00 до 18:00', 'К содержанию'],
  ['?Language=klingon', 'en', 'Welcome to our shop', 'Monday', '9:00 to 18:00', 'Skip to the content'],
])('speaks %s', async (query, code, title, day, hours, stock) => {
  const { text } = await site.get(`/welcome.wcgp${query}`);
  expect(text).toContain(`<html lang="${code}">`);
  for (const words of [title, day, hours, stock]) expect(text).toContain(words);
  expect(text.match(/<th scope="row">/g)).toHaveLength(7);
  expect(text.match(/aria-current="date"/g)).toHaveLength(1);
});

it('falls back to the default language for texts without translation', async () => {
  const { text } = await site.get('/welcome.wcgp?Language=russian');
  expect(text).toContain('aria-label="Languages"');
});

/** The debugger of the playground, in both directions and both languages. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { sealRecording } from '../../../runtime/recording/file.js';
import { inBrowser } from './features.js';
import type { Person } from './person.js';

const frame = (person: Person, n = 0) => person.debugger.locator('.frames button').nth(n);

async function debug(person: Person): Promise<void> {
  await person.run(() => person.page.keyboard.press('F5'));
  await person.page.waitForSelector('#debugger:not([hidden]) .frames button');
}

async function watch(person: Person, text: string): Promise<void> {
  await person.page.click('#debugger >> text=Watch…');
  await person.answer(text);
}

inBrowser('the debugger', feature => {
  feature('breakpoints', async ({ person, page }) => {
    await person.example('recursion');
    await person.into('steps.AddElement(from');
    await page.keyboard.press('F9');
    // one is there always, hidden: it keeps the width
    await expect.poll(() => page.locator('.breakpoint').count()).toBe(2);
    await debug(person);
    await expect.poll(() => frame(person).textContent()).toBe('Move  hanoi.wcgp:4');
    await person.into('steps.AddElement(from');
    await person.command('Breakpoint in line 4');
    await expect.poll(() => page.locator('.breakpoint').count()).toBe(1);
    await page.click('[aria-label="Close the debugger"]');
    // beside the line
    const line = await page.locator('.cm-line:has-text("steps.AddElement(from")').boundingBox();
    const gutter = await page.locator('.breakpoint-gutter').boundingBox();
    await page.mouse.click((gutter?.x ?? 0) + 6, (line?.y ?? 0) + 8);
    await expect.poll(() => page.locator('.breakpoint').count()).toBe(2);
  });

  feature('conditions', async ({ person, page }) => {
    await person.example('recursion');
    await person.into('steps.AddElement(from');
    await page.keyboard.press('Shift+F9');
    await page.fill('#dialog-input', 'count ==');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: /./ }).waitFor();
    await person.answer('count == 3 && from == "left"');
    await page.waitForSelector('.breakpoint.conditional');
    await debug(person);
    await expect
      .poll(() => person.debugger.locator('[aria-label=Variables]').textContent())
      .toContain('count number 3'.replace(/ /g, ''));
    await expect.poll(() => person.currentLine()).toContain('steps.AddElement');
  });

  feature('steps', async ({ person, page }) => {
    await person.example('recursion');
    await debug(person);
    await expect.poll(() => frame(person).textContent()).toBe('Main  hanoi.wcgp:10');
    await person.move('next');
    await expect.poll(() => frame(person).textContent()).toBe('Main  hanoi.wcgp:11');
    await person.step(() => page.keyboard.press('F11'));
    await expect.poll(() => frame(person).textContent()).toMatch(/^Move {2}hanoi.wcgp:/);
    await person.move('out');
    await expect.poll(() => frame(person).textContent()).toBe('Main  hanoi.wcgp:12');
    await person.step(() => page.keyboard.press('Shift+F11'));
    await person.step(() => page.keyboard.press('Shift+F10'));
    await person.step(() => page.keyboard.press('F10'));
  });

  feature('watches', async ({ person, page }) => {
    await person.example('recursion');
    await person.into('steps.AddElement(from');
    await page.keyboard.press('F9');
    await debug(person);
    const watches = person.debugger.locator('[aria-label=Watches]');
    await watch(person, 'Length(steps)');
    await watches.locator('.value-number >> text=0').waitFor();
    await person.step(() => page.keyboard.press('F8'));
    await person.step(() => page.keyboard.press('F8'));
    await watches.locator('.value-number >> text=2').waitFor();
    await watch(person, 'nothing + ');
    await watches.locator('.bad').waitFor();
    await page.click('[aria-label="Remove watch nothing +"]');
    await expect.poll(() => watches.locator('.bad').count()).toBe(0);
    await person.step(() => page.keyboard.press('Shift+F8'));
    await watches.locator('.value-number >> text=1').waitFor();
    await page.click('[aria-label="Remove watch Length(steps)"]');
  });

  feature('stack', async ({ person, page }) => {
    await person.example('recursion');
    await person.into('steps.AddElement(from');
    await page.keyboard.press('F9');
    await debug(person);
    await expect.poll(() => person.debugger.locator('.frames button').count()).toBe(5);
    const variables = person.debugger.locator('[aria-label=Variables]');
    await expect.poll(() => variables.textContent()).toContain('"left"');
    await frame(person, 4).click();
    await expect.poll(() => person.currentLine()).toContain('Move(4');
    await expect.poll(() => variables.textContent()).toContain('steps');
  });

  feature('pageDebugging', async ({ person, page }) => {
    await person.example('page-and-program');
    await person.show('files');
    await page.click('.file >> text=table.wssp');
    await person.into('r[].n');
    await page.keyboard.press('F9');
    await debug(person);
    await expect.poll(() => frame(person).textContent()).toContain('table.wssp');
    await person.move('next');
    await expect.poll(() => person.debugger.locator('[aria-label=Variables]').textContent()).not.toBe('');
    await expect.poll(() => page.locator('.file[aria-current=true]').textContent()).toContain('table.wssp');
  });

  feature('stockSkin', async ({ person, page }) => {
    await person.example('hello-page');
    await person.show('request');
    await page.fill('#dataset', '{title="Guests";}');
    await person.write(
      '<!--%%INCLUDE "head.wssi" USING title-->\n%%HTML:STRING("Password")%%\n<!--%%INCLUDE "vanished.wssi"-->',
    );
    await page.locator('.cm-lintRange').waitFor();
    expect(await page.locator('.cm-lintRange').count()).toBe(1);
    await person.write('<!--%%INCLUDE "head.wssi" USING title-->\n%%HTML:STRING("Password")%%');
    await person.run();
    await expect.poll(() => person.body()).toMatch(/<h1>Guests<\/h1>[\s\S]*Password$/);
    // the style sheet of the skin is in the preview
    const heading = page.frameLocator('#preview').locator('h1');
    await expect.poll(() => heading.evaluate(h => getComputedStyle(h).fontSize)).toBe('25.6px');
    await debug(person);
    await expect.poll(() => person.currentLine()).toContain('head.wssi');
    // parts of the stock skin are not the user's to step through
    await person.move('in');
    await expect.poll(() => person.currentLine()).toContain('Password');
  });

  feature('exceptions', async ({ person, page }) => {
    await person.example('failing');
    await person.run(person.press('debug'));
    await page.waitForSelector('#debugger .toolbar .bad');
    await expect.poll(() => person.currentLine()).toContain('items[Length(items)] = 0');
    await person.move('back-out');
    await expect.poll(() => person.currentLine()).toContain('all += Total(orders[i])');
  });

  feature('backwards', async ({ person, page }) => {
    await person.example('recursion');
    await debug(person);
    await page.focus('[aria-label=Step]');
    await person.step(() => page.keyboard.press('End'));
    await expect.poll(() => page.textContent('[data-step]')).toMatch(/step (\d+) of \1/);
    for (const move of ['back-next', 'back-in', 'back-next', 'next']) await person.move(move);
    await page.focus('[aria-label=Step]');
    await person.step(() => page.keyboard.press('Home'));
    await expect.poll(() => page.textContent('[data-step]')).toMatch(/^step 1 of/);
    await expect.poll(() => frame(person).textContent()).toBe('Main  hanoi.wcgp:10');
  });

  feature('recording', async ({ person, page, folder }) => {
    await person.example('failing');
    const path = join(folder, 'run.prec');
    await person.download('Record this run', path);
    await person.give(path, () => person.command('Open a recording'));
    await page.waitForSelector('#debugger .toolbar .bad');
    await expect.poll(() => person.currentLine()).toContain('items[Length(items)] = 0');
    await person.move('back-in');
    await page.waitForSelector('#debugger .toolbar .soft[data-step]');
  });

  feature('badRecording', async ({ person, page, folder }) => {
    await person.example('failing');
    const path = join(folder, 'bad.prec');
    await person.download('Record this run', path);
    const bytes = readFileSync(path);
    // behind magic and layout: the version, its length first; at the end the check value
    const content = bytes.subarray(6 + (bytes[5] ?? 0), bytes.length - 16);
    const damages: [string, Buffer][] = [
      ['no recording', Buffer.from('broken')],
      ['check value is wrong', Buffer.from(bytes.map((byte, i) => (i === 40 ? byte ^ 1 : byte)))],
      ['open it with Postern 9.8.7', Buffer.from(sealRecording(content, '9.8.7'))],
      ['check value is wrong', bytes.subarray(0, bytes.length - 5)],
    ];
    for (const [text, content] of damages) {
      writeFileSync(path, content);
      await person.give(path, () => person.command('Open a recording'));
      const dialog = page.getByRole('dialog', { name: 'This recording cannot be opened' });
      await dialog.getByText(text).waitFor();
      await dialog.getByRole('button', { name: 'OK' }).click();
      await person.closed();
    }
    await expect.poll(() => person.source()).toContain('function ReadOrders');
  });
});

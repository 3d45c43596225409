/** Ways into the playground and out of it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { inBrowser } from './features.js';
import { Person } from './person.js';

const MARK = 'entry Main is SetHTTPResponseData("shared"); end entry;';

async function linkOf(person: Person): Promise<string> {
  await person.page.click('#share');
  const link = await person.page.inputValue('#share-link');
  await person.escape();
  return link.slice(link.indexOf('#'));
}

inBrowser('exchange', feature => {
  feature('gallery', async ({ person, page }) => {
    await page.click('#gallery');
    const cards = page.locator('[data-example]');
    await cards.first().waitFor();
    await expect.poll(() => cards.count()).toBeGreaterThanOrEqual(25);
    const ids = await cards.evaluateAll(list =>
      list.map(card => (card as HTMLElement).dataset.example ?? ''),
    );
    await person.escape();
    for (const id of ids) {
      await person.example(id);
      // colours come after the problems
      await page.locator('.cm-content [class*=tok-]').first().waitFor({ state: 'attached' });
      expect([id, await page.textContent('#counts')]).toEqual([id, expect.not.stringContaining('error')]);
      const outcome = await person.run();
      // one shows how programs fail
      const wanted = id === 'failing' ? /^error/ : /^(?:20|30)\d/;
      expect([id, outcome]).toEqual([id, expect.stringMatching(wanted)]);
    }
  });

  feature('tour', async ({ person, page }) => {
    await person.example('hello');
    await page.click('#tour');
    await page.waitForSelector('#note:not([hidden])');
    for (let at = 2; ; at++) {
      expect(await person.run()).toMatch(/^(?:200|error)/);
      await person.show('source');
      const next = page.locator('#note >> text=Next');
      if (await next.isDisabled()) break;
      await next.click();
      await page.waitForSelector(`#note >> text=${at} of`);
    }
    await page.locator('#note >> text=Back').click();
    await page.click('text=End the tour');
    await expect.poll(() => page.locator('#note').isVisible()).toBe(false);
  });

  feature('share', async ({ person, page }) => {
    await person.example('page-and-program');
    await person.show('request');
    await page.getByRole('button', { name: 'Add parameter' }).click();
    await page.keyboard.type('shared');
    await person.show('source');
    const hash = await linkOf(person);
    const asked: string[] = [];
    page.on('request', request => asked.push(request.url()));
    const other = await person.another(hash);
    await expect.poll(() => other.page.locator('.file').count()).toBe(2);
    await expect.poll(() => other.page.inputValue('[aria-label="Name of parameter 1"]')).toBe('shared');
    expect(asked.filter(address => address.includes('#'))).toEqual([]);
    await other.page.close();
  });

  feature('neverRuns', async ({ person }) => {
    await person.example('hello');
    await person.write(MARK);
    const hash = await linkOf(person);
    await person.visit(hash);
    await person.page.waitForTimeout(300);
    await expect.poll(() => person.source()).toContain('"shared"');
    await expect.poll(() => person.page.getAttribute('html', 'data-runs')).toBeNull();
    await expect.poll(() => person.page.locator('#preview').isVisible()).toBe(false);
    await person.run();
    await expect.poll(() => person.body()).toBe('shared');
  });

  feature('badLink', async ({ person, page }) => {
    await person.example('hello');
    await person.write('// kept\nentry Main is end entry;');
    await person.kept('workspace', '// kept');
    const hash = await linkOf(person);
    const damages = [
      [`${hash.slice(0, -4)}AAAA`, 'damaged'],
      [hash.slice(0, 60), 'damaged'],
      ['#nonsense', 'damaged'],
      ['#1.00000000.', 'damaged'],
      [hash.replace('#1.', '#9.'), 'version 9'],
    ] as const;
    for (const [bad, text] of damages) {
      await person.visit(bad);
      const dialog = page.getByRole('dialog', { name: 'This link cannot be opened' });
      await dialog.getByText(text).waitFor();
      await dialog.getByRole('button', { name: 'OK' }).click();
      await person.closed();
      await expect.poll(() => person.source()).toContain('// kept');
    }
    await person.visit();
  });

  feature('archive', async ({ person, page, folder }) => {
    await person.example('page-and-program');
    const path = join(folder, 'skin.tar');
    await person.download('Export', path);
    expect(readFileSync(path).subarray(257, 262).toString()).toBe('ustar');
    await person.example('hello');
    await person.give(path, () => person.command('Import'));
    await page.waitForSelector('.file >> text=table.wssp', { state: 'attached' });
    await person.run();
    await expect.poll(() => person.body()).toContain('<td>100</td>');
  });

  feature('badArchive', async ({ person, page, folder }) => {
    await person.example('page-and-program');
    const path = join(folder, 'bad.tar');
    await person.download('Export', path);
    const whole = readFileSync(path);
    for (const bytes of [Buffer.from('x'.repeat(1024)), Buffer.alloc(0), whole.subarray(0, 700)]) {
      writeFileSync(path, bytes);
      await person.give(path, () => person.command('Import'));
      const dialog = page.getByRole('dialog', { name: 'This archive cannot be opened' });
      await dialog.getByRole('button', { name: 'OK' }).click();
      await person.closed();
    }
    await expect.poll(() => page.locator('.file').count()).toBe(2);
  });

  feature('undo', async ({ person, page }) => {
    await person.example('hello');
    await person.write('// mine\nentry Main is end entry;');
    await page.click('#gallery');
    await page.click('[data-example=fizzbuzz]');
    await person.closed();
    await page.locator('#toast').getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => person.source()).toContain('// mine');
    await person.command('New workspace');
    await expect.poll(() => person.source()).not.toContain('// mine');
    await person.kept('before', '// mine');
    await person.visit();
    await person.command('Back to the workspace before');
    await expect.poll(() => person.source()).toContain('// mine');
  });

  feature('noServer', async ({ person, page }) => {
    await person.example('hello');
    await person.command('Deploy to a server');
    const dialog = page.getByRole('dialog', { name: 'This cannot be deployed' });
    await dialog.getByText('does not come from a Postern server').waitFor();
    // what the browser says of the address that is not there
    await expect.poll(() => person.complaints.some(text => text.includes('404'))).toBe(true);
    person.complaints = person.complaints.filter(text => !text.includes('404'));
  });

  feature('policy', async ({ person: { url, width }, browser }) => {
    // a browser of its own: its complaints about what is refused come again and again
    const person = await Person.open(browser, { url, width });
    const wanted = ['script-src-elem', 'connect-src', 'style-src-elem', 'frame-src'];
    await person.page.evaluate(() => {
      const reasons = new Set<string>();
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        document.documentElement.dataset.refused = [...reasons.add(effectiveDirective)].join(' ');
      });
      const script = document.createElement('script');
      script.textContent = 'window.bad = 1';
      document.head.append(script);
      const style = document.createElement('style');
      style.textContent = 'body { display: none }';
      document.head.append(style);
      const frame = document.createElement('iframe');
      frame.src = 'http://127.0.0.1:9/';
      document.body.append(frame);
      fetch('http://127.0.0.1:9/').catch(() => undefined);
    });
    const refused = async () => (await person.page.getAttribute('html', 'data-refused'))?.split(' ');
    await expect.poll(refused).toEqual(expect.arrayContaining(wanted));
    expect(await person.page.evaluate(() => 'bad' in window)).toBe(false);
    await person.context.close();
  });
});

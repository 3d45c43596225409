/** Runs in the playground: what goes in, what comes out. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { inBrowser } from './features.js';
import { Person } from './person.js';

const ANSWER = (expression: string): string =>
  `entry Main is\n  SetHTTPResponseType("text", "plain");\n  SetHTTPResponseData(${expression});\nend entry;\n`;

inBrowser('runs', feature => {
  feature('files', async ({ person, page }) => {
    await person.example('page-and-program');
    await person.show('files');
    await page.getByRole('button', { name: 'New file' }).click();
    await page.fill('#dialog-input', 'MAIN.wcgp');
    await page.keyboard.press('Enter');
    await page.getByText('There is a file with this name.').waitFor();
    await person.answer('more.wcgp');
    await person.write(ANSWER('"more"'));
    const act = async (file: string, action: string) => {
      await person.show('files');
      await page.getByLabel(`Actions of ${file}`).click();
      const dialog = page.getByRole('dialog', { name: file, exact: true });
      await dialog.getByRole('button', { name: action }).click();
      await dialog.waitFor({ state: 'detached' });
    };
    await act('more.wcgp', 'Rename');
    await person.answer('other.wcgp');
    await act('other.wcgp', 'Run this file');
    await page.getByRole('button', { name: 'other.wcgp, Run runs it' }).waitFor();
    await person.show('files');
    await page.click('.file >> text=main.wcgp');
    await person.run();
    await expect.poll(() => person.body()).toBe('more');
    await act('other.wcgp', 'Delete');
    await expect.poll(() => page.locator('.file >> text=other.wcgp').count()).toBe(0);
    await page.locator('#toast').getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => page.locator('.file >> text=other.wcgp').count()).toBe(1);
  });

  feature('method', async ({ person, page }) => {
    await person.example('hello');
    await person.write(ANSWER('GetHTTPMethod() + " " + GetHTTPField("Host")'));
    await person.show('request');
    await page.selectOption('#method', 'PUT');
    await page.fill('#path', '/a/b.wcgp');
    await person.run();
    await expect.poll(() => person.body()).toMatch(/^PUT /);
  });

  feature('parameters', async ({ person, page }) => {
    await person.example('hello');
    await person.show('request');
    await page.fill('[aria-label="Value of parameter 1"]', 'Zoë & <b>');
    await page.getByRole('button', { name: 'Add parameter' }).click();
    await page.keyboard.type('unused');
    await person.run();
    await expect.poll(() => person.body()).toBe('Hello, Zoë & <b>!');
    await person.show('request');
    await page.getByLabel('Remove parameter 1').click();
    await person.run();
    await expect.poll(() => person.body()).toBe('Hello, world!');
  });

  feature('fields', async ({ person, page }) => {
    await person.example('hello');
    await person.write(ANSWER('GetHTTPField("User-Agent") || "none"'));
    await person.show('request');
    await page.click('summary >> text=Header fields');
    await page.getByRole('button', { name: 'Add header field' }).click();
    await page.fill('[aria-label="Name of header field 1"]', 'User-Agent');
    await page.fill('[aria-label="Value of header field 1"]', 'green');
    await person.run();
    await expect.poll(() => person.body()).toBe('green');
    await person.show('request');
    await page.click('summary >> text=Header fields');
  });

  feature('form', async ({ person, page }) => {
    await person.example('hello');
    await person.write(ANSWER('GetHTTPMethod() + " " + (GetHTTPParameter("fruit") || "none")'));
    await person.show('request');
    await page.click('summary >> text=Body');
    await page.selectOption('#body-kind', 'form');
    await page.getByRole('button', { name: 'Add form field' }).click();
    await page.keyboard.type('fruit');
    await page.fill('[aria-label="Value of form field 1"]', 'pear');
    await person.run();
    await expect.poll(() => person.body()).toBe('POST pear');
    await person.show('request');
    await page.click('summary >> text=Body');
  });

  feature('textBody', async ({ person, page }) => {
    await person.example('json-api');
    await person.show('request');
    await page.click('summary >> text=Body');
    await page.selectOption('#body-kind', 'text');
    await page.fill('#body-type', 'application/json');
    await page.fill('#body-text', '{"broken');
    const first = await person.run();
    await person.show('request');
    await page.fill('#body-text', '{"name": "Ann", "items": [1, 2]}');
    expect(await person.run()).not.toBe(first);
    await person.show('request');
    await page.click('summary >> text=Body');
  });

  feature('upload', async ({ person, page }) => {
    await person.example('upload');
    await person.show('request');
    await page.click('summary >> text=Body');
    await page.selectOption('#body-kind', 'upload');
    const file = { name: 'x.bin', mimeType: 'application/octet-stream', buffer: Buffer.from([0, 255, 10]) };
    await person.give(file, () => page.click('#body-file'));
    await expect.poll(() => page.textContent('#body-file-name')).toBe('x.bin, 3 bytes');
    await person.run();
    await expect.poll(async () => JSON.parse((await person.body()) ?? '')).toMatchObject({ bytes: 3 });
    await person.show('request');
    await page.click('summary >> text=Body');
  });

  feature('session', async ({ person, page }) => {
    await person.example('session');
    await person.run();
    await person.run();
    await expect.poll(() => person.body()).toMatch(/^Visit number 2 of you@/);
    await person.show('request');
    await page.click('summary >> text=Session');
    await expect.poll(() => page.inputValue('#session-data')).toContain('2');
    await page.fill('#session-data', '{visits=#41;}');
    await person.run();
    await expect.poll(() => person.body()).toMatch(/^Visit number 42 /);
    await person.example('languages');
    await person.run();
    const german = (await person.body()) ?? '';
    await person.show('request');
    await page.fill('#language', 'french');
    await person.run();
    await expect.poll(() => person.body()).not.toBe(german);
    await person.example('hello');
    await person.write(ANSWER('MyEmail() || "nobody"'));
    await person.show('request');
    await page.uncheck('#session');
    await person.run();
    await expect.poll(() => person.body()).toBe('nobody');
    await person.show('request');
    await page.click('summary >> text=Session');
  });

  feature('dataset', async ({ person, page }) => {
    await person.example('hello-page');
    await person.show('request');
    await page.fill('#dataset', '{title="T"; name="<x>";}');
    await person.run();
    await expect.poll(() => person.body()).toContain('<p>Hello, &lt;x&gt;!</p>');
    await person.show('request');
    await page.fill('#dataset', '{title=');
    await page.locator('#dataset-problem >> text=/./').waitFor();
    await page.fill('#dataset', '{title=T;}');
    await expect.poll(() => page.textContent('#dataset-problem')).toBe('');
    await person.example('hello');
    await person.show('request');
    await page.locator('#dataset').waitFor({ state: 'hidden' });
  });

  feature('preview', async ({ person, page }) => {
    await person.example('mail');
    expect(await person.run()).toMatch(/^200 · text\/html/);
    const before = Number(await page.getAttribute('html', 'data-runs'));
    const ran = (more: number) => page.waitForSelector(`html[data-runs="${before + more}"]`);
    const { preview } = person;
    await preview.locator('a').first().click();
    await ran(1);
    await expect.poll(() => preview.locator('h1').textContent()).toBe('Welcome to the playground');
    await preview.locator('a >> text=Back').click();
    await ran(2);
    await preview.getByLabel('Subject').fill('To myself');
    await preview.locator('button').click();
    await ran(3);
    await preview.locator('li >> text=To myself').waitFor();
    await person.write(
      'entry Main is SetHTTPResponseData("<a href=https://elsewhere.example/>elsewhere</a>"); end entry;',
    );
    await person.run();
    // the page before is seen until this one is ready
    await preview.locator('a', { hasText: 'elsewhere' }).click();
    await page.waitForSelector('#toast >> text=not in this workspace');
  });

  feature('sandboxedPreview', async ({ person: { url, width }, browser }) => {
    // a browser of its own: its complaints about what is refused come again and again
    const person = await Person.open(browser, { url, width });
    const { page } = person;
    const attack = `<p id=p>x</p><img src='http://127.0.0.1:9/x.png'><script>
      const say = []; const tell = () => { p.textContent = say.join(' '); };
      try { parent.document.title = 1; } catch (e) { say.push(e.name); }
      try { localStorage.a = 1; } catch (e) { say.push(e.name); }
      try { top.location = 'about:blank'; } catch (e) { say.push(e.name); }
      fetch('examples.json').catch(() => { say.push('offline'); tell(); }); tell();
    </script>`;
    await person.example('hello');
    await person.write(`entry Main is SetHTTPResponseData(${JSON.stringify(attack)}); end entry;`);
    await person.run();
    const text = () => person.preview.locator('#p').textContent();
    await expect.poll(text).toBe('SecurityError SecurityError SecurityError offline');
    await expect.poll(() => page.title()).toBe('Postern playground');
    expect(page.url()).toMatch(/^http:/);
    await person.context.close();
  });

  feature('body', async ({ person, page, folder }) => {
    await person.example('hello-page');
    await person.run();
    const panel = await person.tab('body');
    await expect.poll(() => panel.textContent()).toContain('<h1>A first page</h1>');
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      panel.getByRole('button', { name: 'Save' }).click(),
    ]);
    const path = join(folder, 'response');
    await saved.saveAs(path);
    expect(readFileSync(path, 'utf8')).toContain('<h1>A first page</h1>');
  });

  feature('headers', async ({ person }) => {
    await person.example('cookies');
    await person.run();
    const panel = await person.tab('headers');
    await expect.poll(() => panel.textContent()).toContain('Status200');
    await expect.poll(() => panel.textContent()).toContain('Set-Cookie');
  });

  feature('log', async ({ person }) => {
    await person.example('hello');
    await person.run();
    const panel = await person.tab('log');
    await expect.poll(() => panel.textContent()).toBe('Nothing was logged.');
    await person.write(
      'entry Main is\n  SysLog("first line");\n  SysLog("second");\n  SetHTTPResponseData("x");\nend entry;',
    );
    await person.run();
    await person.tab('log');
    await expect.poll(() => panel.locator('.log').count()).toBe(2);
    await expect.poll(() => panel.textContent()).toContain('first line');
  });

  feature('values', async ({ person }) => {
    await person.example('hello');
    await person.write(
      'entry Main is\n  SetHTTPResponseType("application", "json");\n  SetHTTPResponseData(ObjectToJSON(ToObject("{a={b={c=deep;};}; list=(one,two);}")));\nend entry;',
    );
    await person.run();
    const panel = await person.tab('values');
    await expect.poll(() => panel.textContent()).toContain('list');
    const closed = panel.locator('details:not([open]) > summary').first();
    if ((await closed.count()) > 0) await closed.press('Enter');
    await expect.poll(() => panel.textContent()).toContain('deep');
  });

  feature('usage', async ({ person }) => {
    await person.example('values');
    await person.run();
    const panel = await person.tab('usage');
    for (const name of ['Processor', 'Memory at most', 'Host calls', 'Output'])
      await expect.poll(() => panel.textContent()).toContain(name);
  });

  feature('heat', async ({ person, page }) => {
    await person.example('primes');
    await person.run(person.press('profile'));
    await person.show('source');
    const hits = () => page.locator('.heat').allTextContents();
    await expect.poll(async () => (await hits()).length).toBeGreaterThan(8);
    await expect.poll(async () => (await hits())[0]).toBe('1×');
    // heat of a text that is another one now would lie
    await page.click('.cm-content');
    await page.keyboard.press('End');
    await page.keyboard.type(' ');
    await expect.poll(() => page.locator('.heat').count()).toBe(0);
  });

  feature('flame', async ({ person, page }) => {
    await person.example('primes');
    await person.run(person.press('profile'));
    await page.locator('#profile-part table button').first().waitFor();
    await expect.poll(() => page.locator('.flame button').allTextContents()).toEqual(['Main', 'Sieve']);
    await page.click('.flame button >> text=Sieve');
    await person.show('source');
    await expect.poll(() => page.textContent('#place')).toContain('Line 2,');
  });

  feature('failure', async ({ person, page }) => {
    await person.example('failing');
    expect(await person.run()).toMatch(/^error \d+: /);
    const frames = page.locator('#panel-body .frames button');
    await expect.poll(() => frames.count()).toBe(2);
    await frames.nth(1).click();
    await expect.poll(() => page.textContent('#place')).toContain('Line 20,');
    await person.write('entry Main is (');
    expect(await person.run()).toContain('It does not compile');
  });

  feature('stop', async ({ person, page }) => {
    const outcome = (text: string) => expect.poll(() => page.textContent('#outcome')).toBe(text);
    await person.example('hello');
    await person.write('entry Main is loop Void(1); end loop; end entry;');
    await page.click('#run');
    await outcome('running…');
    await page.click('#stop');
    await outcome('stopped');
    await expect.poll(() => page.isDisabled('#stop')).toBe(true);
    await person.write(ANSWER('"again"'));
    expect(await person.run()).toMatch(/^200/);
    await person.write('entry Main is loop Void(1); end loop; end entry;');
    await page.click('#debug');
    await outcome('running…');
    await page.keyboard.press('Shift+F5');
    await outcome('stopped');
    await person.write(ANSWER('"and again"'));
    await person.run();
    await expect.poll(() => person.body()).toBe('and again');
  });

  feature('account', async ({ person, page }) => {
    await person.command('Empty the account');
    await page.getByText('The account of the playground is empty.').waitFor();
    await person.closeMessage();
    await person.example('preferences');
    await person.run();
    await person.run();
    await expect.poll(() => person.body()).toBe('This ran 2 times in this browser.');
    await person.kept('account', 'PlaygroundRuns=2;');
    await person.kept('workspace', 'PlaygroundRuns');
    await person.visit();
    await person.run();
    await expect.poll(() => person.body()).toBe('This ran 3 times in this browser.');
    for (const id of ['dataset-store', 'files']) {
      await person.example(id);
      expect(await person.run()).toMatch(/^200/);
    }
    await person.example('preferences');
    await person.command('Empty the account');
    await page.getByText('The account of the playground is empty.').waitFor();
    await person.closeMessage();
    await person.run();
    await expect.poll(() => person.body()).toBe('This ran 1 times in this browser.');
  });

  feature('kept', async ({ person, page }) => {
    await person.example('shared-code');
    await person.write('// mine\nentry Main is\nend entry;\n');
    await person.kept('workspace', '// mine');
    await person.visit();
    await expect.poll(() => person.source()).toContain('// mine');
    await expect.poll(() => page.locator('.file').count()).toBe(2);
  });
});

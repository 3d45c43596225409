/** The editor of the playground. */
import { expect } from 'vitest';
import { inBrowser } from './features.js';

const MAIN = (body: string): string => `entry Main is\n${body}\nend entry;\n`;

inBrowser('the editor', feature => {
  feature('highlighting', async ({ person, page }) => {
    await person.example('languages');
    const has = (type: string) => page.locator(`.tok-${type}`).first().waitFor();
    await has('tag');
    await person.show('files');
    await page.click('.file >> text=strings.data');
    await has('property');
    await has('string');
    await person.example('hello');
    for (const type of ['keyword', 'builtin', 'string', 'variable']) await has(type);
    await person.show('files');
    await page.getByRole('button', { name: 'New file' }).click();
    await person.answer('set.json');
    await person.write('{"a": [1, true]}');
    await has('property');
    await has('number');
  });

  feature('completion', async ({ person, page }) => {
    await person.example('hello');
    await person.write('entry Main is\n  SetHTTPResponseDa');
    await page.keyboard.press('Control+Space');
    const chosen = page.locator('.cm-tooltip-autocomplete [aria-selected]');
    await chosen.waitFor();
    await expect.poll(() => chosen.textContent()).toContain('SetHTTPResponseData(x)');
    await page.locator('.cm-completionInfo >> text=Sets the body of the response').waitFor();
    // keys that come too soon after the list are not for it
    await page.waitForTimeout(150);
    await page.keyboard.press('Enter');
    await expect.poll(() => person.source()).toContain('SetHTTPResponseData()');
  });

  feature('completionOfOwn', async ({ person, page }) => {
    await person.example('hello');
    await person.write(`function Total(list) is\n  return 1;\nend function;\n${MAIN('  totals = 2;\n  ')}`);
    await page.keyboard.press('Control+Home');
    for (let n = 0; n < 5; n++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await page.keyboard.type('x = tot');
    const list = page.locator('.cm-tooltip-autocomplete');
    await expect.poll(() => list.textContent()).toMatch(/Total.*totals|totals.*Total/);
    await page.keyboard.press('Escape');
    // Enter after a statement is a new line and chooses nothing
    await page.keyboard.type('als;');
    await page.waitForTimeout(300);
    expect(await list.count()).toBe(0);
  });

  feature('signature', async ({ person, page }) => {
    await person.example('hello');
    await person.write('entry Main is\n  ');
    await page.keyboard.type('SetHTTPResponseType("text", ');
    const mark = page.locator('.signature mark');
    await mark.waitFor();
    await expect.poll(() => page.locator('.signature').textContent()).toContain('SetHTTPResponseType(');
    await expect.poll(() => mark.textContent()).toBe('subtype');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => mark.textContent()).toBe('type');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.signature').count()).toBe(0);
  });

  feature('hover', async ({ person, page }) => {
    await person.example('hello');
    await person.write(MAIN('  SetHTTPResponseData(1);'));
    await page.hover('.tok-builtin');
    await page.waitForSelector('.tooltip');
    await expect.poll(() => page.textContent('.tooltip')).toContain('Sets the body of the response');
    await page.mouse.move(5, 5);
  });

  feature('explanation', async ({ person, page }) => {
    await person.example('hello');
    await page.locator('.tok-builtin').first().click();
    await page.keyboard.press('F1');
    const dialog = page.getByRole('dialog', { name: 'Explanation' });
    await dialog.waitFor();
    await expect.poll(() => dialog.textContent()).toContain('GetHTTPParameter');
    await person.escape();
  });

  feature('diagnostics', async ({ person, page }) => {
    await person.example('hello');
    await person.write(MAIN('  x = Lenght("a");'));
    await page.waitForSelector('#problems .error');
    await expect.poll(() => page.textContent('#problems')).toContain('did you mean Length?');
    await page.waitForSelector('.cm-lintRange-error');
    await page.keyboard.press('Control+Home');
    await page.click('#problems .error');
    await expect.poll(() => page.textContent('#place')).toContain('Line 2, column 13');
    // half a program at every keystroke
    await person.write('');
    await page.keyboard.type('entry Main is x={; y=foo(("\n end');
    await expect.poll(() => page.textContent('#counts')).toMatch(/error/);
    await person.write(MAIN('  Void(1);'));
    await expect.poll(() => page.textContent('#counts')).toBe('No problems');
    await expect.poll(() => page.locator('#problems button').count()).toBe(0);
  });

  feature('format', async ({ person, page }) => {
    await person.example('hello');
    await person.write('entry Main is\nSetHTTPResponseData( "x"+"y" );\nend entry;');
    await page.keyboard.press('Control+s');
    await expect.poll(() => person.source()).toContain('  SetHTTPResponseData("x" + "y");');
    await person.write('entry Main is (');
    await person.command('Format');
    await page.locator('#toast >> text=/./').first().waitFor();
  });

  feature('definition', async ({ person, page }) => {
    await person.example('shared-code');
    await page.click('.tok-function >> text=Title');
    await page.keyboard.press('F12');
    await page.waitForSelector('.file[aria-current=true] >> text=text.wcgi', { state: 'attached' });
    await expect.poll(() => page.textContent('#place')).toContain('Line 21');
  });

  feature('references', async ({ person, page }) => {
    await person.example('shared-code');
    await page.click('.tok-function >> text=Title');
    await person.command('Find references');
    const rows = page.getByRole('dialog', { name: 'References' }).locator('.frames button');
    await expect.poll(() => rows.count()).toBe(3);
    await rows.nth(1).press('Enter');
    await expect.poll(() => page.textContent('#place')).toContain('Line 7');
  });

  feature('rename', async ({ person, page }) => {
    await person.example('shared-code');
    await page.click('.tok-function >> text=Title');
    await page.keyboard.press('F2');
    await page.fill('#dialog-input', 'end');
    await page.keyboard.press('Enter');
    await page
      .getByRole('dialog', { name: 'This cannot be renamed' })
      .getByRole('button', { name: 'OK' })
      .click();
    await person.closed();
    await page.keyboard.press('F2');
    await person.answer('Headline');
    await page.waitForSelector('#toast >> text=3 places changed');
    await expect.poll(() => person.source()).toContain('Text::Headline(words)');
    expect(await person.run()).toMatch(/^200/);
    await expect.poll(() => person.body()).toBe('The Quick Brown Fox has 4 words');
    await person.show('files');
    await page.click('.file >> text=text.wcgi');
    await expect.poll(() => person.source()).toContain('function Headline(words)');
  });

  feature('outline', async ({ person, page }) => {
    await person.example('mail');
    await person.show('files');
    await page.click('#outline >> text=MessageRow');
    await person.show('source');
    await expect.poll(() => page.textContent('#place')).toContain('Line 10');
    await person.show('files');
    await page.click('.file >> text=list.wssp');
    await person.show('files');
    await page.locator('#outline li li button').first().waitFor();
  });

  feature('folding', async ({ person, page }) => {
    await person.example('mail');
    await page.locator('.cm-foldGutter [title="Fold line"]').first().waitFor();
    await person.into('procedure Fill');
    await page.keyboard.press('Control+Shift+BracketLeft');
    await page.waitForSelector('.cm-foldPlaceholder');
    await expect.poll(() => person.source()).not.toContain('headers.From');
    await page.click('.cm-foldPlaceholder');
    await expect.poll(() => person.source()).toContain('headers.From');
    await page.locator('.cm-foldGutter [title="Fold line"]').first().click();
    await page.waitForSelector('.cm-foldPlaceholder');
  });

  feature('search', async ({ person, page }) => {
    await person.example('hello');
    await person.write(MAIN('  a = "one";\n  b = "one";'));
    await page.keyboard.press('Control+f');
    await page.fill('.cm-search [name=search]', 'one');
    await page.fill('.cm-search [name=replace]', 'two');
    await page.click('.cm-search [name=replaceAll]');
    await expect.poll(() => person.source()).toContain('b = "two"');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.cm-search').count()).toBe(0);
  });

  feature('colours', async ({ person, page }) => {
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await ground();
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(ground).not.toBe(light);
    const dark = await ground();
    await page.click('#theme');
    await expect.poll(() => ground()).toBe(light);
    await page.click('#theme');
    expect([await ground(), await page.getAttribute('#theme', 'title')]).toEqual([dark, 'Colours: dark']);
    await page.emulateMedia({ colorScheme: 'light' });
    await person.visit();
    await expect.poll(() => ground()).toBe(dark);
    await page.click('#theme');
    await expect.poll(() => ground()).toBe(light);
  });

  feature('keyboard', async ({ person, page }) => {
    await person.example('hello');
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    const seen = new Set<string>();
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press('Tab');
      const place = await page.evaluate(() => {
        const inner = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
        const { outlineStyle } = getComputedStyle(inner ?? document.body);
        const isShown = outlineStyle !== 'none' || inner?.classList.contains('cm-content') === true;
        return { id: inner?.id ?? '', isEditor: inner?.classList.contains('cm-content') === true, isShown };
      });
      if (place.isEditor) await page.keyboard.press('Control+m');
      else if (place.id !== '') expect([place.id, place.isShown]).toEqual([place.id, true]);
      seen.add(place.isEditor ? 'source' : place.id);
    }
    const wanted = ['run', 'debug', 'profile', 'gallery', 'tour', 'share', 'more', 'theme', 'source'];
    expect([...seen]).toEqual(expect.arrayContaining(wanted));
    await person.run();
    await page.focus('#more');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'More' }).waitFor();
    await person.escape();
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('more');
  });

  feature('labels', async ({ person, page }) => {
    await person.example('hello');
    const nameless = await page.evaluate(() => {
      const controls = document.querySelectorAll('button, input, select, textarea, iframe');
      const named = (element: Element): boolean =>
        (element.textContent ?? '').trim() !== '' ||
        element.hasAttribute('aria-label') ||
        element.hasAttribute('title') ||
        ((element as HTMLInputElement).labels?.length ?? 0) > 0;
      return [...controls].filter(element => !named(element)).map(element => element.outerHTML);
    });
    expect(nameless).toEqual([]);
    await expect
      .poll(() => page.locator('.cm-content').getAttribute('aria-label'))
      .toBe('Source of hello.wcgp');
    await person.run();
    await expect.poll(() => page.textContent('#status')).toMatch(/^200/);
    await expect.poll(() => page.getByRole('tab', { selected: true, name: 'Preview' }).count()).toBe(1);
  });

  feature('fit', async ({ person, page }) => {
    await person.example('mail');
    await person.run();
    for (const width of person.isPhone ? [320, 360, 412] : [900, 1280, 1920]) {
      await page.setViewportSize({ width, height: 740 });
      for (const part of ['files', 'source', 'request', 'result'] as const) {
        await person.show(part);
        await expect.poll(async () => [width, part, await person.overflow()]).toEqual([width, part, 0]);
      }
    }
    await page.setViewportSize(person.isPhone ? { width: 375, height: 740 } : { width: 1280, height: 800 });
  });
});

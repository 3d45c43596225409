/** Every page of the stock skins in every situation and language. */
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { dictGet } from '../../stdlib/values/index.js';
import { stockSkins, textsOf } from './load.js';
import { renderScene } from './render.js';
import { scenes } from './scenes.js';

const isWML = (skin: string) => /^wml/i.test(skin);

/** Why a text is no well-formed XML, null when it is. */
function xmlError(text: string): string | null {
  const parser = new SaxesParser();
  let found: string | null = null;
  parser.on('error', error => {
    found ??= error.message;
  });
  parser.write(text).close();
  return found;
}

describe.each([...stockSkins.keys()])('skin "%s"', skin => {
  describe.each([null, 'german', 'french'])('in %s', language => {
    it.each(Object.keys(scenes))('%s', name => {
      const scene = scenes[name];
      if (!scene) throw new Error(name);
      const page = renderScene(scene, skin, language);
      const code = String(dictGet(textsOf(skin, language), 'LanguageCode'));
      expect(page).toContain(`lang="${code}"`);
      if (isWML(skin)) expect(xmlError(page)).toBeNull();
      expect(page).not.toContain('%%');
      expect(page).not.toContain('<bert>');
      expect(page).not.toContain('<plans>');
      // Every form and link must lead somewhere: an element that is missing leaves a hole.
      expect(page).not.toMatch(/(action|href|src)=""/);
    });
  });
});

describe('an alert that is confirmed', () => {
  it('leads back to the page that was asked for', () => {
    const page = renderScene(
      { page: 'alerts.wssp', dataset: '{returnURL="hello.wssp?a=1";}', session: '{ID=x;}' },
      '',
      null,
    );
    expect(page).toMatch(/^<REDIRECT>hello\.wssp\?a=1\n/);
  });
});

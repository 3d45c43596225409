import { describe, expect, it } from 'vitest';
import { SkinCache } from '../../../host/apps/cache/skincache.js';

const choice = { domain: 'd.dom', skin: '' };

function open(limit = 100, enabled = true) {
  let made = 0;
  const cache = new SkinCache<number>(
    () => limit,
    () => enabled,
  );
  const get = (name: string, files: string[] = [name], skin = choice) =>
    cache.get(skin, name, async uses => {
      files.forEach(uses);
      return ++made;
    });
  return { cache, get, made: () => made };
}

describe('skin cache', () => {
  it('makes a value once', async () => {
    const { get } = open();
    expect(await Promise.all([get('a'), get('a'), get('b')])).toEqual([1, 1, 2]);
  });

  it.each([
    [{ domain: 'd.dom', file: 'a' }, true],
    [{ domain: 'd.dom', file: 'missing' }, true],
    [{ domain: 'd.dom', file: 'other' }, false],
    [{ domain: 'd.dom', file: null }, true],
    [{ domain: null, file: 'a' }, true],
    [{ domain: null, file: 'other' }, false],
    [{ domain: 'e.dom', file: 'a' }, false],
    [{ domain: 'e.dom', file: null }, false],
  ])('after %j', async (change, dropped) => {
    const { cache, get } = open();
    await get('a', ['a', 'missing']);
    cache.drop(change);
    expect(await get('a')).toBe(dropped ? 2 : 1);
  });

  it('a domain change does not reach server-wide applications', async () => {
    const { cache, get } = open();
    await get('a', ['a'], { domain: '', skin: '' });
    cache.drop({ domain: 'd.dom', file: 'a' });
    expect(await get('a', ['a'], { domain: '', skin: '' })).toBe(1);
  });

  it('never answers with what was read before a change', async () => {
    const { cache } = open();
    let file = 'old';
    let release = () => {};
    const gate = new Promise<void>(resolve => {
      release = resolve;
    });
    const make = async (uses: (name: string) => void) => {
      uses('a');
      const text = file;
      await gate;
      return text === 'old' ? 0 : 1;
    };
    const first = cache.get(choice, 'a', make);
    file = 'new';
    cache.drop({ domain: 'd.dom', file: 'a' });
    const second = cache.get(choice, 'a', make);
    release();
    expect(await Promise.all([first, second])).toEqual([1, 1]);
  });

  it('forgets names that lead to nothing before what is in use', async () => {
    const cache = new SkinCache<string | null>(
      () => 3,
      () => true,
    );
    let made = 0;
    const useful = () => cache.get(choice, 'program', async () => `made ${++made}`);
    await useful();
    for (let n = 0; n < 20; n++) await cache.get(choice, `random${n}`, async () => null);
    expect([await useful(), cache.size]).toEqual(['made 1', 3]);
  });

  it('does not keep failures', async () => {
    const { cache } = open();
    await expect(cache.get(choice, 'a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await cache.get(choice, 'a', async () => 7)).toBe(7);
  });

  it('keeps the most recently used', async () => {
    const { cache, get, made } = open(2);
    await get('a');
    await get('b');
    await get('a');
    await get('c');
    await get('a');
    expect(made()).toBe(3);
    expect(cache.size).toBe(2);
  });

  it('keeps nothing when switched off', async () => {
    const { cache, get } = open(10, false);
    expect([await get('a'), await get('a')]).toEqual([1, 2]);
    expect(cache.size).toBe(0);
  });

  it('never ends in a loop when files change all the time', async () => {
    const { cache } = open();
    const value = await cache.get(choice, 'a', async uses => {
      uses('a');
      await Promise.resolve();
      cache.drop({ domain: 'd.dom', file: 'a' });
      return 1;
    });
    expect(value).toBe(1);
  });
});

/** What the page loads when it is needed. */
import { describe, expect, it } from 'vitest';
import { LOTS, loadNamed, hostBuiltins as ofPage } from '../../playground/page/later/builtins.js';
import { hostBuiltins } from '../../stdlib/builtins/host.js';

describe('built-ins of the page', () => {
  it('are those of the host, once they are named', async () => {
    const names = LOTS.flatMap(lot => lot.names);
    expect(Object.keys(ofPage).some(name => names.includes(name))).toBe(false);
    await loadNamed(['x = FindRegExp("a", "b"); // Convertible']);
    expect(Object.keys(ofPage).some(name => names.includes(name))).toBe(false);
    await loadNamed(['', 'x = findRegEx("a", "b");']);
    expect(Object.hasOwn(ofPage, 'findregex')).toBe(true);
    expect(Object.hasOwn(ofPage, 'convert')).toBe(false);
    await loadNamed(names);
    expect(new Set(Object.keys(ofPage))).toEqual(new Set(Object.keys(hostBuiltins)));
    for (const [name, builtin] of Object.entries(hostBuiltins)) expect(ofPage[name]).toBe(builtin);
  });
});

import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../../stdlib/values/index.js';
import type { Value } from '../../../stdlib/values/types.js';
import { functions, procedures } from './cases.js';
import { call, outcome, v } from './outcome.js';

describe('built-ins over values', () => {
  it.each(functions)('%s(%j) gives %s', (name, args, result) => {
    expect(outcome(name, args.map(v), false)).toBe(result);
  });

  it.each(procedures)('%s(%j) makes %s', (name, args, changed) => {
    expect(outcome(name, args.map(v), true)).toBe(encodeUtf8(changed));
  });

  it('Same knows one object', () => {
    const array: Value = [];
    expect(call('Same', array, array)).toBe('YES');
  });

  it('an element that moves takes the bindings of its new parents', () => {
    const outer = v('<a xmlns:p="u"><p:b/></a>');
    const inner = call('XMLBody', outer, 'b');
    const other = v('<z xmlns:p="w"/>');
    call('AddElement', other, inner);
    expect(call('XMLBody', other, 'b', 'u')).toBeNull();
    expect(call('XMLBody', other, 'b', 'w')).toBe(inner);
  });
});

/** Built-ins that live on the host: one synchronous call by number. */
import type { Value } from '../../stdlib/values/types.js';
import type { HostFunction } from './state.js';

/** Arguments that are left out are undefined, and so do not cross when nothing follows them. */
export function hostStub(host: HostFunction, op: number, most: number): (...args: Value[]) => Value {
  switch (most) {
    case 0:
      return () => host(op);
    case 1:
      return a => host(op, a as Value);
    case 2:
      return (a, b) => host(op, a as Value, b as Value);
    case 3:
      return (a, b, c) => host(op, a as Value, b as Value, c as Value);
    default:
      return (...args) => host(op, ...args);
  }
}

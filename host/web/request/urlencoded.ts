/** `a=1&b=2`, in URLs and bodies. */
import type { Bytes } from '../../../stdlib/values/types.js';
import type { WebLimits } from './limits.js';
import type { Parameter } from './parameters.js';
import { decodeForm } from './percent.js';
import { Refusal } from './refusal.js';

/**
 * Adds the parameters of a text to a list.
 * @throws Refusal for malformed percent encoding, too many parameters, too long names
 */
export function readURLEncoded(text: Bytes, into: Parameter[], limits: WebLimits): void {
  for (let at = 0; at < text.length; ) {
    let end = text.indexOf('&', at);
    if (end < 0) end = text.length;
    if (end > at) {
      if (into.length >= limits.parameters) throw new Refusal('too-many-parameters');
      const equal = text.indexOf('=', at);
      const split = equal < 0 || equal > end ? end : equal;
      const name = decodeForm(text.slice(at, split));
      if (name.length > limits.nameBytes) throw new Refusal('name-too-long');
      const value = split === end ? '' : decodeForm(text.slice(split + 1, end));
      into.push({ name, value, data: null, fileName: null });
    }
    at = end + 1;
  }
}

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
      const pair = text.slice(at, end);
      const equal = pair.indexOf('=');
      const name = decodeForm(equal < 0 ? pair : pair.slice(0, equal));
      if (name.length > limits.nameBytes) throw new Refusal('name-too-long');
      const value = equal < 0 ? '' : decodeForm(pair.slice(equal + 1));
      into.push({ name, value, data: null, fileName: null });
    }
    at = end + 1;
  }
}

/** What strangers wrote, as pages of list archives show it. */
import { isTime } from '../../../stdlib/values/index.js';
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import { addressOf, valueText } from '../../objects/messages/head.js';
import { dateText } from '../../objects/mime/headerline.js';

/** A value of a header field. Addresses of authors are not for collectors: their names, else what is before the `@`. */
export function shownValue(value: Value): Bytes {
  if (isTime(value)) return dateText(value.at);
  const address = addressOf(value);
  if (address === null) return valueText(value);
  const name = address.realName ?? '';
  return name !== '' ? name.replace(/@\S+/g, '@...') : address.address.replace(/@.*$/s, '@...');
}

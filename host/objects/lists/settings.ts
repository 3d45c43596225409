/** Settings of lists, with what counts when nobody set them. */
import { dictOf } from '../../../stdlib/values/index.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { textSetting } from '../settings/read.js';

const DEFAULTS: Dict = dictOf([
  // anybody | this domain only | moderated | nobody
  ['Subscribe', 'anybody'],
  ['Confirm', 'YES'],
  // from subscribers | from anybody | moderate guests | moderated | from owner only
  ['Postings', 'from subscribers'],
  // Postings of a new subscriber that the owner looks at first
  ['FirstModerated', '0'],
  ['SubjectPrefix', ''],
  // list | sender
  ['ReplyTo', 'list'],
  ['SaveMessages', 'YES'],
  ['MaxSize', 'unlimited'],
  ['MaxSubscribers', '100000'],
  ['MaxBounces', '10'],
  // nobody | anyone | subscribers: who may read the archive on the web
  ['Browse', 'nobody'],
  ['RealName', ''],
  ['Charset', 'utf-8'],
  ['PolicyText', ''],
  ['ByeText', ''],
  // A period such as 1d; Never: no digests
  ['DigestPeriod', 'Never'],
]);

/** What counts. */
export function effectiveList(settings: Dict): Dict {
  return dictOf([...Object.entries(DEFAULTS.entries), ...Object.entries(settings.entries)]);
}

export const listText = (settings: Dict, key: Bytes): Bytes => textSetting(effectiveList(settings), key, '');

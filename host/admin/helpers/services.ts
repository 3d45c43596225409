/** Banners and call records over helpers (admin.md 12.5). */
import { parse, printCompact } from '../../../stdlib/data/index.js';
import { newDict } from '../../../stdlib/values/dict.js';
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Helper } from './helper.js';
import { parameter, wholeText } from './lines.js';

const NAME = 'ExternalBanner';

/** Asks for what is shown at a place. Throws `no-service` when the helper has none, `helper-failed`. */
export async function askBanner(helper: Helper, type: Bytes, parameters: Value): Promise<Value> {
  const dict = printCompact(parameters ?? newDict());
  const { word, text } = await helper.ask(`BANNER ${parameter(type)} ${dict}`);
  if (word === 'ERROR') throw new PosternError('no-service', { args: ['banner'], cause: wholeText(text) });
  const result = word === 'RETURN' ? parse(text) : null;
  if (result === null || !result.ok) throw new PosternError('helper-failed', { args: [NAME] });
  return result.value;
}

/** Hands a call record over. Throws `failed` with the helper's text, `helper-failed`. */
export async function storeRecord(helper: Helper, record: Bytes): Promise<void> {
  const { word, text } = await helper.ask(`CDR ${parameter(record)}`);
  if (word === 'OK') return;
  if (word === 'ERROR') throw new PosternError('failed', { args: [wholeText(text)] });
  throw new PosternError('helper-failed', { args: ['ExternalCDR'] });
}

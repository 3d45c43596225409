/** The RADIUS helper (admin.md 12.5): it decides about logins whose password is right, and takes accounting records. */
import { parse, printCompact } from '../../../stdlib/data/index.js';
import { isDict, newDict } from '../../../stdlib/values/index.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { RadiusHelper } from '../../objects/helpers/types.js';
import type { Helper } from './helper.js';
import { parameter, wholeText } from './lines.js';

const NAME = 'ExternalRADIUS';

/** The attributes behind ACCEPT; nothing means none. */
function attributesOf(text: Bytes): Dict {
  if (text.trim() === '') return newDict();
  const result = parse(text);
  if (!result.ok || !isDict(result.value)) throw new PosternError('helper-failed', { args: [NAME] });
  return result.value;
}

export function radiusHelper(helper: Helper): RadiusHelper {
  return {
    async login(address, attributes) {
      const { word, text } = await helper.ask(`LOGIN ${parameter(address)} ${printCompact(attributes)}`);
      if (word === 'ACCEPT') return { kind: 'accepted', attributes: attributesOf(text) };
      if (word === 'REJECT') return { kind: 'rejected', text: wholeText(text) };
      throw new PosternError('helper-failed', { args: [NAME], cause: `answered ${word.slice(0, 40)}` });
    },
    async account(command, address, attributes) {
      const line = `ACCNT ${command} ${parameter(address)} ${printCompact(attributes)}`;
      const { word, text } = await helper.ask(line);
      if (word === 'OK') return;
      if (word === 'ERROR') throw new PosternError('failed', { args: [wholeText(text)] });
      throw new PosternError('helper-failed', { args: [NAME], cause: `answered ${word.slice(0, 40)}` });
    },
  };
}

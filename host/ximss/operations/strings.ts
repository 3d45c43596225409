/** readStrings: the texts of a skin in one language (ximss.md 3, xml-objects.md 1). */
import { toText } from '../../../stdlib/data/index.js';
import { dictKeys } from '../../../stdlib/values/dict.js';
import { isDict } from '../../../stdlib/values/is.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { decodeUtf8 } from '../../../stdlib/values/utf8.js';
import type { SkinChoice } from '../../apps/types.js';
import { PosternError } from '../../errors/index.js';
import { illegal } from '../failure.js';
import type { Call, Handlers } from '../run/call.js';
import { readTime, timeText } from '../xml/times.js';
import { element, leaf } from '../xml/write.js';

async function readStrings(call: Call): Promise<void> {
  const { world, caller } = call;
  if (world.texts === undefined) throw new PosternError('no-service', { args: ['texts'] });
  const { session, login } = caller;
  const domain = session?.record.domain ?? login?.domain ?? world.objects.domains.main();
  const skinName = call.attr('skinName');
  const skin: SkinChoice = { domain, skin: decodeUtf8(skinName ?? session?.record.skin ?? '') };
  if (skin.skin !== '' && !(await world.objects.skins.exists(domain, skin.skin)))
    throw new PosternError('skin-unknown');
  const language = call.filled('language') ?? preferred(call, domain);
  const given = call.filled('timeModified');
  const known = given === null ? null : readTime(given);
  if (given !== null && known === null) throw illegal('illegal timeModified value');
  const modified = await modifiedAt(call, skin, language);
  const isKnown = known !== null && modified <= known.at;
  call.send(
    'strings',
    [
      ['skinName', skinName],
      ['language', language],
      ['timeModified', timeText(modified)],
    ],
    isKnown ? '' : pairs(await world.texts(skin, language === null ? null : decodeUtf8(language))),
  );
}

/** The Language preference of the account, or of the domain before login. */
function preferred(call: Call, domain: string): Bytes | null {
  const { accounts, preferences } = call.world.objects;
  const { session } = call.caller;
  const values = session === null ? preferences.defaults(domain) : accounts.prefs(session.record);
  const language = values.entries.Language;
  return typeof language === 'string' && language !== '' ? language : null;
}

/** When the files of texts changed last, in seconds since 1970. */
async function modifiedAt(call: Call, skin: SkinChoice, language: Bytes | null): Promise<number> {
  let latest = 0;
  for (const name of ['strings', language ?? 'strings']) {
    const file = await call.world.objects.skins.read(skin, `${decodeUtf8(name).toLowerCase()}.data`);
    latest = Math.max(latest, Math.floor((file?.modified ?? 0) / 1000));
  }
  return latest;
}

/** Nesting of texts. */
const DEEPEST = 50;

function pairs(texts: Dict, depth = 0): Bytes {
  return dictKeys(texts)
    .map(key => written(texts.entries[key] ?? null, [['name', key]], depth))
    .join('');
}

function written(value: Value, name: readonly (readonly [Bytes, Bytes])[], depth: number): Bytes {
  if (depth > DEEPEST || value === null) return '';
  if (isDict(value)) return element('strings', name, pairs(value, depth + 1));
  if (!Array.isArray(value)) return leaf('string', toText(value) ?? '', name);
  return element('strings', name, value.map(item => written(item, [], depth + 1)).join(''));
}

export const STRINGS_HANDLERS: Handlers = { readStrings };

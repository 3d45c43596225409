/** External authentication over a helper (admin.md 12.3). */
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { AuthHelper, Provided } from '../../objects/helpers/types.js';
import type { Helper } from './helper.js';
import { parameter, takeWord, wholeText } from './lines.js';
import type { HelperAnswer } from './request.js';

/** First version that gets quoted parameters and the mode. */
const QUOTED = 3;
const MODE = 2;

/** Nobody knows: FAILURE, or a word that the command does not have. */
function unclear({ word }: HelperAnswer): never {
  throw new PosternError('helper-failed', { args: ['ExternalAUTH'], cause: `answered ${word.slice(0, 40)}` });
}

const word = (version: number, value: Bytes): Bytes => (version >= QUOTED ? parameter(value) : value);
const mode = (version: number, service: string | null): Bytes =>
  service === null || version < MODE ? '' : `(${service.replace(/[^\w-]/g, '')}) `;

export function authHelper(helper: Helper): AuthHelper {
  return {
    async verify(service, address, password) {
      const answer = await helper.ask(
        version => `VRFY ${mode(version, service)}${word(version, address)} ${word(version, password)}`,
      );
      if (answer.word === 'OK') return true;
      return answer.word === 'ERROR' ? false : unclear(answer);
    },
    async prove(method, service, address, challenge, response) {
      const answer = await helper.ask(version => {
        const proof = `${word(version, challenge)} ${word(version, response)}`;
        return `SASL(${method}) ${mode(version, service)}${word(version, address)} ${proof}`;
      });
      if (answer.word === 'OK' || answer.word === 'RETURN') return true;
      return answer.word === 'ERROR' ? false : unclear(answer);
    },
    async plain(address) {
      const answer = await helper.ask(version => `READPLAIN ${word(version, address)}`);
      if (answer.word === 'PLAIN' && answer.text !== '') return wholeText(answer.text);
      return answer.word === 'ERROR' ? null : unclear(answer);
    },
    async provide(address): Promise<Provided> {
      const answer = await helper.ask(version => `NEW ${word(version, address)}`);
      if (answer.word === 'OK') return { kind: 'made' };
      if (answer.word === 'ERROR') return { kind: 'unknown' };
      const routed = answer.word === 'ROUTED' ? takeWord(answer.text) : null;
      return routed === null ? unclear(answer) : { kind: 'routed', address: routed.word };
    },
  };
}

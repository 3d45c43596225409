/** The mail that tells a forgotten password (webapp.md C2, objects.md 4). */
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { type Objects, SYSTEM } from '../../objects/api.js';
import { composeMessage } from '../../objects/mime/index.js';

/**
 * Mails the password of an account to the address in its RecoverPassword setting. Throws `failed` when the account
 * has none, or keeps its password in a form that cannot be read back; the same for accounts that do not exist.
 */
export async function mailPassword(
  { passwords, delivery }: Objects,
  domain: string | null,
  name: Bytes,
  address: string,
): Promise<void> {
  const found = passwords.recover(name, domain);
  if (found === null) throw new PosternError('failed', { args: ['the password cannot be recovered'] });
  const account = `${found.addr.account}@${found.addr.domain}`;
  const from = `postmaster@${found.addr.domain}`;
  const text = composeMessage(
    [
      ['From', { address: from, realName: null }],
      ['To', { address: found.to, realName: null }],
      ['Subject', `Password of ${account}`],
      ['Auto-Submitted', 'auto-replied'],
    ],
    {
      type: 'text',
      subtype: 'plain',
      body: `Somebody at ${address} asked for the password of the account ${account}.\n\nThe password is: ${found.password}\n`,
    },
    delivery.composing(),
  );
  await delivery.submit(SYSTEM, { from: '', to: [found.to], text, source: 'RECOVERY', address });
}

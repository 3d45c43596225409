import { describe, expect, it } from 'vitest';
import { redact } from '../../../host/admin/log/redact.js';

const secret = 'hunter2hunter2';

describe('redaction', () => {
  it.each([
    `GET /Session/17-${secret}-more/hello.wssp`,
    `password=${secret}&x=1`,
    `NewPassword1=${secret}`,
    `{"password": "${secret}"}`,
    `SMIMEPassword = "${secret}";`,
    `Authorization: Basic ${secret}`,
    `authorization=Bearer ${secret}`,
    `Cookie: CGSession=${secret}; other=${secret}`,
    `PASS ${secret}`,
    `NEWPASS ${secret}`,
    `APOP user ${secret}`,
    `SETACCOUNTPASSWORD user@d.dom METHOD clear TO ${secret}`,
    `SETACCOUNTPASSWORD user@d.dom TO "two words ${secret}"`,
    `VERIFYACCOUNTPASSWORD user PASSWORD ${secret}`,
    `control token: ${secret}`,
  ])('%s', text => expect(redact(text)).not.toContain(secret));

  it('keeps what is needed to follow a session', () => {
    expect(redact('/Session/123456-abcdef/mailbox.wssp?Mailbox=INBOX')).toBe(
      '/Session/123456***/mailbox.wssp?Mailbox=INBOX',
    );
  });

  it.each(['GET /default.wssp', 'user pass on', 'compass 12', 'session ended', 'a=b; c=d'])(
    'leaves %s alone',
    text => expect(redact(text)).toBe(text),
  );
});

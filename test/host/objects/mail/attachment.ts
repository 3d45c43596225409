/** A message with one text and one file, for tests of what large messages cost. */
import { type ComposeContext, composeMessage } from '../../../../host/objects/mime/compose.js';

export function messageWithFile(file: Buffer, context: ComposeContext): Buffer {
  return composeMessage(
    [['Subject', 'Large']],
    {
      type: 'multipart',
      subtype: 'mixed',
      body: [
        { type: 'text', subtype: 'plain', body: 'the text' },
        { type: 'application', subtype: 'x-large', body: file },
      ],
    },
    context,
  );
}

/** Makes docs/ximss.md of the table of operations: `UPDATE_DOCS=1 npx vitest run test/ximss/doc.test.ts` writes it. */
import { DECLARATIONS } from '../../host/ximss/declarations/index.js';
import { allOperations } from '../../host/ximss/operations/table.js';
import { defaultXimssSettings } from '../../host/ximss/settings.js';

const cell = (text: string): string =>
  text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replace(/\s+/g, ' ');

const HEAD = `# XIMSS

The XML protocol for mail, calendar, contact and administration clients: which operations there are and what each one does here. This
page is made from the table that the server itself uses; a test holds both together.

## How clients connect

| binding | where | what |
|---|---|---|
| TCP | port \`XIMSSPort\` (11024) | documents, each followed by a zero byte; \`starttls\`, or TLS from the start on \`XIMSSTLSPort\` |
| TCP | every user HTTP port | a connection whose first byte is \`<\` is handed over |
| HTTP | \`/XIMSSLogin/\` | requests before login, session creation |
| HTTP | \`/Session/<id>/sync\`, \`async\`, \`get\` | requests with their answers in the reply, queued requests, long poll |
| HTTP | \`/Session/<id>/MIME/<folder>/<UID>[-<part>][-P|-B|-H]\`, \`FORMAT/<skin>/...\`, \`UPLOAD/<id>\` | parts of messages, messages as pages, uploads |
| HTTP | \`/Session/<id>/DOWNLOAD/<path>\` | files of the storage, to be saved |
| HTTP | \`/Session/<id>/KILL\` | a POST ends the session: for pages that are left |
| WebSocket | \`/ximss\`, \`/Session/<id>/ws\` | one text frame for each document, subprotocol \`ximss\` |

XIMSS sessions and sessions of the web pages are one kind of object: either works with the addresses of both.

Input names are matched without regard to letter case, output is spelled exactly. Documents may be UTF-8 only; document type declarations,
entities and processing instructions are refused before any parser sees them. A failed operation answers \`errorText\` and \`errorNum\`
(errors.md).

\`FORMAT\` shows a message, or one part of it, with the rendering components of the named skin (skins.md); \`Samoware\` is a stock skin that marks
texts and attachments as programs expect it. \`formatmessage.wssp\` is the page around: \`subject\`, \`messageBody\` (markup).
\`taskStart\` runs a \`.wcgp\` program of the session's skin as a task with the rights of the account.

## When connections break

A TCP session ends with its connection. Over HTTP a batch of the poll is sent again until it is acknowledged, and a request with the number
of the last one gets the same reply again, for half a minute also after \`bye\`. A WebSocket at \`/Session/<id>/ws\` may be opened again at any
time: \`?received=N\` tells how many messages the client got over the sockets of this session so far that did not answer a request of the
socket, and brings the others again; \`?ackSeq=N\` does what it does for the poll. Without them everything sent before counts as received.

Notifications of changed folders, calendars and mailboxes are not dropped, however many messages wait; the oldest of all others are, beyond
\`queueLength\`. When all that waits is larger than \`queueBytes\`, the session ends with \`too many messages are waiting\`. A single reply over
HTTP is bounded by the same number: requests whose answers do not fit fail with \`the reply is too large\` (506).

## S/MIME

The private key of an account is the file \`private/settings/smime.key\` of its storage (PKCS #8, encrypted, PEM), its certificates and those
of their issuers are \`private/settings/smime.crt\` (PEM, or one in DER). \`SMIMEUnlock\` opens the key for the session. While it is open,
\`folderRead\` and the addresses of parts show what was encrypted in place of the encrypted part, and \`messageSubmit\` signs with
\`sign="yes"\`. \`encrypt="yes"\` needs no key of one's own: certificates come from accounts of this server and from the \`KEY\` of contacts; when one
recipient has none, nothing is sent. With \`verify="yes"\`, \`folderRead\` adds to signed parts \`signature\` (\`invalid\`, \`valid\`, or
\`trusted\` when the signer or an issuer is a trusted certificate of the server) and \`signer\`. RSA and elliptic keys (of the named curves) sign,
encrypt and decrypt, keys of other kinds sign at most. Contents are encrypted with AES-256; AES in CBC and GCM and 3DES are read.
`;

/** Settings of the module with their built-in values. */
function settingsTable(): string {
  const rows = Object.entries(defaultXimssSettings).map(([name, value]) => {
    const shown = Array.isArray(value) ? (value.length === 0 ? '-' : value.join(', ')) : String(value);
    return `| \`${name}\` | ${shown} |`;
  });
  return ['| limit | built-in value |', '|---|---|', ...rows].join('\n');
}

const STATES = { 1: 'supported', 2: 'supported', 3: 'answers 590' } as const;

function operations(): string {
  const table = new Map(allOperations().map(operation => [operation.name, operation]));
  const parts = Object.entries(DECLARATIONS).map(([group, declarations]) => {
    const rows = declarations.map(({ name, tier, summary, attributes, body, data, errors }) => {
      const operation = table.get(name);
      const state = operation?.supported ? (tier === 3 ? 'supported in part' : 'supported') : STATES[tier];
      const listed = attributes
        .map(attribute => (attribute.required ? `**${attribute.name}**` : attribute.name))
        .join(', ');
      const failures = errors
        .map(([text, number]) => `${text}${number === null ? '' : ` (${number})`}`)
        .join('; ');
      const body_ = body === 'empty' ? '' : cell(body);
      return `| \`${name}\` | ${tier} | ${state} | ${listed} | ${body_} | ${data.map(item => `\`${item}\``).join(', ')} | ${cell(failures)} | ${cell(summary)} |`;
    });
    return [
      `### ${group}`,
      '',
      '| operation | tier | state | attributes | body | data messages | errors of its own | what it does |',
      '|---|---|---|---|---|---|---|---|',
      ...rows,
    ].join('\n');
  });
  return parts.join('\n\n');
}

/** The text of docs/ximss.md. */
export function ximssDocument(): string {
  return `${HEAD}
## Limits

Times in milliseconds, sizes in bytes. Each is a setting of the module \`XIMSSI\` and of the configuration file (operation.md).

${settingsTable()}

## Operations

Attributes in bold are required; besides those listed every operation takes \`id\` (required) and \`exeTime\`. Tier 3 is signalling: calls and
media are not supported, only the part of \`signalBind\` that switches instant messages and presence on.

${operations()}
`;
}

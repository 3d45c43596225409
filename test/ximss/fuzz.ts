/**
 * Damaged documents in damaged packets against a real server: every one gets its answer or ends its connection as
 * documented, nothing is logged as a failure, and the server goes on serving.
 */
import { connect, type Socket } from 'node:net';
import type { XimssWorld } from '../conformance/ximss/world.js';
import { PATIENCE } from '../tools/patience.js';

/** Requests that mutations begin with. */
const SEEDS = [
  '<noop id="1"/>',
  '<mailboxList id="2" filter="*"/>',
  '<folderOpen id="3" folder="v" mailbox="INBOX" sortField="Subject"><field>FLAGS</field><field>From</field></folderOpen>',
  '<folderBrowse id="4" folder="v"><index from="0" till="9"/><UID>2</UID></folderBrowse>',
  '<folderRead id="5" folder="v" UID="1" totalSizeLimit="100"/>',
  '<folderSearch id="6" folder="v" filter="OR SUBJECT &quot;a&quot; (NOT SEEN UID 1:*)"/>',
  '<folderSync id="7" folder="v" limit="5"/>',
  '<folderClose id="8" folder="v"/>',
  '<messageMark id="9" folder="v" flags="Seen,Label1,NotJunk"><UID from="1" till="3"/></messageMark>',
  '<prefsStore id="10"><A><subKey key="x"><subValue>1</subValue></subKey></A></prefsStore>',
  '<prefsRead id="11" type="custom"><name>A</name></prefsRead>',
  '<fileWrite id="12" fileName="f/a.txt" position="append">text</fileWrite>',
  '<fileRead id="13" fileName="f/a.txt" position="1" limit="2" type="text"/>',
  '<fileList id="14" directory="f"/>',
  '<contactAppend id="15" targetMailbox="Contacts"><vCard><FN>A</FN><EMAIL><WORK/><VALUE>a@b.c</VALUE></EMAIL></vCard></contactAppend>',
  '<calendarOpen id="16" calendar="c" mailbox="Calendar"/>',
  '<calendarPublish id="17" calendar="c"><vevent><uid>u</uid><dtstart>20260302T080000Z</dtstart><rrule>FREQ=DAILY;COUNT=3</rrule></vevent></calendarPublish>',
  '<findEvents id="18" calendar="c" timeFrom="20260301" timeTill="20260401"/>',
  '<ruleSet id="19" name="r"><condition opCode="Subject" operator="is">x</condition><action opCode="Discard"/></ruleSet>',
  '<messageAppend id="20" targetMailbox="Drafts"><EMail><To>a@b.c</To><Subject>s</Subject><MIME type="multipart" subtype="mixed"><MIME type="text" subtype="plain">x</MIME></MIME></EMail></messageAppend>',
  '<cliExecute id="21">GETACCOUNTSETTINGS *</cliExecute>',
  '<listDirectory id="22" filter="(mail=a*)"><field>cn</field></listDirectory>',
];

const PIECES = [
  '<',
  '>',
  '/',
  '"',
  "'",
  '&',
  '&#0;',
  '&amp;',
  '=',
  ']]>',
  '<![CDATA[',
  '<!--',
  '-->',
  '<?x?>',
  '<!DOCTYPE a>',
  '\xff',
  '\xc3',
  ' ',
  '\n',
  'id="',
  '-1',
  '99999999999999999999',
  '*',
  '~',
  '../',
  '%',
  'x'.repeat(300),
];

/** A reproducible sequence of numbers. */
export function random(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return below => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
}

/** One damaged document. Mutations of a zero byte would only end the document. */
export function mutated(next: (below: number) => number): string {
  let text = SEEDS[next(SEEDS.length)] as string;
  for (let count = next(4); count > 0; count--) {
    const at = next(text.length + 1);
    const kind = next(5);
    if (kind === 0) text = text.slice(0, at) + text.slice(at + 1 + next(8));
    else if (kind === 1) text = text.slice(0, at) + PIECES[next(PIECES.length)] + text.slice(at);
    else if (kind === 2) text = text.slice(0, at) + text.slice(0, next(40)) + text.slice(at);
    else if (kind === 3) text = text.slice(0, at) + String.fromCharCode(1 + next(255)) + text.slice(at + 1);
    else text = text.slice(0, at);
  }
  return text.replaceAll('\0', '');
}

/** A connection that answers are counted on. */
class Victim {
  answers = 0;
  isClosed = false;
  private text = '';
  private wake: (() => void) | null = null;

  constructor(readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => {
      const parts = (this.text + chunk.toString('latin1')).split('\0');
      this.text = (parts.pop() ?? '').slice(-1_000_000);
      for (const part of parts) if (part.startsWith('<response') || part.startsWith('<bye')) this.answers++;
      this.wake?.();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.isClosed = true;
      this.wake?.();
    });
  }

  /** Waits until so many answers have come, or the server has closed. */
  async until(count: number, milliseconds: number): Promise<boolean> {
    const end = Date.now() + milliseconds;
    while (this.answers < count && !this.isClosed && Date.now() < end) {
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, 50);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return this.answers >= count || this.isClosed;
  }
}

/** Documents that are sent before their answers are waited for. */
const BATCH = 50;

/** Sends so many mutations. Null, or what went wrong. */
export async function fuzz(world: XimssWorld, count: number, seed: number): Promise<string | null> {
  const next = random(seed);
  let victim: Victim | null = null;
  for (let sent = 0; sent < count; sent += BATCH) {
    if (victim === null || victim.isClosed) victim = await login(world.port);
    const documents = Array.from({ length: BATCH }, () => mutated(next));
    const expected = victim.answers + documents.filter(text => /[^ \t\r\n]/.test(text)).length;
    sendInPieces(victim.socket, `${documents.join('\0')}\0`, next);
    if (!(await victim.until(expected, PATIENCE)))
      return `no answer to ${JSON.stringify(documents)} (seed ${seed}, at ${sent})`;
    if (world.failures.length > 0) return `${world.failures[0]} after ${JSON.stringify(documents)}`;
  }
  victim?.socket.destroy();
  const last = await login(world.port);
  last.socket.write('<noop id="end"/>\0');
  const alive = await last.until(2, PATIENCE);
  last.socket.destroy();
  return alive && !last.isClosed ? null : 'the server does not answer any more';
}

async function login(port: number): Promise<Victim> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const victim = new Victim(socket);
  socket.write('<login id="0" authData="anna@example.test" password="Anna-pass-1"/>\0');
  await victim.until(1, PATIENCE);
  return victim;
}

function sendInPieces(socket: Socket, text: string, next: (below: number) => number): void {
  for (let at = 0; at < text.length; ) {
    const length = 1 + next(next(4) === 0 ? 3 : 2000);
    socket.write(text.slice(at, at + length), 'latin1');
    at += length;
  }
}

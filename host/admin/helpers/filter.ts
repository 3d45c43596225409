/**
 * Message filters over helpers (admin.md 12.4). A filter reads the message from a file below the base directory:
 * envelope lines, an empty line, the message.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PosternError } from '../../errors/index.js';
import type { FilteredMessage, FilterVerdict } from '../../objects/helpers/types.js';
import type { Helper } from './helper.js';
import { readVerdict, unclear } from './verdict.js';

const FOLDER = 'Queue';

/** Envelope lines as filters know them: return path `P`, source `S`, recipients `R`. */
function envelope({ id, from, to, source, address }: FilteredMessage): string {
  const lines = [`P I ${id} <${from}>`, `S ${source} [${address === '' ? '0.0.0.0' : address}]`];
  for (const recipient of to) lines.push(`R W ${id} <${recipient}>`);
  return `${lines.map(line => line.replace(/[\r\n]/g, ' ')).join('\n')}\n\n`;
}

/** Asks one filter about a message. Never throws: whoever cannot answer lets the message wait. */
export async function askFilter(
  helper: Helper,
  base: string,
  message: FilteredMessage,
): Promise<FilterVerdict> {
  // Two filters may look at one message at a time.
  const name = `${FOLDER}/${message.id}-${randomBytes(4).toString('hex')}.msg`;
  const file = join(base, name);
  try {
    await mkdir(join(base, FOLDER), { recursive: true, mode: 0o2770 });
    await writeFile(file, Buffer.concat([Buffer.from(envelope(message), 'latin1'), message.text]), {
      mode: 0o660,
      flag: 'wx',
    });
    return readVerdict(await helper.ask(`FILE ${name}`));
  } catch (error) {
    if (!(error instanceof PosternError)) return unclear(`the filter cannot be asked: ${String(error)}`);
    return unclear(error.message);
  } finally {
    await rm(file, { force: true });
  }
}

/** What a debug adapter says, read as hostile: plain data in, commands out. */
import { decodePlain } from '../../../runtime/codec/index.js';
import type { Plain } from '../../../runtime/index.js';
import type { DebugCommand, DebugFilter, DebugMove, LinePoint } from '../../apps/debug/protocol.js';
import { PosternError } from '../../errors/index.js';

const MOST_POINTS = 10_000;
const MOVES: readonly DebugMove[] = ['continue', 'next', 'in', 'out', 'resume'];

type PlainRecord = { readonly [key: string]: Plain };

const bad = (): never => {
  throw new PosternError('bad-request');
};

function record(plain: Plain | undefined): PlainRecord {
  const isRecord =
    typeof plain === 'object' && plain !== null && !Array.isArray(plain) && !(plain instanceof Uint8Array);
  return isRecord ? (plain as PlainRecord) : bad();
}

const text = (plain: Plain | undefined): string =>
  typeof plain === 'string' && plain.length <= 1024 ? plain : bad();

const textOr = (plain: Plain | undefined): string | null =>
  plain === undefined || plain === null || plain === '' ? null : text(plain);

function points(plain: Plain | undefined): LinePoint[] {
  if (!Array.isArray(plain) || plain.length > MOST_POINTS) return bad();
  return (plain as readonly Plain[]).map(item => {
    const { file, line } = record(item);
    return { file: text(file), line: typeof line === 'number' && Number.isSafeInteger(line) ? line : bad() };
  });
}

/** The first message. @throws PosternError `bad-request` */
export function readFilter(message: Uint8Array): DebugFilter {
  const { kind, domain, path, session, account, once } = record(decoded(message));
  if (kind !== 'attach') return bad();
  return {
    domain: textOr(domain)?.toLowerCase() ?? null,
    path: textOr(path),
    session: textOr(session),
    account: textOr(account),
    once: once === true,
  };
}

/** Every other message. @throws PosternError `bad-request` */
export function readCommand(message: Uint8Array): DebugCommand {
  const { kind, points: list, move, file } = record(decoded(message));
  switch (kind) {
    case 'ready':
    case 'pause':
    case 'end':
      return { kind };
    case 'breakpoints':
      return { kind, points: points(list) };
    case 'go':
      return { kind, move: MOVES.find(known => known === move) ?? bad() };
    case 'source':
      return { kind, file: text(file) };
    default:
      return bad();
  }
}

function decoded(message: Uint8Array): Plain {
  try {
    return decodePlain(message);
  } catch {
    return bad();
  }
}

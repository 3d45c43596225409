/** Records of the log as a stream of lines, for clients that may be slow: what they do not take is dropped and told. */
import { PassThrough, type Readable } from 'node:stream';
import type { LogRecord } from './record.js';
import { type LogTail, passes, type TailFilter } from './tail.js';

/** Bytes that wait for a slow client. */
const MOST_WAITING = 1 << 20;
/** Milliseconds between two signs of life. */
const BEAT = 15_000;

export interface StreamForm {
  record(record: LogRecord): string;
  /** So many records were dropped. */
  dropped(count: number): string;
  /** Sent from time to time, so that both sides learn when the other has gone. */
  readonly beat: string;
}

/** One record for machines. */
export const recordJSON = ({ time, level, tag, text, about }: LogRecord): string =>
  JSON.stringify({
    time: time.toISOString(),
    level,
    tag,
    text,
    ...(about === undefined ? {} : { domain: about.domain, app: about.app }),
  });

/** Lines of JSON. */
export const jsonLines: StreamForm = {
  record: record => `${recordJSON(record)}\n`,
  dropped: count => `${JSON.stringify({ dropped: count })}\n`,
  beat: '\n',
};

/** Server-sent events. */
export const events: StreamForm = {
  record: record => `data: ${recordJSON(record)}\n\n`,
  dropped: count => `event: dropped\ndata: ${count}\n\n`,
  beat: ': \n\n',
};

/** The last `count` records, and, when it follows, all that come. Ends when the log or the client does. */
export function logStream(
  tail: LogTail,
  form: StreamForm,
  filter: TailFilter,
  count: number,
  isFollowing: boolean,
): Readable {
  const stream = new PassThrough({ highWaterMark: MOST_WAITING });
  for (const record of tail.recent(filter, count)) stream.write(form.record(record));
  if (!isFollowing) {
    stream.end();
    return stream;
  }
  let dropped = 0;
  const send = (text: string): boolean => {
    if (stream.writableLength > MOST_WAITING) return false;
    if (dropped > 0) stream.write(form.dropped(dropped));
    dropped = 0;
    stream.write(text);
    return true;
  };
  const stop = tail.follow(
    record => {
      if (passes(filter, record) && !send(form.record(record))) dropped++;
    },
    () => stream.end(),
  );
  // The header of the answer goes with the first bytes: clients want to know that they are heard.
  stream.write(form.beat);
  const timer = setInterval(() => send(form.beat), BEAT).unref();
  stream.once('close', () => {
    clearInterval(timer);
    stop();
  });
  return stream;
}

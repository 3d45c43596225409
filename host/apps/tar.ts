/** Members of an uploaded `.tar` file (webapp.md A6, 5). */
import { extract } from 'tar-stream';
import { PosternError } from '../errors/index.js';

/** A regular member under its last name part. */
export interface TarMember {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What an archive may hold. */
export interface TarLimits {
  readonly members: number;
  readonly bytes: number;
}

const byDefault: TarLimits = { members: 10_000, bytes: 256 * 1024 * 1024 };

/** Reads all regular members. Rejects with PosternError `bad-archive` when the text is no archive or too large. */
export function readTar(archive: Uint8Array, limits: TarLimits = byDefault): Promise<TarMember[]> {
  return new Promise((resolve, reject) => {
    const members: TarMember[] = [];
    let total = 0;
    const unpack = extract();
    const fail = (reason: string) => {
      unpack.destroy();
      reject(new PosternError('bad-archive', { args: [reason] }));
    };
    unpack.on('entry', (header, stream, next) => {
      const chunks: Buffer[] = [];
      const wanted = header.type === 'file' || header.type === 'contiguous-file';
      stream.on('data', (data: unknown) => {
        const chunk = data as Buffer;
        total += chunk.length;
        if (total > limits.bytes) fail('too large');
        else if (wanted) chunks.push(chunk);
      });
      stream.on('end', () => {
        const name = header.name.split(/[\\/]/).at(-1) ?? '';
        if (wanted && name !== '') members.push({ name, bytes: Buffer.concat(chunks) });
        if (members.length > limits.members) fail('too many members');
        else next();
      });
      stream.on('error', () => fail('damaged'));
      stream.resume();
    });
    unpack.on('finish', () => resolve(members));
    unpack.on('error', () => fail('damaged'));
    unpack.end(Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength));
  });
}

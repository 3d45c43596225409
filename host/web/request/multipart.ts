/**
 * Multipart forms. The body is already in memory and bounded; the parts are views of it, so that an upload takes
 * its size once and no temporary file is ever left behind.
 */
import { Busboy } from '@fastify/busboy';
import { boundaryOf } from './contenttype.js';
import type { WebLimits } from './limits.js';
import type { Parameter } from './parameters.js';
import { Refusal, type RefusalCode } from './refusal.js';

function joined(chunks: readonly Buffer[]): Buffer {
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

/** How many parts a body has, whatever they hold; -1 when the header of one is longer than that. */
function countParts(body: Buffer, boundary: string, longest: number): number {
  const mark = Buffer.from(`\r\n--${boundary}`, 'latin1');
  let at = body.indexOf(mark.subarray(2)) === 0 ? -2 : body.indexOf(mark);
  for (let count = 0; ; count++) {
    const next = at + mark.length;
    if (at === -1 || (body[next] === 0x2d && body[next + 1] === 0x2d)) return count;
    const header = body.subarray(next, next + longest);
    at = body.indexOf(mark, next);
    if (header.length === longest && (at === -1 || at > next + longest) && !header.includes('\r\n\r\n'))
      return -1;
  }
}

/** A part while it comes in. */
interface Part {
  readonly name: string;
  readonly fileName: string | null;
  readonly chunks: Buffer[];
}

/**
 * Adds the parts of a form to a list, in the order of the body.
 * @param contentType Content-Type field with the boundary
 * @throws Refusal for a malformed or unfinished form, too many parts, too large files, parts without name
 */
export function readMultipart(
  body: Buffer,
  contentType: string,
  into: Parameter[],
  limits: WebLimits,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const parts: Part[] = [];
    const room = limits.parameters - into.length;
    let problem: RefusalCode | null = null;
    const refuse = (code: RefusalCode) => {
      problem ??= code;
    };
    const end = () => {
      // The parser leaves out parts without a readable header: whoever sent them would believe that they arrived.
      if (
        problem === null &&
        parts.length !== countParts(body, boundaryOf(contentType) ?? '', limits.partHeaderBytes)
      )
        problem = 'bad-form';
      if (problem !== null) return reject(new Refusal(problem));
      for (const { name, fileName, chunks } of parts) {
        into.push({
          name: Buffer.from(name, 'utf8').toString('latin1'),
          value: null,
          data: joined(chunks),
          fileName,
        });
      }
      resolve();
    };
    let form: ReturnType<typeof Busboy>;
    try {
      form = new Busboy({
        headers: { 'content-type': contentType },
        // Every part comes as a stream of bytes: texts are decoded later, in the charset that the form names.
        isPartAFile: () => true,
        limits: {
          parts: room,
          files: room,
          fileSize: limits.uploadBytes,
          headerPairs: 32,
          headerSize: limits.partHeaderBytes,
        },
      });
    } catch {
      return reject(new Refusal('bad-form'));
    }
    form.on('file', (name: string | undefined, stream, fileName: string | undefined) => {
      const chunks: Buffer[] = [];
      if (name === undefined || name === '') refuse('bad-form');
      else if (Buffer.byteLength(name) > limits.nameBytes) refuse('name-too-long');
      parts.push({ name: name ?? '', fileName: fileName ?? null, chunks });
      stream.on('data', (chunk: Buffer) => {
        if (problem === null) chunks.push(chunk);
      });
      stream.on('limit', () => refuse('upload-too-large'));
      stream.on('error', () => refuse('bad-form'));
    });
    form.on('partsLimit', () => refuse('too-many-parameters'));
    form.on('filesLimit', () => refuse('too-many-parameters'));
    form.on('error', () => {
      refuse('bad-form');
      end();
    });
    form.on('finish', end);
    form.end(body);
  });
}

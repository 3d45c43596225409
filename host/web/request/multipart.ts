/**
 * Multipart forms. The body is already in memory and bounded; the parts are views of it, so that an upload takes
 * its size once and no temporary file is ever left behind.
 */
import { Busboy } from '@fastify/busboy';
import type { WebLimits } from './limits.js';
import type { Parameter } from './parameters.js';
import { Refusal, type RefusalCode } from './refusal.js';

function joined(chunks: readonly Buffer[]): Buffer {
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
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

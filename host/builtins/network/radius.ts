/** A RADIUS client (RFC 2865, 2866, 2869): one request, repeated until its answer comes. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';

/** An attribute by its number; of vendors inside attribute 26. */
export interface RadiusAttribute {
  readonly type: number;
  readonly value: Buffer;
}

export interface RadiusRequest {
  readonly code: number;
  readonly address: string;
  readonly port: number;
  readonly secret: Buffer;
  readonly attributes: readonly RadiusAttribute[];
  readonly retries: number;
  /** Milliseconds of one try. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

export interface RadiusAnswer {
  readonly code: number;
  readonly attributes: readonly RadiusAttribute[];
}

export const Code = {
  AccessRequest: 1,
  AccessAccept: 2,
  AccessReject: 3,
  AccountingRequest: 4,
  AccountingResponse: 5,
  AccessChallenge: 11,
} as const;

const MESSAGE_AUTHENTICATOR = 80;
const MOST_BYTES = 4096;
const HEADER = 20;

/** No answer, or none that can be trusted; the message is for the program. */
export class RadiusError extends Error {
  override readonly name = 'RadiusError';
}

const md5 = (...parts: Uint8Array[]): Buffer => {
  const hash = createHash('md5');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** The hidden form of a password (RFC 2865, 5.2). */
export function hidePassword(password: Buffer, secret: Buffer, authenticator: Buffer): Buffer {
  const padded = Buffer.alloc(Math.max(16, Math.ceil(Math.min(password.length, 128) / 16) * 16));
  password.copy(padded, 0, 0, 128);
  let before = authenticator;
  for (let at = 0; at < padded.length; at += 16) {
    const mask = md5(secret, before);
    for (let i = 0; i < 16; i++) padded[at + i] = (padded[at + i] ?? 0) ^ (mask[i] ?? 0);
    before = padded.subarray(at, at + 16);
  }
  return padded;
}

/** Attributes as bytes. Throws RadiusError for what does not fit. */
function pack(attributes: readonly RadiusAttribute[]): Buffer {
  const parts = attributes.map(({ type, value }) => {
    if (value.length > 253) throw new RadiusError(`attribute ${type} is too long`);
    return Buffer.concat([Buffer.from([type, value.length + 2]), value]);
  });
  const packed = Buffer.concat(parts);
  if (packed.length + HEADER > MOST_BYTES) throw new RadiusError('the request is too long');
  return packed;
}

/** Reads attributes; null when they are malformed. */
function unpack(bytes: Buffer): RadiusAttribute[] | null {
  const found: RadiusAttribute[] = [];
  for (let at = 0; at < bytes.length; ) {
    const type = bytes[at] ?? 0;
    const length = bytes[at + 1] ?? 0;
    if (length < 2 || at + length > bytes.length) return null;
    found.push({ type, value: bytes.subarray(at + 2, at + length) });
    at += length;
  }
  return found;
}

function packet(code: number, id: number, authenticator: Buffer, attributes: Buffer): Buffer {
  const header = Buffer.alloc(4);
  header[0] = code;
  header[1] = id;
  header.writeUInt16BE(HEADER + attributes.length, 2);
  return Buffer.concat([header, authenticator, attributes]);
}

/** The bytes of a request with its authenticator. */
function build(request: RadiusRequest, id: number, random: Buffer): { bytes: Buffer; authenticator: Buffer } {
  const { code, secret } = request;
  if (code === Code.AccountingRequest) {
    const attributes = pack(request.attributes);
    const authenticator = md5(packet(code, id, Buffer.alloc(16), attributes), secret);
    return { bytes: packet(code, id, authenticator, attributes), authenticator };
  }
  const hidden = request.attributes.map(attribute =>
    attribute.type === 2 ? { type: 2, value: hidePassword(attribute.value, secret, random) } : attribute,
  );
  // First among the attributes, so that servers can refuse forged packets early (RFC 3579, 3.2).
  const attributes = pack([{ type: MESSAGE_AUTHENTICATOR, value: Buffer.alloc(16) }, ...hidden]);
  const bytes = packet(code, id, random, attributes);
  createHmac('md5', secret)
    .update(bytes)
    .digest()
    .copy(bytes, HEADER + 2);
  return { bytes, authenticator: random };
}

/** The answer in a datagram, null when it is none of ours or was not made with the secret. */
function readAnswer(
  datagram: Buffer,
  id: number,
  authenticator: Buffer,
  secret: Buffer,
): RadiusAnswer | null {
  if (datagram.length < HEADER || datagram[1] !== id) return null;
  const length = datagram.readUInt16BE(2);
  if (length < HEADER || length > datagram.length) return null;
  const bytes = datagram.subarray(0, length);
  const attributes = bytes.subarray(HEADER);
  const proof = md5(bytes.subarray(0, 4), authenticator, attributes, secret);
  if (!timingSafeEqual(proof, bytes.subarray(4, HEADER))) return null;
  const list = unpack(attributes);
  return list === null ? null : { code: bytes[0] ?? 0, attributes: list };
}

/** Sends a request. Rejects with RadiusError. */
export function radiusCall(request: RadiusRequest): Promise<RadiusAnswer> {
  const id = randomBytes(1)[0] ?? 0;
  const { bytes, authenticator } = build(request, id, randomBytes(16));
  const socket: Socket = createSocket(isIPv6(request.address) ? 'udp6' : 'udp4');
  return new Promise<RadiusAnswer>((resolve, reject) => {
    let left = request.retries;
    const send = (): void => {
      if (left-- <= 0) {
        reject(new RadiusError('the RADIUS server does not answer'));
        return;
      }
      socket.send(bytes, request.port, request.address, error => {
        if (error)
          reject(
            new RadiusError(`the RADIUS server cannot be reached: ${(error as NodeJS.ErrnoException).code}`),
          );
      });
      timer = setTimeout(send, request.timeout);
    };
    let timer: NodeJS.Timeout | undefined;
    const stop = (): void => reject(new RadiusError('cancelled'));
    request.signal.addEventListener('abort', stop, { once: true });
    socket.on('error', error => reject(new RadiusError(error.message)));
    socket.on('message', (datagram, from) => {
      if (from.port !== request.port) return;
      const answer = readAnswer(datagram, id, authenticator, request.secret);
      if (answer) resolve(answer);
    });
    socket.once('close', () => {
      clearTimeout(timer);
      request.signal.removeEventListener('abort', stop);
    });
    send();
  }).finally(() => socket.close());
}

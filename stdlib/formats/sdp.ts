/** Session descriptions (RFC 8866) and their XML form (xml-objects.md 7), both ways. */
import { makeAttribute, newXml } from '../values/make.js';
import type { Bytes, Xml } from '../values/types.js';

const DIRECTIONS: ReadonlySet<Bytes> = new Set(['sendrecv', 'sendonly', 'recvonly', 'inactive']);
/** Attributes of media that have an attribute of their own in XML. */
const OWN: ReadonlySet<Bytes> = new Set(['ptime', 'rtcp']);
const MOST_LINES = 10_000;
const LINE = /^([a-z])=(.*)$/s;

const isXml = (item: string | Xml): item is Xml => typeof item !== 'string';

/** Sets an attribute that is not there yet; null and '' leave it away. */
function put(xml: Xml, name: Bytes, value: Bytes | null | undefined): void {
  if (value === null || value === undefined || value === '' || get(xml, name) !== '') return;
  xml.attributes.push(makeAttribute('', name, value));
}

/** Names are compared without regard to case. */
function get(xml: Xml, name: Bytes): Bytes {
  const lower = name.toLowerCase();
  const found = xml.attributes.find(known => known.prefix === '' && known.name.toLowerCase() === lower);
  return found?.value ?? '';
}

function children(xml: Xml, name: Bytes): Xml[] {
  return xml.body.filter(isXml).filter(({ type }) => type.toLowerCase() === name);
}

function child(parent: Xml, type: Bytes): Xml {
  const made = newXml(type);
  parent.body.push(made);
  return made;
}

const withPort = (address: Bytes, port: Bytes): Bytes =>
  port === '' ? `[${address}]` : `[${address}]:${port}`;

/** Address of `IN IP4 10.0.0.1`, null for another kind of network. */
const connection = (text: Bytes): Bytes | null => /^IN IP[46] ([^\s/]+)/.exec(text)?.[1] ?? null;

/** Attribute line of a session or a medium. */
function readAttribute(target: Xml, codecs: ReadonlyMap<Bytes, Xml>, text: Bytes): void {
  const colon = text.indexOf(':');
  const name = colon < 0 ? text : text.slice(0, colon);
  const value = colon < 0 ? '' : text.slice(colon + 1);
  const [id = '', rest = ''] = splitOnce(value);
  const codec = codecs.get(id);
  if (target.type === 'media' && DIRECTIONS.has(name)) put(target, 'direction', name);
  else if (target.type === 'media' && OWN.has(name)) put(target, name, value);
  else if (codec && name === 'rtpmap') put(codec, 'name', rest);
  else if (codec && name === 'fmtp') put(codec, 'format', rest);
  else {
    const attr = child(target, 'attr');
    put(attr, 'name', name);
    if (value !== '') attr.body.push(value);
  }
}

function splitOnce(text: Bytes): [Bytes, Bytes] {
  const at = text.indexOf(' ');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** A medium with its codecs; null for a malformed line. */
function readMedia(sdp: Xml, text: Bytes): { media: Xml; port: Bytes; codecs: Map<Bytes, Xml> } | null {
  const match = /^(\S+) (\d+)(?:\/\d+)? (\S+)(?: (.*))?$/s.exec(text);
  if (match === null) return null;
  const media = child(sdp, 'media');
  put(media, 'media', match[1]);
  put(media, 'protocol', match[3]);
  const codecs = new Map<Bytes, Xml>();
  for (const id of (match[4] ?? '').split(' ').filter(Boolean)) {
    const codec = child(media, 'codec');
    put(codec, 'id', id);
    codecs.set(id, codec);
  }
  return { media, port: match[2] ?? '', codecs };
}

/** Null for a text that is no session description. */
export function readSdp(text: Bytes): Xml | null {
  const lines = text.split(/\r\n|\n|\r/).filter(Boolean);
  if (lines.length > MOST_LINES || !/^v=0\s*$/.test(lines[0] ?? '')) return null;
  const sdp = newXml('sdp');
  const addresses = new Map<Xml, Bytes>();
  const media: NonNullable<ReturnType<typeof readMedia>>[] = [];
  for (const line of lines.slice(1)) {
    const match = LINE.exec(line);
    if (match === null) return null;
    const [, type, value = ''] = match;
    const last = media.at(-1);
    if (type === 'o') {
      const parts = value.split(' ');
      if (parts.length !== 6) return null;
      put(sdp, 'origUser', parts[0]);
      put(sdp, 'sessionID', parts[1]);
      put(sdp, 'sessionVersion', parts[2]);
      put(sdp, 'origIP', withPort(parts[5] ?? '', ''));
    } else if (type === 's' && value.trim() !== '-') put(sdp, 'subject', value.trim());
    else if (type === 'c') {
      const address = connection(value);
      if (address !== null) addresses.set(last?.media ?? sdp, address);
    } else if (type === 'm') {
      const made = readMedia(sdp, value);
      if (made === null) return null;
      media.push(made);
    } else if (type === 'a') readAttribute(last?.media ?? sdp, last?.codecs ?? new Map(), value);
  }
  const common = addresses.get(sdp) ?? null;
  // what the session says holds for media that say nothing
  const direction = children(sdp, 'attr')
    .map(attr => get(attr, 'name'))
    .find(name => DIRECTIONS.has(name));
  if (common !== null) put(sdp, 'ip', withPort(common, ''));
  for (const { media: medium, port } of media) {
    const address = addresses.get(medium) ?? common;
    put(medium, 'ip', address === null ? port : withPort(address, port));
    put(medium, 'direction', direction);
  }
  return sdp;
}

/** Address and port of `[10.0.0.1]:5004`. */
function addressOf(text: Bytes): { host: Bytes; port: Bytes } {
  const match = /^\[([^\]]*)\](?::(\d+))?$/.exec(text);
  return match
    ? { host: match[1] ?? '', port: match[2] ?? '' }
    : { host: '', port: /^\d+$/.test(text) ? text : '' };
}

const network = (host: Bytes): Bytes => `IN ${host.includes(':') ? 'IP6' : 'IP4'} ${host}`;

/** One line, whatever the text holds. */
const clean = (text: Bytes): Bytes => text.replace(/[\r\n]+/g, ' ');

function textOf(xml: Xml): Bytes {
  return xml.body.filter(item => !isXml(item)).join('');
}

function attributeLines(parent: Xml): Bytes[] {
  return children(parent, 'attr').map(attr => {
    const value = textOf(attr);
    return `a=${get(attr, 'name')}${value === '' ? '' : `:${value}`}`;
  });
}

function mediaLines(media: Xml, common: Bytes): Bytes[] {
  const codecs = children(media, 'codec');
  const { host, port } = addressOf(get(media, 'ip'));
  const ids = codecs.map(codec => get(codec, 'id')).join(' ');
  const lines = [
    `m=${get(media, 'media') || 'audio'} ${port || '0'} ${get(media, 'protocol') || 'RTP/AVP'}${ids && ` ${ids}`}`,
  ];
  if (host !== '' && host !== common) lines.push(`c=${network(host)}`);
  for (const codec of codecs) {
    const [id, name, format] = [get(codec, 'id'), get(codec, 'name'), get(codec, 'format')];
    if (name !== '') lines.push(`a=rtpmap:${id} ${name}`);
    if (format !== '') lines.push(`a=fmtp:${id} ${format}`);
  }
  for (const name of OWN) {
    const value = get(media, name);
    if (value !== '') lines.push(`a=${name}:${value}`);
  }
  const direction = get(media, 'direction');
  if (DIRECTIONS.has(direction)) lines.push(`a=${direction}`);
  return [...lines, ...attributeLines(media)];
}

/** The text of an `sdp` element. */
export function writeSdp(sdp: Xml): Bytes {
  const common = addressOf(get(sdp, 'ip')).host;
  const origin = addressOf(get(sdp, 'origIP')).host || common || '0.0.0.0';
  const lines = [
    'v=0',
    `o=${get(sdp, 'origUser') || '-'} ${get(sdp, 'sessionID') || '0'} ${get(sdp, 'sessionVersion') || '0'} ${network(origin)}`,
    `s=${get(sdp, 'subject') || '-'}`,
    ...(common === '' ? [] : [`c=${network(common)}`]),
    't=0 0',
    ...attributeLines(sdp),
    ...children(sdp, 'media').flatMap(media => mediaLines(media, common)),
  ];
  return lines.map(line => `${clean(line)}\r\n`).join('');
}

/** Content types by the name of a file. */
import type { Bytes } from '../../../stdlib/values/types.js';

const TYPES: Readonly<Record<string, readonly [string, string]>> = {
  txt: ['text', 'plain'],
  log: ['text', 'plain'],
  csv: ['text', 'csv'],
  htm: ['text', 'html'],
  html: ['text', 'html'],
  css: ['text', 'css'],
  vcf: ['text', 'directory'],
  ics: ['text', 'calendar'],
  xml: ['application', 'xml'],
  json: ['application', 'json'],
  js: ['application', 'javascript'],
  pdf: ['application', 'pdf'],
  zip: ['application', 'zip'],
  gz: ['application', 'gzip'],
  doc: ['application', 'msword'],
  docx: ['application', 'vnd.openxmlformats-officedocument.wordprocessingml.document'],
  xls: ['application', 'vnd.ms-excel'],
  xlsx: ['application', 'vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ppt: ['application', 'vnd.ms-powerpoint'],
  pptx: ['application', 'vnd.openxmlformats-officedocument.presentationml.presentation'],
  odt: ['application', 'vnd.oasis.opendocument.text'],
  ods: ['application', 'vnd.oasis.opendocument.spreadsheet'],
  png: ['image', 'png'],
  jpg: ['image', 'jpeg'],
  jpeg: ['image', 'jpeg'],
  gif: ['image', 'gif'],
  webp: ['image', 'webp'],
  svg: ['image', 'svg+xml'],
  wav: ['audio', 'wav'],
  mp3: ['audio', 'mpeg'],
  ogg: ['audio', 'ogg'],
  mp4: ['video', 'mp4'],
  eml: ['message', 'rfc822'],
};

/** A file attached as text keeps its bytes: it is sent in base64. */
export function typeOfName(name: Bytes): readonly [string, string] {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return (Object.hasOwn(TYPES, extension) ? TYPES[extension] : undefined) ?? ['application', 'octet-stream'];
}

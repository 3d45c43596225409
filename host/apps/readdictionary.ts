/** Reads `.data` files: UTF-8 text that holds one dictionary (webapp.md A4). */
import { parse } from '../../stdlib/data/index.js';
import { isDict } from '../../stdlib/values/index.js';
import { DictionaryError, type ReadDictionary } from './sources.js';

const BYTE_ORDER_MARK = '\u00ef\u00bb\u00bf';

/** The dictionary of a file, or why and where it is none. */
export const readDictionary: ReadDictionary = bytes => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const result = parse(text.startsWith(BYTE_ORDER_MARK) ? text.slice(BYTE_ORDER_MARK.length) : text);
  if (!result.ok) return new DictionaryError(result.error.message, result.error.line, result.error.column);
  return isDict(result.value) ? result.value : new DictionaryError('the file must hold a dictionary', 1, 1);
};

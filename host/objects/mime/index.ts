/** Mail as text: headers, parts, composing. */

export { parseAddressList, writtenAddresses } from './addresses.js';
export { allParts, findPart, partBytes, partText } from './body.js';
export {
  type ComposeContext,
  type ComposeField,
  type Content,
  composeMessage,
  type FieldValue,
} from './compose.js';
export { type ProgramMail, programMail, type ResolveSource } from './email.js';
export { type Field, firstField } from './fields.js';
export { bufferOf, fieldValuesOf, parseHead } from './head.js';
export { isFieldName } from './headerline.js';
export { defaultMimeLimits, type MimeLimits } from './limits.js';
export type { MimePart } from './part.js';
export { firstText, plainText, textOfPart } from './plaintext.js';
export { parseStructure } from './structure.js';
export { bodyValue, headerFields, headerValue, partValue, suitablePart } from './values.js';

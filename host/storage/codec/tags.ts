/**
 * The binary form of values (`encodeValue`): a version byte, then for each value a tag and what it needs. Sizes and
 * counts are varints (7 bits a byte, low ones first). Numbers of tags are stored: never change one.
 *
 * | tag | value |
 * |---|---|
 * | 00 | null |
 * | 01 | string: size, bytes |
 * | 02, 03 | number, negative number: magnitude as varint |
 * | 04 | Big: 8 bytes, two's complement, big-endian |
 * | 05 | Time: float64 |
 * | 06 | Data: size, bytes |
 * | 07 | Ip: address as text, port as varint |
 * | 08 | array: count, items |
 * | 09 | dictionary: count, pairs of key and value, in the order of its entries |
 * | 0A | case-insensitive dictionary: the same with folded key, spelling, value |
 * | 0B | Xml: type, prefix, attributes (count; prefix, name, value), body (count; items), inherited (00, or 09: count, pairs) |
 * | 0C, 0D | Opaque: class, data; class without data |
 * | 40 to 7F | string of 0 to 63 bytes |
 * | 80 to FF | number 0 to 127 |
 *
 * "Text" and the strings in Xml, Opaque and keys are size and bytes without tag.
 */
export const VERSION = 1;

export enum Tag {
  Null = 0x00,
  String = 0x01,
  Number = 0x02,
  Negative = 0x03,
  Big = 0x04,
  Time = 0x05,
  Data = 0x06,
  Ip = 0x07,
  Array = 0x08,
  Dict = 0x09,
  FoldDict = 0x0a,
  Xml = 0x0b,
  Opaque = 0x0c,
  OpaqueEmpty = 0x0d,
  ShortString = 0x40,
  SmallNumber = 0x80,
}

/** Values may be nested so deep, unless the caller sets another limit. */
export const MAX_DEPTH = 500;

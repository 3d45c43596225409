/** The checksum of LevelDB: CRC-32C, masked, because data that holds checksums is checked again. */

const table = new Int32Array(256).map((_, index) => {
  let crc = index;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});

/** The masked checksum of some bytes. */
export function maskedCrc(bytes: Uint8Array, from: number, to: number): number {
  let crc = -1;
  for (let at = from; at < to; at++)
    crc = (table[(crc ^ (bytes[at] as number)) & 0xff] as number) ^ (crc >>> 8);
  crc ^= -1;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

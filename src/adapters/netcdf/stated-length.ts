import { closeSync, openSync, readSync } from 'node:fs';

/** Enough for the end's address in any superblock, with addresses of eight bytes. */
const SUPERBLOCK = 64;
const SIGNATURE = '\x89HDF\r\n\x1a\n';

/** How long an HDF5 file says that it is, in bytes: what is shorter is still on its way, or was cut off. What fetches a file writes it from its beginning, so
 *  that this is known long before the file is whole. Undefined where it does not say, or is no such file. Throws what the file system throws.
 *  Source  [HDF5] II.A, superblock. */
export function statedLength(file: string): number | undefined {
  const bytes = Buffer.alloc(SUPERBLOCK);
  const descriptor = openSync(file, 'r');
  try {
    if (readSync(descriptor, bytes) < SUPERBLOCK || bytes.toString('latin1', 0, SIGNATURE.length) !== SIGNATURE) return undefined;
  } finally {
    closeSync(descriptor);
  }
  const version = bytes[8];
  if (version > 3) return undefined;
  const width = bytes[version < 2 ? 13 : 9];
  // Third in its list of addresses where the beginning of the file and something else stand before it.
  const at = FIRST_ADDRESS[version] + 2 * width;
  if (width === 4) return bytes.readUInt32LE(at);
  if (width !== 8) return undefined;
  const length = bytes.readBigUInt64LE(at);
  return length === NOT_KNOWN ? undefined : Number(length);
}

const NOT_KNOWN = 0xffff_ffff_ffff_ffffn;
/** Where the addresses begin, by the superblock's version. */
const FIRST_ADDRESS = [24, 28, 12, 12];

import { closeSync, openSync, readSync } from 'node:fs';

const SIGNATURE = 'GCOL\x01\0\0\0';
/** Of a heap and of a thing in it, before what it holds. */
const HEAD = 16;
/** Largest heap that is looked into; those of attributes have 4,096 bytes. */
const LARGEST = 1 << 20;
const STEP = 4 << 20;

/** Whether all heaps of an HDF5 file, which hold texts of any length, can be walked through to their ends. Where a thing in one has no length, as where
 *  it was never written or zeroed, the library goes round for ever.
 *  Source  [HDF5] III.E, global heap. */
export function areHeapsWhole(file: string): boolean {
  const descriptor = openSync(file, 'r');
  try {
    // Pieces overlap by the largest heap, so that each is whole in one of them.
    const piece = Buffer.alloc(STEP + LARGEST);
    for (let from = 0; ; from += STEP) {
      const bytes = piece.subarray(0, readSync(descriptor, piece, 0, piece.length, from));
      for (let at = bytes.indexOf(SIGNATURE, 0, 'latin1'); at >= 0 && at < STEP; at = bytes.indexOf(SIGNATURE, at + 1, 'latin1'))
        if (!isWhole(bytes.subarray(at))) return false;
      if (bytes.length < piece.length) return true;
    }
  } finally {
    closeSync(descriptor);
  }
}

function isWhole(bytes: Buffer): boolean {
  if (bytes.length < HEAD) return false;
  const size = Number(bytes.readBigUInt64LE(8));
  if (size < HEAD || size > Math.min(bytes.length, LARGEST)) return false;
  let at = HEAD;
  while (at + HEAD <= size) {
    const isFree = bytes.readUInt16LE(at) === 0;
    const length = Number(bytes.readBigUInt64LE(at + 8));
    // The length of what is free has its head in it.
    at += isFree ? length : HEAD + 8 * Math.ceil(length / 8);
    if (isFree && length < HEAD) return false;
  }
  return at <= size;
}

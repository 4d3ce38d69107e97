import { datagramOf, type LinkType, linkTypeOf } from './datagram.ts';

/** What a capture file holds: datagrams of UDP with the time of their arrival, and what else went by.
 *      Source  draft-ietf-opsawg-pcap (classic files), draft-ietf-opsawg-pcapng (blocks of sections) */
export type Capture = {
  /** Bytes of the file, as they come. Datagrams that they complete are handed to `take`; a CaptureError where the file is none, or is damaged. */
  feed(bytes: Uint8Array): void;
  /** At the end of the file: a CaptureError where a packet was begun and not ended. */
  end(): void;
  readonly counts: CaptureCounts;
};

export type CaptureCounts = {
  packets: number;
  datagrams: number;
  /** Packets of other protocols. */
  others: number;
  /** Parts of datagrams that were sent in parts: they are not put together. */
  fragments: number;
  /** Packets of which not all was recorded. */
  cut: number;
};

export type CapturedDatagram = {
  readonly payload: Uint8Array;
  /** Seconds since 1970, UTC, by the clock of the recorder. */
  readonly at_s: number;
  readonly destination: string;
};

/** The file is no capture, or damaged from this byte on. */
export class CaptureError extends Error {}

/** Longest packet that is believed: a damaged length must not ask for all memory. */
const LONGEST_PACKET = 262_144 + 64;

const CLASSIC = new Map<number, { readonly isBig: boolean; readonly perSecond: number }>([
  [0xa1b2c3d4, { isBig: true, perSecond: 1e6 }],
  [0xd4c3b2a1, { isBig: false, perSecond: 1e6 }],
  [0xa1b23c4d, { isBig: true, perSecond: 1e9 }],
  [0x4d3cb2a1, { isBig: false, perSecond: 1e9 }],
]);
const SECTION = 0x0a0d0d0a;

/** Whether bytes begin as a capture file does. */
export function isCapture(head: Uint8Array): boolean {
  if (head.length < 4) return false;
  const magic = new DataView(head.buffer, head.byteOffset, 4).getUint32(0);
  return CLASSIC.has(magic) || magic === SECTION;
}

export function createCapture(take: (datagram: CapturedDatagram) => void): Capture {
  const counts: CaptureCounts = { packets: 0, datagrams: 0, others: 0, fragments: 0, cut: 0 };
  let held = new Uint8Array(0);
  let passed = 0;
  let read: ((view: DataView, bytes: Uint8Array) => number) | undefined;

  function packet(bytes: Uint8Array, at_s: number, link: LinkType | undefined, whole: number): void {
    counts.packets += 1;
    if (bytes.length < whole) counts.cut += 1;
    const found = link === undefined ? 'other' : datagramOf(bytes, link);
    if (found === 'other') counts.others += 1;
    else if (found === 'fragment') counts.fragments += 1;
    else if (found === 'cut') counts.others += bytes.length < whole ? 0 : 1;
    else {
      counts.datagrams += 1;
      take({ ...found, at_s });
    }
  }

  return {
    counts,
    feed(bytes) {
      const all = held.length === 0 ? bytes : joined(held, bytes);
      let at = 0;
      for (;;) {
        const rest = all.subarray(at);
        if (rest.length < 4) break;
        const view = new DataView(rest.buffer, rest.byteOffset, rest.length);
        read ??= readerOf(view, packet);
        let taken: number;
        try {
          taken = read(view, rest);
        } catch (error) {
          if (error instanceof CaptureError) throw new CaptureError(`at byte ${passed + at}: ${error.message}`);
          throw error;
        }
        if (taken === 0) break;
        at += taken;
      }
      held = all.slice(at);
      passed += at;
    },
    end() {
      if (held.length > 0)
        throw new CaptureError(`at byte ${passed}: the file ends in the middle of a packet, ${held.length} bytes of it are there`);
    },
  };
}

type TakePacket = (bytes: Uint8Array, at_s: number, link: LinkType | undefined, whole: number) => void;
/** Takes one head or packet from the begin of bytes and says how many they were; none where more are needed. */
type Read = (view: DataView, bytes: Uint8Array) => number;

function readerOf(view: DataView, packet: TakePacket): Read {
  const magic = view.getUint32(0);
  if (magic === SECTION) return sectionReader(packet);
  const form = CLASSIC.get(magic);
  if (form === undefined) throw new CaptureError('this is no capture file: it begins with neither mark of one');
  return classicReader(form, packet);
}

function classicReader({ isBig, perSecond }: { readonly isBig: boolean; readonly perSecond: number }, packet: TakePacket): Read {
  let link: LinkType | undefined | null = null;
  return (view, bytes) => {
    if (link === null) {
      if (bytes.length < 24) return 0;
      link = linkTypeOf(view.getUint32(20, !isBig) & 0xffff);
      return 24;
    }
    if (bytes.length < 16) return 0;
    const [seconds, parts, length, whole] = [0, 4, 8, 12].map((at) => view.getUint32(at, !isBig)) as [number, number, number, number];
    if (length > LONGEST_PACKET) throw new CaptureError(`a packet says that it has ${length} bytes`);
    if (bytes.length < 16 + length) return 0;
    packet(bytes.subarray(16, 16 + length), seconds + parts / perSecond, link, whole);
    return 16 + length;
  };
}

const [INTERFACE, SIMPLE, ENHANCED] = [1, 3, 6];
/** Interfaces of a section; what is beyond is not told apart. */
const MOST_INTERFACES = 1024;

function sectionReader(packet: TakePacket): Read {
  let isLittle = true;
  let interfaces: { readonly link: LinkType | undefined; readonly perSecond: number; readonly longest: number }[] = [];
  return (view, bytes) => {
    if (bytes.length < 12) return 0;
    const isSection = view.getUint32(0) === SECTION;
    if (isSection) {
      isLittle = view.getUint32(8) !== 0x1a2b3c4d;
      if (view.getUint32(8, isLittle) !== 0x1a2b3c4d) throw new CaptureError('a section says no order of bytes');
      interfaces = [];
    }
    const kind = view.getUint32(0, isLittle);
    const length = view.getUint32(4, isLittle);
    if (length < 12 || length % 4 !== 0 || length > LONGEST_PACKET + 65_536)
      throw new CaptureError(`a block says that it has ${length} bytes`);
    if (bytes.length < length) return 0;
    if (view.getUint32(length - 4, isLittle) !== length) throw new CaptureError('a block says two lengths');
    if (kind === INTERFACE && length >= 20 && interfaces.length < MOST_INTERFACES)
      interfaces.push({
        link: linkTypeOf(view.getUint16(8, isLittle)),
        longest: view.getUint32(12, isLittle),
        perSecond: resolutionOf(view, 16, length - 4, isLittle),
      });
    if (kind === ENHANCED && length >= 32) {
      const of = interfaces[view.getUint32(8, isLittle)];
      const stamp = view.getUint32(12, isLittle) * 2 ** 32 + view.getUint32(16, isLittle);
      const captured = view.getUint32(20, isLittle);
      if (captured > length - 32) throw new CaptureError(`a packet says that it has ${captured} bytes, and its block ${length}`);
      packet(bytes.subarray(28, 28 + captured), stamp / (of?.perSecond ?? 1e6), of?.link, view.getUint32(24, isLittle));
    }
    if (kind === SIMPLE && length >= 16) {
      const whole = view.getUint32(8, isLittle);
      const captured = Math.min(whole, interfaces[0]?.longest || whole, length - 16);
      packet(bytes.subarray(12, 12 + captured), Number.NaN, interfaces[0]?.link, whole);
    }
    return length;
  };
}

/** Option 9 of an interface: parts of a second as a power of ten, or of two where the first bit is set. */
function resolutionOf(view: DataView, from: number, to: number, isLittle: boolean): number {
  let at = from;
  while (at + 4 <= to) {
    const [code, length] = [view.getUint16(at, isLittle), view.getUint16(at + 2, isLittle)];
    if (code === 0) break;
    if (code === 9 && length >= 1 && at + 5 <= to) {
      const said = view.getUint8(at + 4);
      return said & 0x80 ? 2 ** (said & 0x7f) : 10 ** said;
    }
    at += 4 + 4 * Math.ceil(length / 4);
  }
  return 1e6;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

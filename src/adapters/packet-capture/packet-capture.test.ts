import { expect, test } from 'vitest';
import { CaptureError, type CapturedDatagram, createCapture, isCapture } from './packet-capture.ts';

const u16 = (n: number, little = false): number[] => (little ? [n & 255, n >> 8] : [n >> 8, n & 255]);
const u32 = (n: number, little = false): number[] => {
  const octets = [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
  return little ? octets.reverse() : octets;
};
const PAYLOAD = [48, 0, 4, 7];
const udp = (payload = PAYLOAD): number[] => [...u16(4000), ...u16(8600), ...u16(8 + payload.length), 0, 0, ...payload];
const ipv4 = (inside = udp(), protocol = 17, fragment = 0): number[] => {
  const head = [0x45, 0, ...u16(20 + inside.length), 0, 1, ...u16(fragment), 64, protocol, 0, 0, 10, 0, 0, 1, 232, 1, 1, 11];
  return [...head, ...inside];
};
const ipv6 = (inside = udp()): number[] => [
  0x60,
  0,
  0,
  0,
  ...u16(8 + inside.length),
  0,
  64,
  ...Array.from({ length: 15 }, () => 0),
  1,
  ...u16(0xff02),
  ...Array.from({ length: 13 }, () => 0),
  1,
  // One header before the datagram.
  17,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  ...inside,
];
const ethernet = (inside: readonly number[], kind = 0x0800): number[] => [...Array.from({ length: 12 }, () => 2), ...u16(kind), ...inside];

function classic(packets: readonly (readonly number[])[], link = 1, { little = true, nano = false, whole = 0 } = {}): Uint8Array {
  const head = [
    ...u32(nano ? 0xa1b23c4d : 0xa1b2c3d4, little),
    ...u16(2, little),
    ...u16(4, little),
    ...u32(0),
    ...u32(0),
    ...u32(65_535, little),
    ...u32(link, little),
  ];
  const body = packets.flatMap((packet, k) => [
    ...u32(1000 + k, little),
    ...u32(500, little),
    ...u32(packet.length, little),
    ...u32(whole || packet.length, little),
    ...packet,
  ]);
  return Uint8Array.from([...head, ...body]);
}

function section(packets: readonly (readonly number[])[], little: boolean): Uint8Array {
  const block = (kind: number, inside: readonly number[]): number[] => {
    const padded = [...inside, ...Array.from({ length: (4 - (inside.length % 4)) % 4 }, () => 0)];
    return [...u32(kind, little), ...u32(12 + padded.length, little), ...padded, ...u32(12 + padded.length, little)];
  };
  // Stamps in nanoseconds: option 9.
  const face = block(1, [...u16(1, little), 0, 0, ...u32(0), ...u16(9, little), ...u16(1, little), 9, 0, 0, 0, 0, 0, 0, 0]);
  const stamp = 1_700_000_000_250_000_000n;
  const packet = (bytes: readonly number[]): number[] =>
    block(6, [
      ...u32(0),
      ...u32(Number(stamp >> 32n), little),
      ...u32(Number(stamp & 0xffffffffn), little),
      ...u32(bytes.length, little),
      ...u32(bytes.length, little),
      ...bytes,
    ]);
  return Uint8Array.from([
    ...block(0x0a0d0d0a, [...u32(0x1a2b3c4d, little), 1, 0, 0, 0, ...u32(0xffffffff), ...u32(0xffffffff)]),
    ...face,
    ...block(4, [0, 0, 0, 0]),
    ...packets.flatMap(packet),
  ]);
}

function read(bytes: Uint8Array, step = bytes.length) {
  const datagrams: CapturedDatagram[] = [];
  const capture = createCapture((datagram) => datagrams.push({ ...datagram, payload: datagram.payload.slice() }));
  for (let at = 0; at < bytes.length; at += step) capture.feed(bytes.subarray(at, at + step));
  capture.end();
  return { datagrams, counts: capture.counts };
}

test.each([
  ['Ethernet', ethernet(ipv4()), 1],
  ['Ethernet with two VLAN tags', ethernet([...u16(7), ...u16(0x8100), ...u16(9), ...u16(0x0800), ...ipv4()], 0x88a8), 1],
  ['Ethernet with IPv6', ethernet(ipv6(), 0x86dd), 1],
  ['raw IP', ipv4(), 101],
  ['a loopback', [2, 0, 0, 0, ...ipv4()], 0],
  ['Linux cooked', [...Array.from({ length: 14 }, () => 0), ...u16(0x0800), ...ipv4()], 113],
  ['Linux cooked, second form', [...Array.from({ length: 20 }, () => 0), ...ipv4()], 276],
])('the datagram in %s is found', (_, packet, link) => {
  const { datagrams, counts } = read(classic([packet], link));
  expect(datagrams.map(({ payload, at_s }) => [[...payload], at_s])).toEqual([[PAYLOAD, 1000.0005]]);
  expect(datagrams[0]?.destination).toMatch(link === 1 && packet.length > 70 ? /^ff02:0:0:0:0:0:0:1:8600$/ : /^232\.1\.1\.11:8600$/);
  expect(counts).toEqual({ packets: 1, datagrams: 1, others: 0, fragments: 0, cut: 0 });
});

test('both orders of bytes, both clocks, and both forms of file, in pieces of any size', () => {
  const packets = [ethernet(ipv4()), ethernet(ipv4(udp([1, 2, 3])))];
  for (const little of [true, false])
    for (const step of [1, 7, 1000]) {
      expect(read(classic(packets, 1, { little }), step).datagrams.map(({ payload }) => payload.length)).toEqual([4, 3]);
      const { datagrams } = read(section(packets, little), step);
      expect(datagrams.map(({ payload, at_s }) => [payload.length, at_s])).toEqual([
        // A double has no more than some hundred nanoseconds of it.
        [4, expect.closeTo(1_700_000_000.25, 6)],
        [3, expect.closeTo(1_700_000_000.25, 6)],
      ]);
    }
  expect(read(classic(packets, 1, { nano: true })).datagrams[0]?.at_s).toBeCloseTo(1000.0000005, 9);
});

test('what is no whole datagram is counted, by what it is', () => {
  const { counts, datagrams } = read(
    classic([
      ethernet(ipv4(udp(), 6)),
      ethernet([1, 2, 3], 0x0806),
      ethernet(ipv4(udp(), 17, 0x2000)),
      ethernet(ipv4(udp(), 17, 100)),
      ethernet(ipv4()),
    ]),
  );
  expect(counts).toEqual({ packets: 5, datagrams: 1, others: 2, fragments: 2, cut: 0 });
  expect(datagrams).toHaveLength(1);
  const cut = read(classic([ethernet(ipv4()).slice(0, 40)], 1, { whole: 46 })).counts;
  expect(cut).toEqual({ packets: 1, datagrams: 0, others: 0, fragments: 0, cut: 1 });
  expect(read(classic([ethernet(ipv4())], 147)).counts.others).toBe(1);
});

test('a file that ends in a packet, or says a length that none has, is damaged at a byte', () => {
  const whole = classic([ethernet(ipv4()), ethernet(ipv4())]);
  expect(() => read(whole.subarray(0, whole.length - 3))).toThrow(/at byte 86: the file ends in the middle of a packet/);
  const long = whole.slice();
  long.set(u32(0x7fffffff, true), 24 + 8);
  expect(() => read(long)).toThrow(CaptureError);
  expect(() => read(Uint8Array.of(1, 2, 3, 4, 5))).toThrow('this is no capture file');
  expect([isCapture(whole), isCapture(section([], true)), isCapture(Uint8Array.of(48, 0, 5, 1, 1))]).toEqual([true, true, false]);
});

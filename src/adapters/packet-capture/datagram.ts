/** How packets of a capture begin.     Source  the link-layer header types of the pcap drafts: 0, 1, 101 (12, 14), 113, 276 */
export type LinkType = 'loopback' | 'ethernet' | 'raw' | 'cooked' | 'cooked-2';

const LINK_TYPES: Readonly<Record<number, LinkType>> = {
  0: 'loopback',
  1: 'ethernet',
  12: 'raw',
  14: 'raw',
  101: 'raw',
  108: 'loopback',
  113: 'cooked',
  228: 'raw',
  229: 'raw',
  276: 'cooked-2',
};

export const linkTypeOf = (number: number): LinkType | undefined => LINK_TYPES[number];

export type Datagram = { readonly payload: Uint8Array; readonly destination: string };

const UDP = 17;
const VLAN = new Set([0x8100, 0x88a8, 0x9100]);

/** The datagram of UDP in a packet, over IPv4 or IPv6; `other` where it is of another protocol, `fragment` where it is a part of one, `cut` where it
 *  ends before its lengths say.     Source  RFC 768, 791, 8200; IEEE 802.1Q */
export function datagramOf(packet: Uint8Array, link: LinkType): Datagram | 'other' | 'fragment' | 'cut' {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.length);
  const at = networkAt(view, link);
  if (at === undefined || at >= packet.length) return 'other';
  const version = view.getUint8(at) >> 4;
  if (version === 4) return fourth(view, packet, at);
  return version === 6 ? sixth(view, packet, at) : 'other';
}

/** Where the packet of the network begins. */
function networkAt(view: DataView, link: LinkType): number | undefined {
  switch (link) {
    case 'raw':
      return 0;
    case 'loopback':
      return 4;
    case 'cooked':
      return 16;
    case 'cooked-2':
      return 20;
    case 'ethernet': {
      let at = 12;
      while (at + 2 <= view.byteLength && VLAN.has(view.getUint16(at))) at += 4;
      if (at + 2 > view.byteLength) return undefined;
      const kind = view.getUint16(at);
      return kind === 0x0800 || kind === 0x86dd ? at + 2 : undefined;
    }
  }
}

function fourth(view: DataView, packet: Uint8Array, at: number): Datagram | 'other' | 'fragment' | 'cut' {
  if (at + 20 > packet.length) return 'cut';
  if (view.getUint8(at + 9) !== UDP) return 'other';
  // More parts follow, or this one is not the first.
  if ((view.getUint16(at + 6) & 0x3fff) !== 0) return 'fragment';
  return payloadAt(view, packet, at + 4 * (view.getUint8(at) & 0x0f), [...packet.subarray(at + 16, at + 20)].join('.'));
}

const [HOP_BY_HOP, ROUTING, FRAGMENT, DESTINATION] = [0, 43, 44, 60];

function sixth(view: DataView, packet: Uint8Array, at: number): Datagram | 'other' | 'fragment' | 'cut' {
  if (at + 40 > packet.length) return 'cut';
  let next = view.getUint8(at + 6);
  let head = at + 40;
  while (next === HOP_BY_HOP || next === ROUTING || next === DESTINATION) {
    if (head + 8 > packet.length) return 'cut';
    next = view.getUint8(head);
    head += 8 * (1 + view.getUint8(head + 1));
  }
  if (next === FRAGMENT) return 'fragment';
  if (next !== UDP) return 'other';
  const words = Array.from({ length: 8 }, (_, k) => view.getUint16(at + 24 + 2 * k).toString(16));
  return payloadAt(view, packet, head, words.join(':'));
}

function payloadAt(view: DataView, packet: Uint8Array, at: number, destination: string): Datagram | 'cut' {
  if (at + 8 > packet.length) return 'cut';
  const length = view.getUint16(at + 4);
  if (length < 8 || at + length > packet.length) return 'cut';
  return { payload: packet.subarray(at + 8, at + length), destination: `${destination}:${view.getUint16(at + 2)}` };
}

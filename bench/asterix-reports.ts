import { CAT048_1_32 } from '../src/adapters/asterix/categories/048-1-32.ts';
import { encodeBlock } from '../src/adapters/asterix/encode.ts';

/** Records in each datagram. */
export const RECORDS_IN_DATAGRAM = 4;

/** Datagrams of target reports as a radar of mode S sends them, tracks with all that such a radar says each turn. */
export function datagramsOfReports(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, k) =>
    encodeBlock(
      CAT048_1_32,
      Array.from({ length: RECORDS_IN_DATAGRAM }, (__, j) => report(RECORDS_IN_DATAGRAM * k + j)),
    ),
  );
}

function report(k: number) {
  return {
    '010': { SAC: 25, SIC: 201 },
    '140': (27_354 + k / 100) % 86_400,
    '020': { TYP: 5, SIM: 0, RDP: 0, SPI: 0, RAB: 0 },
    '040': { RHO: (k * 0.37) % 250, THETA: (k * 7.3) % 360 },
    '070': { V: 0, G: 0, L: 0, MODE3A: ((k * 13) % 4096).toString(8).padStart(4, '0') },
    '090': { V: 0, G: 0, FL: (k % 400) + 0.25 },
    '220': 0x3c0000 + (k % 65_536),
    '240': `TOC${1000 + (k % 9000)}`,
    '250': [{ MBDATA: 'c0780031bc0000', BDS1: 4, BDS2: 0 }],
    '161': { TRN: k % 4096 },
    '200': { GSP: 0.12, HDG: (k * 3.1) % 360 },
    '170': { CNF: 0, RAD: 2, DOU: 0, MAH: 0, CDM: 0, TRE: 0, GHO: 0, SUP: 0, TCC: 0 },
    '230': { COM: 1, STAT: 0, SI: 0, MSSC: 1, ARC: 1, AIC: 1, B1A: 1, B1B: 5 },
  };
}

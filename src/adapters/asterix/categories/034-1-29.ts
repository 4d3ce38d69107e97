import { compound, describe, EXPLICIT, fixed, repeated } from '../category.ts';

/** Monoradar service messages: north and sector marks, the state of a radar and where it stands.     Source  EUROCONTROL-SPEC-0149-2b, ed. 1.29 */
export const CAT034_1_29 = describe({
  category: 34,
  edition: '1.29',
  name: 'Transmission of Monoradar Service Messages',
  items: {
    '000': ['message type', fixed('8')],
    '010': ['data source identifier', fixed('SAC 8, SIC 8')],
    '020': ['sector number', fixed('8 × 360/256 deg')],
    '030': ['time of day', fixed('24 × 1/128 s ..86401')],
    '041': ['antenna rotation speed', fixed('16 × 1/128 s')],
    '050': [
      'system configuration and status',
      compound(
        ['COM', fixed('NOGO 1, RDPC 1, RDPR 1, OVLRDP 1, OVLXMT 1, MSC 1, TSV 1, spare 1')],
        undefined,
        undefined,
        ['PSR', fixed('ANT 1, CHAB 2, OVL 1, MSC 1, spare 3')],
        ['SSR', fixed('ANT 1, CHAB 2, OVL 1, MSC 1, spare 3')],
        ['MDS', fixed('ANT 1, CHAB 2, OVLSUR 1, MSC 1, SCF 1, DLF 1, OVLSCF 1, OVLDLF 1, spare 7')],
      ),
    ],
    '060': [
      'system processing mode',
      compound(
        ['COM', fixed('spare 1, REDRDP 3, REDXMT 3, spare 1')],
        undefined,
        undefined,
        ['PSR', fixed('POL 1, REDRAD 3, STC 2, spare 2')],
        ['SSR', fixed('REDRAD 3, spare 5')],
        ['MDS', fixed('REDRAD 3, CLU 1, spare 4')],
      ),
    ],
    '070': ['message count values', repeated('TYP 5, COUNT 11')],
    '090': ['collimation error', fixed('RNG 8 signed × 1/128 NM, AZM 8 signed × 360/16384 deg')],
    '100': [
      'generic polar window',
      fixed('RHOST 16 × 1/256 NM, RHOEND 16 × 1/256 NM, THETAST 16 × 360/65536 deg, THETAEND 16 × 360/65536 deg'),
    ],
    '110': ['data filter', fixed('8')],
    '120': [
      '3d-position of data source',
      fixed('HGT 16 signed × 1 m, LAT 24 signed × 180/8388608 deg -90..90, LON 24 signed × 180/8388608 deg -180..180'),
    ],
    RE: ['reserved expansion field', EXPLICIT],
    SP: ['special purpose field', EXPLICIT],
  },
  uap: '010 000 030 020 041 050 060 070 100 110 120 090 RE SP',
});

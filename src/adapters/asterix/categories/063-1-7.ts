import { describe, EXPLICIT, extended, fixed } from '../category.ts';

/** Sensor status as a centre sees it, with the biases that it takes out.     Source  EUROCONTROL-SPEC-0149-10, ed. 1.7 */
export const CAT063_1_7 = describe({
  category: 63,
  edition: '1.7',
  name: 'Sensor Status Reports',
  items: {
    '010': ['data source identifier', fixed('SAC 8, SIC 8')],
    '015': ['service identification', fixed('8')],
    '030': ['time of message', fixed('24 × 1/128 s ..86401')],
    '050': ['sensor identifier', fixed('SAC 8, SIC 8')],
    '060': [
      'sensor configuration and status',
      extended(
        'CON 2, PSR 1, SSR 1, MDS 1, ADS 1, MLT 1',
        'OPS 1, ODP 1, OXT 1, MSC 1, TSV 1, NPW 1, spare 1',
        'TTF.EP 1, TTF.VAL 1, SPO.EP 1, SPO.VAL 1, spare 3',
      ),
    ],
    '070': ['time stamping bias', fixed('16 signed × 1 ms')],
    '080': ['SSR / mode S range gain and bias', fixed('SRG 16 signed × 1/100000 1, SRB 16 signed × 1/128 NM')],
    '081': ['SSR mode S azimuth bias', fixed('16 signed × 360/65536 deg')],
    '090': ['PSR range gain and bias', fixed('PRG 16 signed × 1/100000 1, PRB 16 signed × 1/128 NM')],
    '091': ['PSR azimuth bias', fixed('16 signed × 360/65536 deg')],
    '092': ['PSR elevation bias', fixed('16 signed × 360/65536 deg')],
    RE: ['reserved expansion field', EXPLICIT],
    SP: ['special purpose field', EXPLICIT],
  },
  uap: '010 015 030 050 060 070 080 081 090 091 092 - RE SP',
});

import { compound, describe, EXPLICIT, extended, fixed, repeated, repeatedWhile } from '../category.ts';

/** Monoradar target reports: plots and the radar's own tracks.     Source  EUROCONTROL-SPEC-0149-4, ed. 1.32; the fields of its expansion are in 048-expansion.ts */
export const CAT048_1_32 = describe({
  category: 48,
  edition: '1.32',
  name: 'Monoradar Target Reports',
  items: {
    '010': ['data source identifier', fixed('SAC 8, SIC 8')],
    '020': [
      'target report descriptor',
      extended(
        'TYP 3, SIM 1, RDP 1, SPI 1, RAB 1',
        'TST 1, ERR 1, XPP 1, ME 1, MI 1, FOEFRI 2',
        'ADSB.EP 1, ADSB.VAL 1, SCN.EP 1, SCN.VAL 1, PAI.EP 1, PAI.VAL 1, spare 1',
        'ACASXV.EP 1, ACASXV.VAL 4, POXPR.EP 1, POXPR.VAL 1',
        'POACT.EP 1, POACT.VAL 1, DTFXPR.EP 1, DTFXPR.VAL 1, DTFACT.EP 1, DTFACT.VAL 1, spare 1',
        'IRMXPR.EP 1, IRMXPR.VAL 1, IRMACT.EP 1, IRMACT.VAL 1, spare 3',
      ),
    ],
    '030': ['warning/error conditions and target classification', repeatedWhile('7')],
    '040': ['measured position in polar co-ordinates', fixed('RHO 16 × 1/256 NM, THETA 16 × 360/65536 deg')],
    '042': ['calculated position in Cartesian co-ordinates', fixed('X 16 signed × 1/128 NM, Y 16 signed × 1/128 NM')],
    '050': ['mode-2 code in octal representation', fixed('V 1, G 1, L 1, spare 1, MODE2 12 octal')],
    '055': ['mode-1 code in octal representation', fixed('V 1, G 1, L 1, MODE1 5')],
    '060': [
      'mode-2 code confidence indicator',
      fixed('spare 4, QA4 1, QA2 1, QA1 1, QB4 1, QB2 1, QB1 1, QC4 1, QC2 1, QC1 1, QD4 1, QD2 1, QD1 1'),
    ],
    '065': ['mode-1 code confidence indicator', fixed('spare 3, QA4 1, QA2 1, QA1 1, QB2 1, QB1 1')],
    '070': ['mode 3/A code in octal representation', fixed('V 1, G 1, L 1, spare 1, MODE3A 12 octal')],
    '080': [
      'mode 3/A code confidence indicator',
      fixed('spare 4, QA4 1, QA2 1, QA1 1, QB4 1, QB2 1, QB1 1, QC4 1, QC2 1, QC1 1, QD4 1, QD2 1, QD1 1'),
    ],
    '090': ['flight level in binary representation', fixed('V 1, G 1, FL 14 signed × 1/4 FL')],
    '100': [
      'mode-c code and code confidence indicator',
      fixed('V 1, G 1, spare 2, MODEC 12, spare 4, QC1 1, QA1 1, QC2 1, QA2 1, QC4 1, QA4 1, QB1 1, QD1 1, QB2 1, QD2 1, QB4 1, QD4 1'),
    ],
    '110': ['height measured by a 3D radar', fixed('spare 2, 3DH 14 signed × 25 ft')],
    '120': [
      'radial doppler speed',
      compound(['CAL', fixed('D 1, spare 5, CAL 10 signed × 1 m/s')], ['RDS', repeated('DOP 16 × 1 m/s, AMB 16 × 1 m/s, FRQ 16 × 1 MHz')]),
    ],
    '130': [
      'radar plot characteristics',
      compound(
        ['SRL', fixed('8 × 360/8192 deg')],
        ['SRR', fixed('8')],
        ['SAM', fixed('8 signed × 1 dBm')],
        ['PRL', fixed('8 × 360/8192 deg')],
        ['PAM', fixed('8 signed × 1 dBm')],
        ['RPD', fixed('8 signed × 1/256 NM')],
        ['APD', fixed('8 signed × 360/16384 deg')],
      ),
    ],
    '140': ['time of day', fixed('24 × 1/128 s ..86401')],
    '161': ['track number', fixed('spare 4, TRN 12')],
    '170': ['track status', extended('CNF 1, RAD 2, DOU 1, MAH 1, CDM 2', 'TRE 1, GHO 1, SUP 1, TCC 1, spare 3')],
    '200': ['calculated track velocity in polar co-ordinates', fixed('GSP 16 × 1/16384 NM/s, HDG 16 × 360/65536 deg')],
    '210': ['track quality', fixed('SIGX 8 × 1/128 NM, SIGY 8 × 1/128 NM, SIGV 8 × 1/16384 NM/s, SIGH 8 × 360/4096 deg')],
    '220': ['aircraft address', fixed('24')],
    '230': ['communications/ACAS capability and flight status', fixed('COM 3, STAT 3, SI 1, spare 1, MSSC 1, ARC 1, AIC 1, B1A 1, B1B 4')],
    '240': ['aircraft identification', fixed('48 text')],
    '250': ['BDS register data', repeated('MBDATA 56 hex, BDS1 4, BDS2 4')],
    '260': ['ACAS resolution advisory report', fixed('56 hex')],
    RE: ['reserved expansion field', EXPLICIT],
    SP: ['special purpose field', EXPLICIT],
  },
  uap: '010 140 020 040 070 090 130 220 240 250 161 042 200 170 210 030 080 100 110 120 230 260 055 050 065 060 SP RE',
});

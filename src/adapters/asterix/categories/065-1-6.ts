import { describe, EXPLICIT, fixed } from '../category.ts';

/** State of the service of a centre.     Source  EUROCONTROL-SPEC-0149-15, ed. 1.6 */
export const CAT065_1_6 = describe({
  category: 65,
  edition: '1.6',
  name: 'SDPS Service Status Reports',
  items: {
    '000': ['message type', fixed('8')],
    '010': ['data source identifier', fixed('SAC 8, SIC 8')],
    '015': ['service identification', fixed('8')],
    '020': ['batch number', fixed('8')],
    '030': ['time of message', fixed('24 × 1/128 s ..86401')],
    '040': ['SDPS configuration and status', fixed('NOGO 2, OVL 1, TSV 1, PSS 2, STTN 1, spare 1')],
    '050': ['service status report', fixed('8')],
    RE: ['reserved expansion field', EXPLICIT],
    SP: ['special purpose field', EXPLICIT],
  },
  uap: '010 000 015 030 020 040 050 - - - - - RE SP',
});

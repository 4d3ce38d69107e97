import { narrowed } from '../category.ts';
import { CAT048_1_32 } from './048-1-32.ts';

/** Of a target report what a plot is made of, in the order in which it stands in a decoded record. */
export const CAT048_PLOTS = narrowed(CAT048_1_32, [
  '010/SAC',
  '010/SIC',
  '020/TYP',
  '020/SIM',
  '020/RAB',
  '020/TST',
  '020/ERR',
  '040/RHO',
  '040/THETA',
  '090/FL',
  '110/3DH',
  '120/CAL/D',
  '120/CAL/CAL',
  '140',
  '170/GHO',
  'RE',
]);

import type { Category } from './category.ts';
import { CAT048_1_32 } from './categories/048-1-32.ts';

/** What a plot is made of, in the order in which a decoder of plots alone writes it: item, part and field. */
export const PLOT_FIELDS: readonly { readonly category: Category; readonly fields: readonly string[] }[] = [
  {
    category: CAT048_1_32,
    fields: [
      '010/SAC',
      '010/SIC',
      '020/TYP',
      '020/SIM',
      '020/RAB',
      '020/TST',
      '020/ERR',
      '040/RHO',
      '040/THETA',
      '070/MODE3A',
      '090/FL',
      '110/3DH',
      '120/CAL/D',
      '120/CAL/CAL',
      '140',
      '161/TRN',
      '220',
      'RE/octets',
    ],
  },
];

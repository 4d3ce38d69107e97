import type { Category } from '../category.ts';
import { CAT034_1_29 } from './034-1-29.ts';
import { CAT048_1_32 } from './048-1-32.ts';
import { CAT062_0_17 } from './062-0-17.ts';
import { CAT062_1_21 } from './062-1-21.ts';
import { CAT063_1_7 } from './063-1-7.ts';
import { CAT065_1_6 } from './065-1-6.ts';

/** Every edition that is described, of each category the one first that is meant where nobody says which. */
export const CATEGORIES: readonly Category[] = [CAT034_1_29, CAT048_1_32, CAT062_1_21, CAT062_0_17, CAT063_1_7, CAT065_1_6];

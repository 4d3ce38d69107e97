import { english } from './english.ts';
import { japanese } from './japanese.ts';
import type { Phrasebook } from './phrases.ts';

/** The languages of every message, in the order of its `info` blocks. Another one is another file like these and a place in this list. */
export const PHRASEBOOKS: readonly Phrasebook[] = [english, japanese];

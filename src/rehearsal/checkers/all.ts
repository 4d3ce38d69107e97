import type { Checker } from '../observation.ts';
import { bounds } from './bounds.ts';
import { evidenceFirst } from './evidence-first.ts';
import { falseSilence } from './false-silence.ts';
import { followsTrack } from './follows-track.ts';
import { lines } from './lines.ts';
import { names } from './names.ts';
import { nothingLost } from './nothing-lost.ts';
import { observed } from './observed.ts';
import { oneHazard } from './one-hazard.ts';
import { oneObject } from './one-object.ts';
import { oneWarning } from './one-warning.ts';
import { pace } from './pace.ts';
import { phenomenologies } from './phenomenologies.ts';
import { readiness } from './readiness.ts';
import { receiversTold } from './receivers-told.ts';
import { sameBytes } from './same-bytes.ts';
import { traces } from './traces.ts';
import { twoPeople } from './two-people.ts';
import { unbroken } from './unbroken.ts';

export const CHECKERS: readonly Checker[] = [
  oneWarning,
  oneHazard,
  twoPeople,
  lines,
  phenomenologies,
  followsTrack,
  readiness,
  falseSilence,
  receiversTold,
  traces,
  evidenceFirst,
  observed,
  bounds,
  pace,
  oneObject,
  names,
  nothingLost,
  sameBytes,
  unbroken,
];

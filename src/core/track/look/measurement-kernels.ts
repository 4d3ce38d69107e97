import { innovatePolar3, POLAR3_INNOVATION, POLAR3_WORK } from '../kernels/polar3.ts';
import { projectPolar3Of6, updatePolar3Of6 } from '../kernels/polar3-of-6.ts';
import { projectPolar3Of7, updatePolar3Of7 } from '../kernels/polar3-of-7.ts';
import { projectPolar3Of9, updatePolar3Of9 } from '../kernels/polar3-of-9.ts';
import { innovatePolar4, POLAR4_INNOVATION, POLAR4_PLOT, POLAR4_WORK } from '../kernels/polar4.ts';
import { projectPolar4Of6 } from '../kernels/polar4-project-of-6.ts';
import { projectPolar4Of7 } from '../kernels/polar4-project-of-7.ts';
import { projectPolar4Of9 } from '../kernels/polar4-project-of-9.ts';
import { updatePolar4Of6 } from '../kernels/polar4-update-of-6.ts';
import { updatePolar4Of7 } from '../kernels/polar4-update-of-7.ts';
import { updatePolar4Of9 } from '../kernels/polar4-update-of-9.ts';
import { innovateSight, SIGHT_INNOVATION, SIGHT_PLOT, SIGHT_WORK } from '../kernels/sight.ts';
import { projectSightOf6, updateSightOf6 } from '../kernels/sight-of-6.ts';
import { projectSightOf7, updateSightOf7 } from '../kernels/sight-of-7.ts';
import { projectSightOf9, updateSightOf9 } from '../kernels/sight-of-9.ts';

/** The three parts of a measurement update for one kind of sensor; records and arguments as kernels/README.md says. */
export type MeasurementKernels = {
  readonly dimension: 2 | 3 | 4;
  readonly workLength: number;
  readonly innovationLength: number;
  /** Numbers between one measurement's record and the next. A plot record of four measurements begins with that of three. */
  readonly recordLength: number;
  /** By the length of the state. */
  readonly project: Readonly<Record<6 | 7 | 9, typeof projectPolar3Of6>>;
  readonly innovate: typeof innovatePolar3;
  readonly update: Readonly<Record<6 | 7 | 9, typeof updatePolar3Of6>>;
  /** Whether what is not known of an object's distance may bend a direction by more than its error; absent where the sensor is too far off for that. */
  readonly bends?: true;
};

/** Where every innovation record has its distance² and its ln likelihood. */
export const DISTANCE2 = POLAR3_INNOVATION.distance2;
export const LOG_LIKELIHOOD = POLAR3_INNOVATION.logLikelihood;

/** Range and two angles. */
export const POLAR3: MeasurementKernels = {
  dimension: 3,
  workLength: POLAR3_WORK.length,
  innovationLength: POLAR3_INNOVATION.length,
  recordLength: POLAR4_PLOT.length,
  project: { 6: projectPolar3Of6, 7: projectPolar3Of7, 9: projectPolar3Of9 },
  innovate: innovatePolar3,
  update: { 6: updatePolar3Of6, 7: updatePolar3Of7, 9: updatePolar3Of9 },
};

/** Range, two angles and range rate. */
export const POLAR4: MeasurementKernels = {
  dimension: 4,
  workLength: POLAR4_WORK.length,
  innovationLength: POLAR4_INNOVATION.length,
  recordLength: POLAR4_PLOT.length,
  project: { 6: projectPolar4Of6, 7: projectPolar4Of7, 9: projectPolar4Of9 },
  innovate: innovatePolar4,
  update: { 6: updatePolar4Of6, 7: updatePolar4Of7, 9: updatePolar4Of9 },
};

/** Direction from a place that is far from all objects: a satellite. */
export const SIGHT: MeasurementKernels = {
  dimension: 2,
  workLength: SIGHT_WORK.length,
  innovationLength: SIGHT_INNOVATION.length,
  recordLength: SIGHT_PLOT.length,
  project: { 6: projectSightOf6, 7: projectSightOf7, 9: projectSightOf9 },
  innovate: innovateSight,
  update: { 6: updateSightOf6, 7: updateSightOf7, 9: updateSightOf9 },
};

/** Direction from any place. */
export const NEAR_SIGHT: MeasurementKernels = { ...SIGHT, bends: true };

import { GATE_WEIGHT } from '../look/gates.ts';
import type { MeasurementKernels } from '../look/measurement-kernels.ts';
import { POLAR3_WORK } from '../kernels/polar3.ts';
import { POLAR4_WORK } from '../kernels/polar4.ts';
import type { ModeUpdate } from './mode-update.ts';

/** Writes to the work record `out` what several modes predict together of a polar measurement, as much of it as a header is made of: range and sight as
 *  means, variances with the spread of the means. Weights stand at `g[go]`, the modes' work slot at `w[wo]`. To second order it is what mixing the
 *  states and projecting the mixture says, without the price of either. The sight is not made a unit again: what it lacks is of that order too. */
export type MixProjections = (w: Float64Array, wo: number, g: Float64Array, go: number, out: Float64Array) => void;

export function projectionMixer({ workOf }: ModeUpdate, modes: number, { dimension }: MeasurementKernels): MixProjections {
  const { range, sight, right, above } = POLAR3_WORK;
  const hph = dimension === 4 ? POLAR4_WORK.hph : POLAR3_WORK.hph;
  return (w, wo, g, go, out) => {
    let total = 0;
    for (let m = 0; m < modes; m++) if (g[go + m] > GATE_WEIGHT) total += g[go + m];
    out[range] = out[sight] = out[sight + 1] = out[sight + 2] = 0;
    for (let m = 0; m < modes; m++) {
      if (g[go + m] <= GATE_WEIGHT) continue;
      const share = g[go + m] / total;
      const at = wo + workOf(m);
      out[range] += share * w[at + range];
      for (let i = sight; i < sight + 3; i++) out[i] += share * w[at + i];
    }
    out[hph] = out[hph + 2] = out[hph + 5] = 0;
    for (let m = 0; m < modes; m++) {
      if (g[go + m] <= GATE_WEIGHT) continue;
      const share = g[go + m] / total;
      const at = wo + workOf(m);
      const farther = w[at + range] - out[range];
      let toRight = 0;
      let toAbove = 0;
      for (let i = 0; i < 3; i++) {
        const off = w[at + sight + i] - out[sight + i];
        toRight += off * w[at + right + i];
        toAbove += off * w[at + above + i];
      }
      out[hph] += share * (w[at + hph] + farther * farther);
      out[hph + 2] += share * (w[at + hph + 2] + toRight * toRight);
      out[hph + 5] += share * (w[at + hph + 5] + toAbove * toAbove);
    }
  };
}

import { expect, test } from 'vitest';
import { stream } from '../../sim/random.ts';
import { createScene } from '../../sim/scenes.ts';
import type { BodyKnowledge } from '../track/filter/object-filter.ts';
import { kinematicFilter } from '../track/filter/kinematic-filter.ts';
import { plotTable } from '../track/look/plot-table.ts';
import { Hypotheses } from '../track/object/hypotheses.ts';
import { CompanionEvidence } from './companion-evidence.ts';
import { ScanInHand, ScanMemory } from './scan.ts';

const { sensor } = createScene({ family: 'cso', objects: 5, scans: 1, seed: 1 });
const PERIOD_S = 5;

/** Two pieces of one body 3 km apart across the sight, after so many plots each, and the next scan in hand with a plot of each. */
function pieces(plotsEach: number, seed: number): { evidence: CompanionEvidence; slots: number[]; own: number[] } {
  const random = stream(seed, 'pieces');
  const h = new Hypotheses(kinematicFilter({ kind: 'constant-velocity', psd_m2ps3: 4 }));
  const plotAt = (piece: number, scan: number): { range_m: number; azimuth_rad: number; elevation_rad: number } => ({
    range_m: 1000e3 - 2000 * PERIOD_S * scan + (sensor.sigmaRange_m ?? 0) * random.normal(),
    azimuth_rad: 0.003 * piece + 0.001 * PERIOD_S * scan + sensor.sigmaAzimuth_rad * random.normal(),
    elevation_rad: 0.3 + sensor.sigmaElevation_rad * random.normal(),
  });
  const slots = [0, 1].map(() => h.allocate());
  for (let scan = 0; scan < plotsEach; scan++)
    slots.forEach((slot, piece) => {
      const table = plotTable([plotAt(piece, scan)], sensor);
      const at = h.stateAt(slot);
      if (scan === 0) {
        h.filter.start(table, 0, sensor, h.state, at);
        h.begin(slot, 0, 0, sensor.priorVelocity_mps * sensor.priorVelocity_mps);
        return;
      }
      h.filter.predict(h.state, at, PERIOD_S);
      h.filter.project(h.state, at, sensor, h.work, h.workAt(slot));
      h.filter.update(h.state, at, h.work, h.workAt(slot), at, table, 0);
      h.remember(slot, 0, slot);
    });
  const memory = new ScanMemory();
  const table = plotTable([plotAt(0, plotsEach), plotAt(1, plotsEach)], sensor, memory.plots);
  const scan = new ScanInHand(PERIOD_S * plotsEach * 1e6, table, sensor, 1, 1, memory);
  h.freeWork();
  for (const slot of slots) {
    h.filter.predict(h.state, h.stateAt(slot), PERIOD_S);
    scan.look(h, slot);
  }
  const own = [0, 1].map((piece) => table.source.indexOf(piece));
  return { evidence: new CompanionEvidence(scan, h, h.filter.body as BodyKnowledge), slots, own };
}

test('until they have four plots, objects are asked whether they go together', () => {
  const asked = [1, 2, 3, 4].map((plots) => {
    const { evidence, slots } = pieces(plots, 1);
    return evidence.concerns(slots);
  });
  expect(asked).toEqual([true, true, true, false]);
});

test.each([1, 2, 3])(
  'after %i plots each, that they go together speaks for the next plots as they are and against their exchange',
  (plots) => {
    const DRAWS = 200;
    let right = 0;
    for (let seed = 1; seed <= DRAWS; seed++) {
      const { evidence, slots, own } = pieces(plots, seed);
      if (evidence.logGain(slots, own) > evidence.logGain(slots, [own[1], own[0]])) right += 1;
    }
    // By chance it would be half of them, give or take 7.
    expect(right).toBeGreaterThan(0.6 * DRAWS);
  },
);

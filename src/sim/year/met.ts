import { geodesicDirect, geodesicInverse } from '../../core/frames/geodesic.ts';
import { geodetic, geodeticFromEcefVec, heightAbove } from '../../core/frames/geodetic.ts';
import type { Metres, Micros } from '../../core/units.ts';
import { between, type Drawn, type Family, type Where } from '../causes/families.ts';
import type { TruthBody } from '../truth.ts';
import type { Occasion } from './encounter.ts';

/** How far from a theatre's middle something is met, at most. */
const WITHIN_M: Metres = 700_000;
const DRAWS = 30;

/** Draws one of a family whose way leads through the theatre: `meets` is when it is to be there. It is drawn once to see how far it goes until then, and begins so
 *  far before. The turning Earth and the flattened one make it miss by some tens of kilometres, which nobody minds. */
export function drawMet(family: Family, { id, at_us, theatre, chance }: Occasion, meets: (body: TruthBody) => Micros): Drawn | undefined {
  const where = chance('where');
  const { centre } = theatre;
  const aside_m = WITHIN_M * Math.sqrt(where.uniform());
  const spot = geodesicDirect(centre.latitude_rad, centre.longitude_rad, between(where, 0, 2 * Math.PI), aside_m);
  const azimuth_rad = between(where, 0, 2 * Math.PI);
  const from = (start: typeof spot, towards_rad: number): Where => {
    return (_, height_m) => ({ site: geodetic(start.latitude_rad, start.longitude_rad, height_m), azimuth_rad: towards_rad });
  };
  for (let k = 0; k < DRAWS; k++) {
    const first = family.draw(chance(`draw/${k}`), at_us, from(spot, azimuth_rad));
    const there = first?.body.stateAt(meets(first.body));
    if (there === undefined) continue;
    const way_m = geodesicInverse(spot, geodeticFromEcefVec(there.r)).distance_m;
    const start = geodesicDirect(spot.latitude_rad, spot.longitude_rad, azimuth_rad + Math.PI, way_m);
    const towards_rad = way_m < 1 ? azimuth_rad : geodesicInverse(start, spot).azimuth_rad;
    const second = family.draw(chance(`draw/${k}`), at_us, from(start, towards_rad));
    if (second !== undefined) return { ...second, body: { ...second.body, id } };
  }
  return undefined;
}

/** When it was last so high, or begins. */
export function lastAbove(height_m: Metres, begins_us: Micros): (body: TruthBody) => Micros {
  return (body) => {
    for (let at_us = body.end_us - 1_000_000; at_us > begins_us; at_us -= 1_000_000) {
      const state = body.stateAt(at_us);
      if (state !== undefined && heightAbove(state.r.x, state.r.y, state.r.z) > height_m) return at_us;
    }
    return begins_us;
  };
}

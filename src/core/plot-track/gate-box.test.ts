import { expect, test } from 'vitest';
import { stream } from '../../sim/random.ts';
import { AZIMUTH, ELEVATION, HEADER, VAR_AZIMUTH, VAR_ELEVATION } from '../track/filter/object-filter.ts';
import { GATES } from '../track/look/gates.ts';
import { BOX, setSightBox } from './gate-box.ts';

/** Where a direction stands that is off the predicted one by these tangents, to the right and up. */
function turnedBy(elevation_rad: number, right: number, up: number): { readonly turn_rad: number; readonly elevation_rad: number } {
  const [c, s] = [Math.cos(elevation_rad), Math.sin(elevation_rad)];
  const [ahead, above] = [c - up * s, s + up * c];
  return { turn_rad: Math.atan2(right, ahead), elevation_rad: Math.atan2(above, Math.hypot(ahead, right)) };
}

test('the box of a direction holds all that is in its gate, however wide, and long one way or the other, low or high', () => {
  const random = stream(1, 'gates');
  const w = new Float64Array(HEADER);
  for (let k = 0; k < 4000; k++) {
    const elevation_rad = 3.1 * (random.uniform() - 0.5);
    // One sigma of 10 µrad to 100 mrad either way: a line that another sensor looks along lies long across the sky.
    const [right, up, own] = [1, 1, 1].map(() => 10 ** (-5 + 4 * random.uniform()));
    w[ELEVATION] = elevation_rad;
    w[AZIMUTH] = 0.4;
    w[VAR_AZIMUTH] = (right / Math.cos(elevation_rad)) ** 2;
    w[VAR_ELEVATION] = up * up;
    setSightBox(w, 0, own * own);
    const edge = Math.sqrt(GATES.plot[2]);
    for (let i = 0; i < 24; i++) {
      const [c, s] = [Math.cos((i * Math.PI) / 12), Math.sin((i * Math.PI) / 12)];
      const seen = turnedBy(elevation_rad, edge * Math.hypot(right, own) * c, edge * Math.hypot(up, own) * s);
      expect(BOX.elevationLow_rad).toBeLessThanOrEqual(seen.elevation_rad);
      expect(BOX.elevationHigh_rad).toBeGreaterThanOrEqual(seen.elevation_rad);
      if (BOX.azimuthHigh_rad - BOX.azimuthLow_rad >= 2 * Math.PI) continue;
      expect(BOX.azimuthLow_rad).toBeLessThanOrEqual(0.4 + seen.turn_rad);
      expect(BOX.azimuthHigh_rad).toBeGreaterThanOrEqual(0.4 + seen.turn_rad);
    }
  }
});

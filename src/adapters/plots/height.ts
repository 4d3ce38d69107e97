import { MEAN_RADIUS_m } from '../../core/frames/earth.ts';
import { asin } from '../../core/math/trigonometry.ts';
import type { Metres, Radians } from '../../core/units.ts';

/** Elevation of what is seen at a range and flies at a height, both above the same surface as the antenna; over a round Earth, in a straight line. What is
 *  higher or lower than the range reaches stands straight above or below.     Source  the law of cosines */
export function elevationOf_rad(range_m: Metres, height_m: Metres, antenna_m: Metres): Radians {
  const [centre, target] = [MEAN_RADIUS_m + antenna_m, MEAN_RADIUS_m + height_m];
  const sine = (target * target - centre * centre - range_m * range_m) / (2 * centre * range_m);
  return asin(Math.max(-1, Math.min(1, sine)));
}

import type { Geodetic } from '../../core/frames/geodetic.ts';
import type { Kelvin, Metres, Micros, Seconds, SquareMetres, WattsPerSteradian } from '../../core/units.ts';
import type { HeatSource } from '../infrared.ts';

/** Ground that is hot for as long as anybody looks: a fire, a flare, a furnace. */
export type HotGround = { readonly place: Geodetic; readonly temperature_K: Kelvin; readonly area_m2: SquareMetres };

/** A flash of lightning, which lights the cloud that it is in. */
export type Flash = {
  readonly place: Geodetic;
  readonly begin_us: Micros;
  readonly lasts_s: Seconds;
  /** Between 2 and 5 µm, mean while it lasts. */
  readonly intensity_Wpsr: WattsPerSteradian;
  /** Sigma of the lit patch. */
  readonly radius_m: Metres;
};

/** What is hot or moves in front of a backdrop. `heat` is what burns by itself, each as it is at a time. */
export type Sources = {
  readonly grounds: readonly HotGround[];
  readonly flashes: readonly Flash[];
  /** Each as it is at a time; undefined while it is not hot. */
  readonly heat: readonly ((at_us: Micros) => HeatSource | undefined)[];
};

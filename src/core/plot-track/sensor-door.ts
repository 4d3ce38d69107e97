import type { Geodetic } from '../frames/geodetic.ts';
import {
  antennaHeight_m,
  correctedPlot,
  correctedSight,
  measuredAt_us,
  type PolarPlot,
  type SightPlot,
  straightView,
} from '../sense/corrections.ts';
import type { MeasurementSpec } from '../sense/measurement-spec.ts';
import { checkPlots, checkSights, outsideView, sightOutsideView } from '../sense/valid-plots.ts';
import { placeFaults, SPEC_RANGES } from '../sense/valid-spec.ts';
import { type SensorView, sensorViewOf } from '../track/look/sensor-view.ts';
import type { Micros } from '../units.ts';
import { type Fault, refuseFault } from '../valid.ts';

/** A plot of the last scan that was not used: which one of its list, and why. */
export type RefusedPlot = Fault & { readonly index: number };

/** What is left of a scan when the sensor's own errors are taken out of it. */
export type StraightScan = {
  readonly at_us: Micros;
  readonly plots: readonly PolarPlot[] | readonly SightPlot[];
  readonly view: SensorView;
  readonly refused: readonly RefusedPlot[];
};

/** The way in for the scans of one sensor: what no sensor can have measured is refused, what lies outside the view left out, and bias, refraction and
 *  latency are taken out of the rest. Throws `RangeError` that names field, unit and remedy. */
export type SensorDoor = {
  readonly spec: MeasurementSpec;
  take(at_us: Micros, plots: readonly (PolarPlot | SightPlot)[], platform: Geodetic | undefined): StraightScan;
};

/** The door of a sensor whose spec has been checked. */
export function sensorDoor(spec: MeasurementSpec): SensorDoor {
  const seen = straightView(spec);
  const still = spec.frame.kind === 'platform' ? undefined : sensorViewOf(seen);
  const { sensing } = spec;
  return {
    spec,
    take(at_us, plots, platform) {
      if (sensing.kind === 'polar') checkPlots(plots as readonly PolarPlot[]);
      else checkSights(plots as readonly SightPlot[]);
      checkPlatform(spec, platform);
      const view = still ?? sensorViewOf(seen, platform);
      const height_m = platform?.height_m ?? antennaHeight_m(spec);
      const refused: RefusedPlot[] = [];
      const common = { at_us: measuredAt_us(spec, at_us), view, refused };
      if (sensing.kind === 'line-of-sight') {
        const straight: SightPlot[] = [];
        (plots as readonly SightPlot[]).forEach((plot, index) => {
          const fault = sightOutsideView(index, plot, sensing);
          if (fault === undefined) straight.push(correctedSight(spec, plot, height_m));
          else refused.push({ ...fault, index });
        });
        return { ...common, plots: straight };
      }
      const straight: PolarPlot[] = [];
      (plots as readonly PolarPlot[]).forEach((plot, index) => {
        const fault = withinBias(index, plot, spec) ?? outsideView(index, plot, sensing);
        if (fault === undefined) straight.push(correctedPlot(spec, plot, height_m));
        else refused.push({ ...fault, index });
      });
      return { ...common, plots: straight };
    },
  };
}

function withinBias(index: number, plot: PolarPlot, { modifiers }: MeasurementSpec): Fault | undefined {
  if (plot.range_m > modifiers.bias.range_m) return undefined;
  return {
    place: `plots[${index}].range_m`,
    message: `${plot.range_m} m is no more than the sensor’s bias, ${modifiers.bias.range_m} m`,
    remedy: 'mend the plot, or the bias in the sensor’s spec',
  };
}

function checkPlatform({ id, frame }: MeasurementSpec, platform: Geodetic | undefined): void {
  if (frame.kind === 'platform') {
    const [fault] =
      platform === undefined
        ? [
            {
              place: 'platform',
              message: `it is missing, and sensor ${id} moves`,
              remedy: 'say where it was: geodeticDegrees(latitude, longitude, height)',
            },
          ]
        : placeFaults('platform', platform, SPEC_RANGES.platformHeight_m);
    refuseFault(fault);
  } else if (platform !== undefined)
    refuseFault({
      place: 'platform',
      message: `sensor ${id} does not move, its frame is ${frame.kind}`,
      remedy: 'leave it out, or give the sensor the frame { kind: "platform" }',
    });
}

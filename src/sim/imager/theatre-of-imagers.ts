import type { Assessment } from '../../core/assess/assessment.ts';
import type { Geodetic } from '../../core/frames/geodetic.ts';
import type { ImagerReport } from '../../core/imager/imager-fold.ts';
import type { ImagerSensor } from '../../core/imager/imager-sensor.ts';
import { start, step } from '../../core/pipeline.ts';
import type { InfraredSensor } from '../../core/sense/sensor.ts';
import type { TrackReport } from '../../core/tell/emission.ts';
import type { Micros } from '../../core/units.ts';
import type { SimulatedImager } from './imager.ts';
import type { ImagerSpec } from './imager-spec.ts';

/** An imager that is a satellite of a theatre. */
export type ImagerInTheatre = { readonly spec: ImagerSpec; readonly sensor: ImagerSensor; readonly imager: SimulatedImager };

/** What a theatre has said of one event. */
export type SaidOfEvent = {
  readonly noticed_us: Micros;
  /** Where something was, when it was first noticed. */
  readonly place: Geodetic;
  readonly last: Assessment | undefined;
  /** The last assessment with a launch point, with the report of its track that came with it. */
  readonly launched: { readonly assessment: Assessment; readonly track: TrackReport | undefined } | undefined;
};

/** A theatre in memory, whose satellites are imagers. */
export type TheatreOfImagers = {
  /** A scan, when it comes in. */
  hear(at_us: Micros, scan: ImagerReport['scan']): void;
  /** By event, in order of their notices. */
  said(): ReadonlyMap<string, SaidOfEvent>;
};

/** A theatre with these imagers for satellites, declared as what detects their class. */
export function theatreOfImagers(imagers: readonly ImagerInTheatre[]): TheatreOfImagers {
  const state = start();
  const events = new Map<string, SaidOfEvent>();
  const take = (at_us: Micros, input: Parameters<typeof step>[1]['input']): void => {
    const tracks = new Map<string, TrackReport>();
    const assessments: Assessment[] = [];
    step(state, { seq: state.seq + 1, at_us, line: 'test', input }, (emission) => {
      if (emission.kind === 'track') tracks.set(emission.track.id, emission.track);
      if (emission.kind === 'assessment') assessments.push(emission.assessment);
      if (emission.kind === 'notice' && !events.has(emission.notice.event))
        events.set(emission.notice.event, {
          noticed_us: at_us,
          place: emission.notice.place.point,
          last: undefined,
          launched: undefined,
        });
    });
    for (const assessment of assessments) {
      const event = events.get(assessment.event);
      if (event === undefined) continue;
      const launched = assessment.launch === undefined ? event.launched : { assessment, track: tracks.get(assessment.tracks[0]) };
      events.set(assessment.event, { ...event, last: assessment, launched });
    }
  };
  const [{ imager }] = imagers;
  take(imager.beginOf(0), { kind: 'theatre', theatre: 'imagers', line: 'test' });
  for (const one of imagers) take(imager.beginOf(0), { kind: 'sensor', sensor: declared(one) });
  return { hear: take, said: () => events };
}

/** What must be known of a simulated imager beside its frames. */
export function sensorOf(spec: ImagerSpec, id: string): ImagerSensor {
  const noise = new Map(spec.bands.map((band) => [band.band, band.noise]));
  return {
    id,
    scan: spec.scan,
    pointSpread: spec.bands[0].pointSpread,
    noiseOf: (band) => noise.get(band) ?? 0.1,
    pointing_rad: Math.sqrt(spec.drift_rad * spec.drift_rad + spec.jitter_rad * spec.jitter_rad),
  };
}

function declared({ spec, sensor, imager }: ImagerInTheatre): InfraredSensor {
  return {
    kind: 'infrared-satellite',
    id: sensor.id,
    revisit_s: spec.framePeriod_s,
    detectionProbability: 0.9,
    falseDetectionsPerScan: 0.02,
    fieldOfRegard_sr: imager.raster.rows * imager.raster.columns * spec.step_rad * spec.step_rad,
    sigmaLineOfSight_rad: 0.2 * spec.step_rad,
    sigmaPointing_rad: spec.drift_rad,
  };
}

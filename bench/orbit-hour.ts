import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openElements } from '../src/adapters/orbit-elements/read-elements.ts';
import { type Catalogue, createCatalogue } from '../src/core/catalogue/catalogue.ts';
import { createCorrelator } from '../src/core/catalogue/correlate.ts';
import { elementErrors } from '../src/core/catalogue/element-errors.ts';
import { type MeanElements, newestOfEach } from '../src/core/catalogue/mean-elements.ts';
import { createOverhead } from '../src/core/catalogue/overhead.ts';
import type { RadarSky } from '../src/core/catalogue/radar-sky.ts';
import { enuBasis } from '../src/core/frames/enu.ts';
import { geodesicDirect } from '../src/core/frames/geodesic.ts';
import { ecefVecFromGeodetic, geodeticDegrees } from '../src/core/frames/geodetic.ts';
import { polarFromEcef } from '../src/core/frames/radar.ts';
import { vec3 } from '../src/core/math/vector.ts';
import { createPlotTracker } from '../src/core/plot-track/plot-tracker.ts';
import type { PolarPlot } from '../src/core/sense/corrections.ts';
import { type MeasurementSpec, NO_MODIFIERS } from '../src/core/sense/measurement-spec.ts';
import { isoFromMicros, microsFromIso } from '../src/core/time/iso.ts';
import { flyPublished } from '../src/sim/flight.ts';
import { stream } from '../src/sim/random.ts';
import type { TruthFlight } from '../src/sim/truth.ts';
import { processor_s } from './processor.ts';

const FILE = fileURLToPath(new URL('../../shared/data/tle/celestrak_active_2026-05-07T2231Z.tle.gz', import.meta.url));
const START_us = microsFromIso('2026-05-08T00:00:00Z');
const SITE = geodeticDegrees(55, 20, 100);
const SKY: RadarSky = { site: SITE, rangeMax_m: 3_500_000, elevationMin_rad: 0.06 };
/** A phased array of ultra-high frequency that looks at all of its sky once in two seconds; of a square metre 2,000 km off its signal stands 25 dB out of the noise, which is the class of the large early-warning radars. */
const SPEC: MeasurementSpec = {
  id: 'uhf',
  frame: { kind: 'site', site: SITE },
  sensing: {
    kind: 'polar',
    sigmaRange_m: 40,
    sigmaAzimuth_rad: 1.2e-3,
    sigmaElevation_rad: 1.2e-3,
    sigmaRangeRate_mps: 5,
    view: {
      rangeMin_m: 100_000,
      rangeMax_m: SKY.rangeMax_m,
      azimuthMin_rad: 0,
      azimuthMax_rad: 2 * Math.PI,
      elevationMin_rad: SKY.elevationMin_rad,
      elevationMax_rad: 1.5,
    },
  },
  detectionProbability: 0.9,
  falsePlotsPerScan: 5,
  scanPeriod_s: 2,
  objects: { velocitySigma_mps: 5000, motion: 'coast', accelerationPsd_m2ps3: 1e-4 },
  modifiers: NO_MODIFIERS,
};
const MISSILES = 6;
/** A track of fewer scans says nothing yet. */
const LEAST_SCANS = 5;

/** Every object of a catalogue over one radar for so many minutes, six missiles among them: are tracks of satellites named by their objects, missiles by none, and how soon. Objects are where their elements have them, shifted along their way by
 *  what such elements are off by; what is docked to a station is one body. */
export async function orbitHourBench(minutes: number, seed: number): Promise<string[]> {
  if (!existsSync(FILE)) return ['needs ../shared/data/tle'];
  const sets: MeanElements[] = [];
  for await (const set of openElements(FILE).sets) sets.push(set.elements);
  const elements = newestOfEach(sets);
  const random = stream(seed, 'orbit-hour');
  // In time: to be late is to be behind.
  const truth = createCatalogue(
    elements.map((one) => ({ ...one, epoch_us: one.epoch_us + Math.round(1e6 * lateness_s(one, random.normal())) })),
  );
  const catalogue = createCatalogue(elements);
  const bodyOf = bodiesOf(catalogue);
  const really = createOverhead(truth, SKY);
  const overhead = createOverhead(catalogue, {
    ...SKY,
    rangeMax_m: SKY.rangeMax_m + 300_000,
    elevationMin_rad: SKY.elevationMin_rad - 0.05,
  });
  const correlate = createCorrelator(catalogue);
  const tracker = createPlotTracker(SPEC);
  const missiles = Array.from({ length: MISSILES }, (_, k) => missile(k, minutes, seed));
  const station = ecefVecFromGeodetic(SITE);
  const basis = enuBasis(SITE);
  const owners = new Map<string, Map<string, number>>();
  const named = new Map<string, Map<number, number>>();
  const rivals = new Set<string>();
  const firstSeen = new Map<string, number>();
  const firstTrack = new Map<string, number>();
  const [sizes, spent] = [new Map<number, number>(), { tracking: 0, overhead: 0, correlating: 0 }];
  let plotsAll = 0;
  let most = 0;
  const scans = (minutes * 60) / SPEC.scanPeriod_s;
  for (let scan = 0; scan < scans; scan += 1) {
    const at_us = START_us + scan * SPEC.scanPeriod_s * 1e6;
    const plots: PolarPlot[] = [];
    const of: string[] = [];
    const places: (readonly [string, number, number, number])[] = [];
    const add = (name: string, state: readonly number[], size_m2: number): void => {
      const [x = 0, y = 0, z = 0, vx = 0, vy = 0, vz = 0] = state;
      const polar = polarFromEcef(station, basis, vec3(x, y, z), vec3(vx, vy, vz));
      if (polar.range_m > SKY.rangeMax_m || polar.elevation_rad < SKY.elevationMin_rad || polar.elevation_rad > 1.5) return;
      const snr_dB = 25 + 10 * Math.log10(size_m2) - 40 * Math.log10(polar.range_m / 2e6);
      // Swerling I at a false-alarm probability of 1e-6: Pd = Pfa^(1/(1 + SNR)).
      if (random.uniform() > 1e-6 ** (1 / (1 + 10 ** (snr_dB / 10)))) return;
      plots.push({
        range_m: polar.range_m + 40 * random.normal(),
        azimuth_rad: polar.azimuth_rad + (1.2e-3 * random.normal()) / Math.max(0.1, Math.cos(polar.elevation_rad)),
        elevation_rad: polar.elevation_rad + 1.2e-3 * random.normal(),
        rangeRate_mps: polar.rangeRate_mps + 5 * random.normal(),
      });
      of.push(name);
      places.push([name, x, y, z]);
      if (!firstSeen.has(name)) firstSeen.set(name, scan);
    };
    const sky = really(at_us);
    for (let k = 0; k < sky.count; k += 1) {
      const object = sky.objects[k] ?? 0;
      if (bodyOf[object] !== object) continue;
      if (!sizes.has(object)) sizes.set(object, 10 ** (0.3 + 0.6 * random.normal()));
      add(`object ${object}`, [...sky.statesEcef.subarray(6 * k, 6 * k + 6)], sizes.get(object) ?? 1);
    }
    for (const body of missiles) {
      const state = body.stateAt(at_us);
      if (state !== undefined && state.thrust_mps2 === 0)
        add(body.id, [state.r.x, state.r.y, state.r.z, state.v.x, state.v.y, state.v.z], 0.5);
    }
    const clutter = random.poisson(SPEC.falsePlotsPerScan);
    for (let k = 0; k < clutter; k += 1)
      plots.push({
        range_m: 1e5 + 3.4e6 * random.uniform(),
        azimuth_rad: 2 * Math.PI * random.uniform(),
        elevation_rad: 0.06 + 1.4 * random.uniform(),
        rangeRate_mps: 8000 * (2 * random.uniform() - 1),
      });
    plotsAll += plots.length;
    const usable = plots.map((plot) => ({
      ...plot,
      azimuth_rad: plot.azimuth_rad - 2 * Math.PI * Math.floor(plot.azimuth_rad / (2 * Math.PI)),
    }));
    let before = processor_s();
    const tracks = tracker.takeScan({ at_us, plots: usable });
    spent.tracking += processor_s() - before;
    most = Math.max(most, tracks.length);
    before = processor_s();
    const above = overhead(at_us);
    spent.overhead += processor_s() - before;
    before = processor_s();
    const found = correlate(above, at_us, tracks);
    spent.correlating += processor_s() - before;
    tracks.forEach((track, k) => {
      const owner = nearest(track.x, places);
      if (owner !== undefined) {
        bump(owners, track.id, owner);
        if (!firstTrack.has(owner)) firstTrack.set(owner, scan);
      }
      const called = found[k]?.object;
      bump(named, track.id, called === undefined ? -1 : (bodyOf[called] ?? -1));
      if ((found[k]?.rivals ?? 0) > 0) rivals.add(track.id);
    });
  }
  return told({ owners, named, rivals, firstSeen, firstTrack, missiles, elements: elements.length, minutes, plotsAll, most, spent });
}

type Heard = {
  readonly owners: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly named: ReadonlyMap<string, ReadonlyMap<number, number>>;
  /** Tracks that might as well have been of another object, once at least. */
  readonly rivals: ReadonlySet<string>;
  readonly firstSeen: ReadonlyMap<string, number>;
  readonly firstTrack: ReadonlyMap<string, number>;
  readonly missiles: readonly TruthFlight[];
  readonly elements: number;
  readonly minutes: number;
  readonly plotsAll: number;
  readonly most: number;
  readonly spent: { readonly tracking: number; readonly overhead: number; readonly correlating: number };
};

/** A track is of whom it was nearest to most often, and is called by the object that it was correlated with most often. */
function told({ owners, named, rivals, firstSeen, firstTrack, missiles, elements, minutes, plotsAll, most, spent }: Heard): string[] {
  const counts = {
    short: 0,
    satellites: 0,
    right: 0,
    companion: 0,
    other: 0,
    none: 0,
    missileTracks: 0,
    missileNamed: 0,
    clutter: 0,
    clutterNamed: 0,
  };
  for (const [id, calls] of named) {
    const scans = [...calls.values()].reduce((sum, count) => sum + count, 0);
    if (scans < LEAST_SCANS) {
      counts.short += 1;
      continue;
    }
    const call = mostOften(calls) ?? -1;
    const owner = mostOften(owners.get(id) ?? new Map<string, number>());
    if (owner === undefined) {
      counts.clutter += 1;
      if (call >= 0) counts.clutterNamed += 1;
    } else if (owner.startsWith('object ')) {
      counts.satellites += 1;
      if (call < 0) counts.none += 1;
      else if (`object ${call}` === owner) counts.right += 1;
      else if (rivals.has(id)) counts.companion += 1;
      else counts.other += 1;
    } else {
      counts.missileTracks += 1;
      if (call >= 0) counts.missileNamed += 1;
    }
  }
  const seen = missiles.filter(({ id }) => firstSeen.has(id));
  const late = seen.map(({ id }) =>
    firstTrack.has(id) ? `${((firstTrack.get(id) ?? 0) - (firstSeen.get(id) ?? 0)) * SPEC.scanPeriod_s} s` : 'never',
  );
  const share = (part: number, whole: number): string => `${part} of ${whole} (${((100 * part) / Math.max(1, whole)).toFixed(2)} %)`;
  const total = spent.tracking + spent.overhead + spent.correlating;
  return [
    `${elements} objects over one radar for ${minutes} minutes from ${isoFromMicros(START_us)}: ${plotsAll} plots, at most ${most} tracks at a time`,
    `tracks of satellites called by their object: ${share(counts.right, counts.satellites)}; by one that flies with it, of which it is said that it might be either: ${counts.companion}; by another: ${counts.other}; by none: ${counts.none}. Tracks of less than ${LEAST_SCANS} scans, of pairs that the radar does not part, and not looked at: ${counts.short}`,
    `tracks of missiles ${counts.missileTracks}, of them called by an object: ${counts.missileNamed}; tracks of nothing ${counts.clutter}, called by an object: ${counts.clutterNamed}`,
    `missiles seen ${seen.length} of ${missiles.length}; a track after their first plot: ${late.join(', ')}`,
    `processor time: tracking ${spent.tracking.toFixed(1)} s, who is overhead ${spent.overhead.toFixed(1)} s, correlating ${spent.correlating.toFixed(1)} s: ${((60 * minutes) / total).toFixed(0)} times real time; overhead and correlating ${((100 * (spent.overhead + spent.correlating)) / (60 * minutes)).toFixed(2)} % of a core`,
  ];
}

/** Of each object the first one that is in its place and goes its way: what is docked to a station is one body to a radar. */
function bodiesOf(catalogue: Catalogue): Int32Array {
  const { count, x_m, y_m, z_m, vx_mps, vy_mps, vz_mps } = catalogue.propagate(START_us);
  const bodies = Int32Array.from({ length: count }, (_, k) => k);
  for (let k = 0; k < count; k += 1)
    for (let other = 0; other < k; other += 1) {
      const apart2 = (x_m[k] - x_m[other]) ** 2 + (y_m[k] - y_m[other]) ** 2 + (z_m[k] - z_m[other]) ** 2;
      if (apart2 > DOCKED_m ** 2) continue;
      const drift2 = (vx_mps[k] - vx_mps[other]) ** 2 + (vy_mps[k] - vy_mps[other]) ** 2 + (vz_mps[k] - vz_mps[other]) ** 2;
      if (drift2 > DOCKED_mps ** 2) continue;
      bodies[k] = bodies[other];
      break;
    }
  return bodies;
}

/** Elements of one station's parts are made apart, and put them so far from each other. */
const DOCKED_m = 3000;
const DOCKED_mps = 5;

/** Seconds by which an object is late for its elements: one sigma of the way, at its speed. */
function lateness_s(elements: MeanElements, normal: number): number {
  const { along_m } = elementErrors(elements, (START_us - elements.epoch_us) / 1e6);
  const speed_mps = Math.cbrt(3.986e14 * elements.meanMotion_radps);
  return (normal * along_m) / speed_mps;
}

/** Launched so that it passes over the radar's country, one after the other. */
function missile(k: number, minutes: number, seed: number): TruthFlight {
  const random = stream(seed, `missile ${k}`);
  const bearing_rad = 2 * Math.PI * random.uniform();
  const away_m = 900_000 + 300_000 * random.uniform();
  const from = geodesicDirect(SITE.latitude_rad, SITE.longitude_rad, bearing_rad, away_m);
  const flown = flyPublished(
    {
      kind: 'published',
      id: `missile ${k}`,
      site: { ...from, height_m: 0 },
      launch_us: START_us + Math.round(((60 * minutes) / (MISSILES + 2)) * (k + 0.5) * 1e6),
      bearing_rad: bearing_rad + Math.PI + 0.4 * (random.uniform() - 0.5),
      apogee_m: 300_000 + 500_000 * random.uniform(),
      groundRange_m: 1_200_000 + 1_200_000 * random.uniform(),
    } as never,
    seed,
  );
  if (flown.kind !== 'flown') throw new Error(flown.reason);
  return flown.truth as TruthFlight;
}

function nearest(x: Float64Array, places: readonly (readonly [string, number, number, number])[]): string | undefined {
  let [best, name] = [20_000 ** 2, undefined as string | undefined];
  for (const [one, px, py, pz] of places) {
    const distance2 = (x[0] - px) ** 2 + (x[1] - py) ** 2 + (x[2] - pz) ** 2;
    if (distance2 < best) [best, name] = [distance2, one];
  }
  return name;
}

function bump<K>(counts: Map<string, Map<K, number>>, id: string, key: K): void {
  const of = counts.get(id) ?? new Map<K, number>();
  of.set(key, (of.get(key) ?? 0) + 1);
  counts.set(id, of);
}

function mostOften<K>(counts: ReadonlyMap<K, number>): K | undefined {
  let [best, key] = [0, undefined as K | undefined];
  for (const [one, count] of counts) if (count > best) [best, key] = [count, one];
  return key;
}

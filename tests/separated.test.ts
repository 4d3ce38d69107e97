import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ringHolds } from '../src/core/assess/area.ts';
import { geodesicInverse } from '../src/core/frames/geodesic.ts';
import type { Emission } from '../src/core/tell/emission.ts';
import type { Micros } from '../src/core/units.ts';
import { isOpen } from '../src/core/warn/record.ts';
import type { AlertArea } from '../src/core/warn/warning.ts';
import { foldWorld } from '../src/sim/fold-world.ts';
import { createWorld } from '../src/sim/world.ts';
import { holds } from './support/properties.ts';
import { type Parted, partedFlight } from './support/separated.ts';

// Haifa, 22 June 2025: the track went with the rear part, and the city on which the front fell had no siren. Whichever part is brighter, faster or first, people
// are told of where both fall (H16). TOCSIN_PARTED=n draws n flights.

const RUNS = Number(process.env['TOCSIN_PARTED'] ?? '4');
const SECOND = 1_000_000;

const parting = fc
  .record({
    range_m: fc.double({ min: 300_000, max: 2_600_000, noNaN: true }),
    loft: fc.double({ min: 0.2, max: 0.4, noNaN: true }),
    bearing_deg: fc.double({ min: 190, max: 350, noNaN: true }),
    after_s: fc.double({ min: 5, max: 120, noNaN: true }),
    apart_mps: fc.double({ min: 1, max: 50, noNaN: true }),
    rearAhead: fc.boolean(),
    frontIsFaint: fc.boolean(),
    rear_kgpm2: fc.double({ min: 150, max: 1_500, noNaN: true }),
    seed: fc.integer({ min: 1, max: 9_999 }),
  })
  .map(({ loft, apart_mps, rearAhead, frontIsFaint, rear_kgpm2, ...same }) => ({
    ...same,
    apogee_m: loft * same.range_m,
    parts: [
      { faster_mps: 0, crossSection_m2: frontIsFaint ? 0.1 : 3, beta_kgpm2: 5_000 },
      { faster_mps: rearAhead ? apart_mps : -apart_mps, crossSection_m2: 5, beta_kgpm2: rear_kgpm2 },
    ],
  }));

/** When a piece has to be an event with an area, and the warning's over both: some looks to see two, twenty seconds for them to stay two, a drawing. */
const BY_S = 45;
/** Half a minute after the burn another stage might still light. */
const RECOMMENDED_BY_S = 60;

test('from soon after it has parted to the ground, where each part falls lies in what people are told', () => {
  holds(
    fc.property(fc.noShrink(parting), (figures) => {
      const parted = partedFlight(figures);
      fc.pre(isOfTheFamily(parted));
      const said = toldOf(parted);
      const warnings = said.flatMap((one) => (one.kind === 'warning' ? [one] : []));
      const ids = new Set(warnings.map(({ warning }) => warning.id));
      expect([...ids]).toEqual(['W1']);
      expect(warnings.filter(({ change }) => change === 'retraction-ready' || change === 'withdrawn')).toEqual([]);
      const recommended_us = warnings[0].at_us;
      expect(recommended_us).toBeLessThan(parted.parted_us + RECOMMENDED_BY_S * SECOND);
      const from_us = Math.max(recommended_us, parted.parted_us + BY_S * SECOND);
      parted.fell.forEach(({ point, at_us }, k) => {
        const outside = secondsOutside(said, from_us, at_us, (areas) => areas.some(({ ring }) => ringHolds(ring, point)));
        expect({ part: k + 1, outside }).toEqual({ part: k + 1, outside: [] });
      });
    }),
    { runs: RUNS },
  );
});

test('both areas count for a minute, every alert says that there are two, and the messages are few', () => {
  holds(
    fc.property(fc.noShrink(parting), (figures) => {
      const parted = partedFlight(figures);
      fc.pre(isOfTheFamily(parted));
      const said = toldOf(parted);
      const warnings = said.flatMap((one) => (one.kind === 'warning' ? [one] : []));
      const added = warnings.find(({ change }) => change === 'piece-added');
      expect(added).toBeDefined();
      const excluded = warnings.find(({ change }) => change === 'piece-excluded');
      expect((excluded?.at_us ?? Infinity) - (added?.at_us ?? 0)).toBeGreaterThanOrEqual(55 * SECOND);
      const messages = said.flatMap((one) => (one.kind === 'message' ? [one.message] : []));
      expect(messages.length).toBeLessThanOrEqual(10);
      const between = messages.filter(
        ({ sent_us }) => sent_us > (added?.at_us ?? 0) + 25 * SECOND && sent_us < (excluded?.at_us ?? parted.fell[0].at_us),
      );
      for (const { warning, tracks } of between) {
        expect(warning.pieces?.filter(({ inArea }) => inArea).length).toBeGreaterThanOrEqual(2);
        expect(tracks.length).toBeGreaterThanOrEqual(2);
      }
    }),
    { runs: RUNS },
  );
});

/** What parts so low that the air takes its rear away falls hundreds of kilometres short, and has a warning of its own. */
function isOfTheFamily({ fell: [front, rear] }: Parted): boolean {
  const { distance_m } = geodesicInverse(front.point, rear.point);
  return distance_m > 1_000 && distance_m < 60_000;
}

function toldOf({ scenario }: Parted): Emission[] {
  const said: Emission[] = [];
  foldWorld(createWorld(scenario), (emission) => said.push(emission));
  return said;
}

/** Seconds at which what people are told, warnings and hazards, is not as it should be; from the scenario's beginning. */
function secondsOutside(said: readonly Emission[], from_us: Micros, to_us: Micros, isRight: (areas: AlertArea[]) => boolean): number[] {
  const areas = new Map<string, AlertArea>();
  const outside: number[] = [];
  let next = 0;
  const changes = said.flatMap((one) =>
    one.kind === 'warning'
      ? [{ at_us: one.at_us, id: one.warning.id, area: isOpen(one.warning) ? one.warning.area : undefined }]
      : one.kind === 'hazard'
        ? [{ at_us: one.at_us, id: one.hazard.id, area: one.change === 'ended' ? undefined : one.hazard.area }]
        : [],
  );
  for (let at_us = from_us; at_us < to_us; at_us += SECOND) {
    for (; next < changes.length && changes[next].at_us <= at_us; next++) {
      const { id, area } = changes[next];
      if (area === undefined) areas.delete(id);
      else areas.set(id, area);
    }
    if (!isRight([...areas.values()])) outside.push((at_us - from_us) / SECOND);
  }
  return outside;
}

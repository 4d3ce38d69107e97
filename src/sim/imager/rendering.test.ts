import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import { burning, excess, imager, NOON, only, placeAt, SIDE, STILL, viewOf } from '../../../tests/support/simulated-look.ts';
import { ecefVecFromGeodetic } from '../../core/frames/geodetic.ts';
import type { BandFrame } from '../../core/imager/frame.ts';
import { seconds_us } from '../../core/time/scale.ts';
import type { HeatSource } from '../infrared.ts';
import { type ImagerSpec, imagerOf } from './imager-spec.ts';
import { staringImager } from './presets.ts';

const ARRAY: ImagerSpec = { ...imagerOf(staringImager(-1.3)), badPixels: 0, hitsPerSecondMegapixel: 0, drift_rad: 0, jitter_rad: 0 };

/** What burns from a time to another of a look that begins at 0. */
function during(from_s: number, to_s: number, heatAt: (at_us: number) => HeatSource): (at_us: number) => HeatSource | undefined {
  return (at_us) => (at_us >= seconds_us(from_s) && at_us < seconds_us(to_s) ? heatAt(at_us) : undefined);
}

/** What moves over the pixels, so many a second. */
function moving(
  place: { readonly row: number; readonly column: number },
  speed: { readonly rows: number; readonly columns: number },
  intensity_Wpsr: number,
): (at_us: number) => HeatSource {
  return (at_us) => ({
    r: ecefVecFromGeodetic(placeAt(place.row + (speed.rows * at_us) / 1e6, place.column + (speed.columns * at_us) / 1e6)),
    intensity_Wpsr,
    aboveCloud: false,
  });
}

/** Mean row of what one look has over another. */
function rowOf(over: BandFrame, under: BandFrame): number {
  let [sum, weighted] = [0, 0];
  over.codes.forEach((code, at) => {
    const light = over.radianceOf[code] - under.radianceOf[under.codes[at]];
    sum += light;
    weighted += light * Math.floor(at / over.raster.columns);
  });
  return weighted / sum;
}

describe('a sweep', () => {
  const clear = imager({ spec: STILL });
  const [none] = clear.look(0);
  const seen = (heatAt: (at_us: number) => HeatSource | undefined): number => excess(clear.look(0, only({ heat: [heatAt] }))[0], none);

  // A bolide of seven tenths of a second, that burnt just while its own row was passed and neither at the beginning, the middle nor the end of the look, left nothing.
  test('shows what burns while its own row is passed, whole, however short that is, and nothing of what burns at other times', () => {
    const whole = seen(burning(placeAt(20, 20), 2e7));
    const row = fc.integer({ min: 8, max: 40 });
    holds(
      fc.property(row, fc.integer({ min: 45, max: 150 }), (of, hundredths) => {
        const long_s = hundredths / 100;
        const passed_s = ((of + 0.5) / SIDE) * 6;
        const bolide = burning(placeAt(of, 20), 2e7);
        expect(Math.abs(seen(during(passed_s - long_s, passed_s + long_s, bolide)) / whole - 1)).toBeLessThan(0.05);
        expect(seen(during(passed_s + 0.5, passed_s + 0.5 + long_s, bolide))).toBe(0);
        expect(seen(during(passed_s - 0.5 - long_s, passed_s - 0.5, bolide))).toBe(0);
      }),
      { runs: 6 },
    );
  });

  test('shows the half of a source’s rows that it has still to pass when the source begins', () => {
    const passed_s = (21 / SIDE) * 6;
    const half = seen(during(passed_s, 6, burning(placeAt(20.5, 20), 2e7))) / seen(burning(placeAt(20.5, 20), 2e7));
    expect(Math.abs(half - 0.5)).toBeLessThan(0.02);
  });

  // A region's look takes minutes: drawn where it was when another row was seen, what flew stood hundreds of kilometres beside its own row.
  test('shows what moves where it meets it', () => {
    const slow = imager({ spec: { ...STILL, framePeriod_s: 300, exposure_s: 270 } });
    const [dark] = slow.look(0);
    const rowsPerSecond = SIDE / 270;
    holds(
      fc.property(fc.integer({ min: -90, max: 60 }), fc.integer({ min: 80, max: 400 }), (percent, tenths) => {
        // It is at row `met` when that row is seen.
        const [speed, met] = [(percent / 100) * rowsPerSecond, tenths / 10];
        const start = met - speed * ((met + 0.5) / rowsPerSecond);
        const [look] = slow.look(0, only({ heat: [moving({ row: start, column: 20 }, { rows: speed, columns: 0 }, 2e7)] }));
        expect(Math.abs(rowOf(look, dark) - met)).toBeLessThan(0.25);
      }),
      { runs: 16 },
    );
  });

  test('shows what was passed once more where it overtakes the sweep, and again where it waits for it', () => {
    const slow = imager({ spec: { ...STILL, framePeriod_s: 300, exposure_s: 270 } });
    const [dark] = slow.look(0);
    // At row 10 until the sweep is at 14; then twice as fast as that, past it at 17, and at row 30 before it.
    const rowAt = (at_us: number): number => Math.min(30, Math.max(10, 10 + 2 * ((at_us / 270e6) * SIDE - 14)));
    const runs = (at_us: number): HeatSource => burning(placeAt(rowAt(at_us), 20), 2e7)(at_us);
    const light = (heatAt: (at_us: number) => HeatSource): number => excess(slow.look(0, only({ heat: [heatAt] }))[0], dark);
    expect(Math.abs(light(runs) / light(burning(placeAt(20, 20), 2e7)) - 3)).toBeLessThan(0.1);
  });
});

describe('an array', () => {
  const array = imager({ spec: ARRAY });
  const [, none] = array.look(0);
  const shown = (heatAt: (at_us: number) => HeatSource | undefined): BandFrame => array.look(0, only({ heat: [heatAt] }))[1];

  // What burnt in the middle of an exposure was as bright as what burnt throughout, and what burnt beside it was dark.
  test('gathers light for as long as it stares: what burns for a part of an exposure is as much fainter', () => {
    const fire = burning(placeAt(20, 20), 2e6);
    const whole = excess(shown(fire), none);
    holds(
      fc.property(fc.integer({ min: 0, max: 45 }), fc.integer({ min: 5, max: 45 }), (from, long) => {
        const [from_s, to_s] = [from / 100, Math.min(0.5, (from + long) / 100)];
        const share = excess(shown(during(from_s, to_s, fire)), none) / whole;
        expect(Math.abs(share - (to_s - from_s) / 0.5)).toBeLessThan(0.04);
      }),
      { runs: 12 },
    );
  });

  test('smears what moves over all pixels that it crosses, and keeps its light', () => {
    const standing = shown(burning(placeAt(20, 20), 2e6));
    // Sixteen rows of half its pixels' height in half a second.
    const streak = shown(moving({ row: 16, column: 20 }, { rows: 16, columns: 0 }, 2e6));
    expect(Math.abs(excess(streak, none) / excess(standing, none) - 1)).toBeLessThan(0.05);
    const light = (frame: BandFrame, at: number): number => frame.radianceOf[frame.codes[at]] - none.radianceOf[none.codes[at]];
    const most = (frame: BandFrame): number => Math.max(...Array.from(frame.codes, (_, at) => light(frame, at)));
    expect(most(streak)).toBeLessThan(most(standing) / 6);
    const { columns } = standing.raster;
    const column = Array.from({ length: 12 }, (_, k) => light(streak, (35 + k) * columns + 41) + light(streak, (35 + k) * columns + 40));
    expect(Math.min(...column)).toBeGreaterThan(0.7 * Math.max(...column));
  });

  test('leaves no dots of what goes far in a long exposure', () => {
    const long = imager({ spec: { ...ARRAY, framePeriod_s: 20, exposure_s: 20 } });
    const dark = long.look(0)[1];
    // Eighty of its rows.
    const streak = long.look(0, only({ heat: [moving({ row: 4, column: 20 }, { rows: 2, columns: 0 }, 2e7)] }))[1];
    const { columns } = streak.raster;
    const line = Array.from({ length: 70 }, (_, k) => {
      const at = (13 + k) * columns + 41;
      return streak.radianceOf[streak.codes[at]] - dark.radianceOf[dark.codes[at]];
    });
    expect(Math.min(...line)).toBeGreaterThan(0.7 * Math.max(...line));
  });

  test('what lies on the clouds and is higher than all of them has the air of its own height before it', () => {
    const high = burning(placeAt(20, 20, 60_000), 2e6);
    const [vapour] = array.look(0, only({ heat: [high] }));
    const [onClouds] = array.look(0, only({ heat: [(at_us) => ({ ...high(at_us), aboveCloud: true })] }));
    expect([...onClouds.codes]).toEqual([...vapour.codes]);
  });

  // A patch that a flash lights is many pixels wide: its middle may be far beside the area that it shines into.
  test('a flash whose middle is beside the area still lights what of its patch is in it', () => {
    const flash = { begin_us: 0, lasts_s: 0.5, intensity_Wpsr: 1e8, radius_m: 15_000 };
    const lit = (column: number): number =>
      excess(array.look(0, only({ flashes: [{ ...flash, place: placeAt(24, column) }] }))[1], none) / whole;
    const whole = excess(array.look(0, only({ flashes: [{ ...flash, place: placeAt(24, 24) }] }))[1], none);
    // A sigma of some 7 of these pixels beside its edge: a sixth of the light of a normal.
    expect(lit(-0.5)).toBeGreaterThan(0.4);
    expect(lit(-8)).toBeGreaterThan(0.05);
    expect(lit(-8)).toBeLessThan(0.4);
  });
});

// It was taken off as if it had been black, and what it had reflected stayed.
test('hot ground is there instead of what was there, with its sunlight', () => {
  const bare = { ...STILL, bands: STILL.bands.map((band) => ({ ...band, airDepth: 0 })) };
  const land = imager({ spec: bare, sun: NOON, backdrop: { layers: [], landShare: 1 - 1e-9 } });
  const plate = { place: placeAt(20, 20), temperature_K: 250, area_m2: 2e6 };
  const [lit, before] = [land.look(0, only({ grounds: [plate] }))[2], land.look(0)[2]];
  const { range_m, viewCosine } = viewOf(plate.place);
  const share = (plate.area_m2 * viewCosine) / (range_m * STILL.step_rad) ** 2;
  // Too cold to glow at 2.25 µm: all that is left of it is that there is nothing.
  expect(Math.abs(-excess(lit, before) / (share * before.radianceOf[before.codes[20 * SIDE + 20]]) - 1)).toBeLessThan(0.15);
});

describe('a flash in a sweep', () => {
  const clear = imager({ spec: STILL });
  const [none] = clear.look(0);

  test('is in those rows alone that pass by it while it shines', () => {
    const passed_s = (20.5 / SIDE) * 6;
    const flash = { place: placeAt(20, 20), begin_us: seconds_us(passed_s), lasts_s: 3, intensity_Wpsr: 1e8, radius_m: 10_000 };
    const [look] = clear.look(0, only({ flashes: [flash] }));
    const rows = Array.from({ length: SIDE }, (_, row) => look.codes[row * SIDE + 20] - none.codes[row * SIDE + 20]);
    expect(rows.slice(0, 20).every((over) => over === 0)).toBe(true);
    expect(Math.min(...rows.slice(21, 24))).toBeGreaterThan(0);
  });
});

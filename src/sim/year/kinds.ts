import { seconds_us } from '../../core/time/scale.ts';
import type { Micros } from '../../core/units.ts';
import { CAPSULE, comesIn, type Family, FAMILIES, flying, orbiting } from '../causes/families.ts';
import type { TruthBody } from '../truth.ts';
import type { Kind, Occasion } from './encounter.ts';
import { failedLaunch, launch, soundingRocket } from './launches.ts';
import { drawMet, lastAbove } from './met.ts';
import { moonEcho, standingFire, sunGlint } from './mirrors.ts';

/** On their last turns: nearly level, light, and dim or bright. */
const DECAY = comesIn('decay', 're-entry', { ...CAPSULE, down_deg: [0.1, 0.5], speed_mps: [7_650, 7_800], beta_kgpm2: [30, 500] });
const DEORBITED = named('re-entry, steep');
const CAPSULES = named('re-entry, shallow');
const METEOR = named('meteor');
const SATELLITE = named('satellite');
const ECCENTRIC = orbiting('satellite near its perigee', [180_000, 900_000], [1_000_000, 40_000_000]);
const AIRCRAFT = named('aircraft');
const FAST = flying('fast aircraft', { height_m: [9_000, 19_000], speed_mps: [350, 750], hot: { share: 0.5, heat_Wpsr: [3_000, 30_000] } });

/** A body that comes down is followed for so long before its end. */
const LAST_US: Micros = seconds_us(900);

function comingDown(family: Family): Kind['draw'] {
  return (occasion) => {
    const drawn = drawMet(family, occasion, lastAbove(60_000, occasion.at_us));
    return (
      drawn && {
        from_us: Math.max(occasion.at_us, drawn.body.end_us - LAST_US),
        to_us: drawn.body.end_us + seconds_us(20),
        bodies: [drawn.body],
      }
    );
  };
}

function passing(family: Family): Kind['draw'] {
  return (occasion: Occasion) => {
    const half = ({ end_us }: TruthBody): Micros => occasion.at_us + Math.round((end_us - occasion.at_us) / 2);
    const drawn = drawMet(family, occasion, half);
    return drawn && { from_us: occasion.at_us, to_us: drawn.body.end_us, bodies: [drawn.body] };
  };
}

function named(name: string): Family {
  const family = FAMILIES.find((one) => one.name === name);
  if (family === undefined) throw new RangeError(`no family is called ${name}`);
  return family;
}

const COMES_DOWN = { flies: 'otherwise', mustNotWarn: true, mayComeDown: true } as const;
const STAYS = { flies: 'otherwise', mustNotWarn: true, mayComeDown: false } as const;
const A_SAMPLE = 'a sample: there are thousands a day';

/** A year of the whole world, all of it put before the theatres; of what is there by the thousand a day a sample. */
export const KINDS: readonly Kind[] = [
  {
    name: 'launch to orbit, announced',
    perYear: 251,
    source: '259 attempts in 2024 (Seradata, SpaceNews), less the eight that failed',
    sampled: false,
    flies: 'launched',
    mustNotWarn: true,
    mayComeDown: true,
    draw: (occasion) => launch(occasion, true),
  },
  {
    name: 'launch to orbit, not announced',
    perYear: 20,
    source: 'besides, by own choice: nearly all are announced, and it must not depend on that',
    sampled: false,
    flies: 'launched',
    mustNotWarn: true,
    mayComeDown: true,
    draw: (occasion) => launch(occasion, false),
  },
  {
    name: 'failed launch, announced',
    perYear: 8,
    source: 'eight of 2024 (Seradata)',
    sampled: false,
    flies: 'ballistic',
    mustNotWarn: false,
    mayComeDown: true,
    draw: failedLaunch,
  },
  {
    name: 'sounding rocket, announced',
    perYear: 60,
    source: 'own estimate: one agency alone flies some twenty a year',
    sampled: false,
    flies: 'ballistic',
    mustNotWarn: true,
    mayComeDown: true,
    draw: soundingRocket,
  },
  {
    name: 'decay',
    perYear: 500,
    source: 'half of the intact objects that come down, more than three a day in 2024 (ESA Space Environment Report 2025)',
    sampled: false,
    ...COMES_DOWN,
    draw: comingDown(DECAY),
  },
  {
    name: 'body taken out of orbit',
    perYear: 250,
    source: 'a quarter of the same: by its own brake burn, for an ocean',
    sampled: false,
    ...COMES_DOWN,
    draw: comingDown(DEORBITED),
  },
  { name: 'capsule', perYear: 30, source: 'own estimate', sampled: false, ...COMES_DOWN, draw: comingDown(CAPSULES) },
  {
    name: 'bolide',
    perYear: 40,
    source: 'several dozen a year seen from orbit, nearly a thousand since 1988 (CNEOS)',
    sampled: false,
    ...COMES_DOWN,
    draw: comingDown(METEOR),
  },
  { name: 'satellite', perYear: 365, source: A_SAMPLE, sampled: true, ...STAYS, draw: passing(SATELLITE) },
  { name: 'satellite near its perigee', perYear: 100, source: A_SAMPLE, sampled: true, ...STAYS, draw: passing(ECCENTRIC) },
  { name: 'aircraft', perYear: 365, source: A_SAMPLE, sampled: true, ...STAYS, draw: passing(AIRCRAFT) },
  { name: 'fast aircraft', perYear: 100, source: A_SAMPLE, sampled: true, ...STAYS, draw: passing(FAST) },
  { name: 'fire or flare', perYear: 365, source: A_SAMPLE, sampled: true, ...STAYS, draw: standingFire },
  { name: 'sun glint', perYear: 365, source: 'one a day, where Sun and satellite allow it', sampled: true, ...STAYS, draw: sunGlint },
  { name: 'moon echo', perYear: 52, source: 'one a week, of a radar strong enough for it', sampled: true, ...STAYS, draw: moonEcho },
];

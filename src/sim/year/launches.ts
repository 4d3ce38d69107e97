import type { Announcement } from '../../core/assess/announcement.ts';
import { geodeticFromEcefVec } from '../../core/frames/geodetic.ts';
import { addScaled, unit } from '../../core/math/vector.ts';
import { seconds_us } from '../../core/time/scale.ts';
import { degrees, type Metres, type Micros, type Radians } from '../../core/units.ts';
import { fall } from '../bodies.ts';
import { between, type Drawn, evenly, type Family, FAMILIES, missile } from '../causes/families.ts';
import type { RandomStream } from '../random.ts';
import type { BodyState, TruthBody } from '../truth.ts';
import type { Kind, Occasion } from './encounter.ts';
import { drawMet, lastAbove } from './met.ts';

type Met = ReturnType<Kind['draw']>;

/** Families of launchers, and the share of the launches that each has: own estimate from the launchers of 2024, most of which have two stages of liquids. */
const SHARES: readonly (readonly [name: string, share: number])[] = [
  ['liquid, 2 stages', 0.55],
  ['liquid, dog-leg', 0.25],
  ['solid, 3 stages', 0.1],
  ['solid, 4 stages', 0.07],
  ['solid, from the air', 0.03],
];

/** A launcher is followed for so long. */
const FOLLOWED_US: Micros = seconds_us(900);

/** A launch to orbit; its first stage parts and falls. */
export function launch(occasion: Occasion, announced: boolean): Met {
  const met = launcher(occasion);
  if (met === undefined) return undefined;
  const { drawn, stage } = met;
  const bodies = stage === undefined ? [drawn.body] : [drawn.body, stage];
  return {
    from_us: occasion.at_us,
    to_us: Math.min(occasion.at_us + FOLLOWED_US, Math.max(drawn.body.end_us, stage?.end_us ?? 0)),
    bodies,
    announcements: announced ? [announcementOf(occasion, drawn, 'in-orbit', stage)] : [],
  };
}

/** The same with a second stage that goes out: it comes down far beyond the zone of the first. */
export function failedLaunch(occasion: Occasion): Met {
  const met = launcher(occasion);
  const failed = met && cutOff(met.drawn.body, occasion);
  if (met === undefined || failed === undefined) return undefined;
  const { drawn, stage } = met;
  const rest = falling(`${occasion.id} rest`, failed, 0, evenly(occasion.chance('rest'), [1_000, 4_000]), 3);
  if (rest === undefined) return undefined;
  const body: TruthBody = {
    id: occasion.id,
    heat: 'of-class',
    end_us: rest.end_us,
    stateAt: (at_us) => (at_us < failed.at_us ? drawn.body : rest).stateAt(at_us),
  };
  return {
    from_us: occasion.at_us,
    to_us: rest.end_us,
    bodies: stage === undefined ? [body] : [body, stage],
    announcements: [announcementOf(occasion, drawn, 'in-orbit', stage)],
  };
}

/** Steep, and back beside its site: figures of the usual ones, which go to 100 to 800 km. */
const SOUNDING_ROCKET = missile('sounding rocket', [60, 300], (range_m, random) => Math.min(range_m * between(random, 1.5, 4), 900_000));

export function soundingRocket(occasion: Occasion): Met {
  const drawn = drawMet(SOUNDING_ROCKET, occasion, () => occasion.at_us);
  return (
    drawn && {
      from_us: occasion.at_us,
      to_us: drawn.body.end_us,
      bodies: [drawn.body],
      announcements: [announcementOf(occasion, drawn, 'on-the-ground', drawn.body)],
    }
  );
}

function launcher(occasion: Occasion): { readonly drawn: Drawn; readonly stage: TruthBody | undefined } | undefined {
  let drawn: Drawn | undefined;
  for (let k = 0; k < FAMILIES_TRIED && drawn === undefined; k++)
    drawn = drawMet(familyOf(occasion.chance(`family/${k}`)), occasion, () => occasion.at_us);
  const parted = drawn && partingOf(drawn.body, occasion.at_us);
  if (drawn === undefined) return undefined;
  const stage = parted && falling(`${occasion.id} first stage`, parted, PARTS_AT_MPS, evenly(occasion.chance('stage'), [200, 1_000]), 10);
  return { drawn, stage };
}

/** Of some families many draws cannot be flown. */
const FAMILIES_TRIED = 5;

function familyOf(random: RandomStream): Family {
  let left = random.uniform();
  const name = (SHARES.find(([, share]) => (left -= share) < 0) ?? SHARES[0])[0];
  const family = FAMILIES.find((one) => one.name === name);
  if (family === undefined) throw new RangeError(`no family of launchers is called ${name}`);
  return family;
}

const PARTS_AT_MPS = 2;
type Parting = { readonly at_us: Micros; readonly state: BodyState };

/** When its first stage has burned. */
function partingOf(body: TruthBody, begins_us: Micros): Parting | undefined {
  let burned = false;
  for (let at_us = begins_us; at_us < body.end_us; at_us += 500_000) {
    const state = body.stateAt(at_us);
    if (state === undefined) return undefined;
    if (state.plume_Wpsr > 0) burned = true;
    else if (burned) return { at_us, state };
  }
  return undefined;
}

/** A second stage that goes out has burned for so long, s. */
const GOES_OUT_AFTER_S = [30, 150] as const;

/** Where its second stage goes out, before it has burned out. */
function cutOff(body: TruthBody, { at_us: begins_us, chance }: Occasion): Parting | undefined {
  let at_us = partingOf(body, begins_us)?.at_us ?? body.end_us;
  while (at_us < body.end_us && !(body.stateAt(at_us)?.plume_Wpsr ?? 0)) at_us += 500_000;
  at_us += seconds_us(evenly(chance('goes out'), GOES_OUT_AFTER_S));
  const state = body.stateAt(at_us);
  return state !== undefined && state.plume_Wpsr > 0 ? { at_us, state } : undefined;
}

function falling(
  id: string,
  { at_us, state: { r, v } }: Parting,
  slower_mps: number,
  ballisticCoefficient_kgpm2: number,
  crossSection_m2: number,
): TruthBody | undefined {
  const body = { id, start_us: at_us, ballisticCoefficient_kgpm2, glow_Wpsr: 0, crossSection_m2 };
  const down = fall(body, { r, v: addScaled(v, unit(v), -slower_mps) });
  return down.kind === 'flown' ? down.truth : undefined;
}

/** Announced by who launches: an hour and two before and after, 40° to either side of the direction in which it sets out (a dog-leg turns), and a circle where what comes
 *  down comes down. */
function announcementOf(
  { id, at_us }: Occasion,
  { from, azimuth_rad }: Drawn,
  ends: Announcement['ends'],
  down: TruthBody | undefined,
): Announcement {
  const hour_us = seconds_us(3_600);
  const { latitude_rad, longitude_rad } = from;
  return {
    kind: 'announcement',
    id: id.replaceAll(/[^a-z0-9]+/g, '-'),
    what: id,
    ends,
    site: { latitude_rad, longitude_rad },
    azimuth: { from_rad: turned(azimuth_rad - degrees(40)), to_rad: turned(azimuth_rad + degrees(40)) },
    window: { from_us: at_us - hour_us, to_us: at_us + 2 * hour_us },
    areas: down === undefined ? [] : [areaOf(down)],
  };
}

const ZONE_M: Metres = 100_000;

function areaOf(down: TruthBody): Announcement['areas'][number] {
  const last = down.stateAt(lastAbove(0, down.end_us - seconds_us(30))(down));
  if (last === undefined) throw new RangeError(`${down.id} is nowhere at its end`);
  const { latitude_rad, longitude_rad } = geodeticFromEcefVec(last.r);
  return { latitude_rad, longitude_rad, radius_m: ZONE_M };
}

function turned(azimuth_rad: Radians): Radians {
  const turns = azimuth_rad / (2 * Math.PI);
  return (turns - Math.floor(turns)) * 2 * Math.PI;
}

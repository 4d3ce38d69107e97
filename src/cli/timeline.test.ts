import { expect, test } from 'vitest';
import { microsFromIso } from '../api/iso.ts';
import type { Assessment, GroundPoint } from '../core/assess/assessment.ts';
import type { Emission } from '../core/tell/emission.ts';
import { geodeticDegrees } from '../core/frames/geodetic.ts';
import type { Warning } from '../core/warn/warning.ts';
import { createTimeline, renderHead, renderRow } from './timeline.ts';
import { counted } from '../../tests/samples/people.ts';

const zero_us = microsFromIso('2022-11-18T01:14:00Z');
const at = (seconds: number) => zero_us + seconds * 1e6;

function ground(latitude: number, longitude: number, sigmaEast_m: number, sigmaNorth_m: number): GroundPoint {
  return {
    point: geodeticDegrees(latitude, longitude),
    covarianceEast_m2: sigmaEast_m ** 2,
    covarianceEastNorth_m2: 0,
    covarianceNorth_m2: sigmaNorth_m ** 2,
  };
}

const ring = [geodeticDegrees(41, 134), geodeticDegrees(41, 136), geodeticDegrees(42, 136), geodeticDegrees(42, 134)];

const first: Assessment = {
  id: 'E1-a1',
  event: 'E1',
  revision: 1,
  at_us: at(70),
  tracks: ['T1'],
  hypotheses: [
    { hypothesis: 'ballistic-missile', probability: 0.7 },
    { hypothesis: 'space-launch', probability: 0.3 },
  ],
  evidence: [{ finding: { feature: 'burn-time', burned_s: 41.6 }, against: { 'space-launch': -3.2 } }],
  cause: 'ballistic-missile',
  causeProbability: 0.7,
  basis: 'observed',
  lastObserved_us: at(69),
  phenomenologies: [{ phenomenology: 'radar', state: 'expected-and-absent', sensors: ['coast-1'], hits: 0 }],
  burning: true,
  launch: { ...ground(39.19, 125.67, 900, 1200), time_us: at(1), sigmaTime_s: 2.2 },
  heading_rad: 1.2217,
  headingHalfWidth_rad: 0.2,
};

const second: Assessment = {
  ...first,
  id: 'E1-a2',
  revision: 2,
  at_us: at(250),
  causeProbability: 0.99,
  phenomenologies: [],
  burning: false,
  energyClass: 'ICBM',
  equivalentSpeed_mps: 9870,
  sigmaEquivalentSpeed_mps: 40,
  burnout_us: at(236),
  apogee_m: 6_049_000,
  apogeeAt_us: at(2100),
  impact: { ...ground(41.5, 135, 20_000, 8_000), time_us: at(4140), sigmaTime_s: 12, kind: 'ballistic', area: ring, probability: 0.95 },
};

const warning: Warning = {
  id: 'W1',
  event: 'E1',
  line: 'exercise',
  revision: 1,
  state: 'recommended',
  assessment: second,
  area: { ring, estimate: ring, probability: 0.95, shelterRadius_m: 10_000 },
  impactWindow: { from_us: at(4116), to_us: at(4164) },
  peopleInAlertArea: counted(
    1_234_567,
    ['Alpha', 'Beta', 'Gamma', 'Delta'].map((name) => [name, 300_000]),
  ),
  signatures: [],
  retractSignatures: [],
  renewals: 0,
  recommendedAt_us: at(250),
};

const said: readonly Emission[] = [
  {
    kind: 'notice',
    notice: {
      event: 'E1',
      at_us: at(38),
      track: 'T1',
      firstSeen_us: at(31),
      phenomenology: 'heat',
      place: ground(39.2, 125.7, 3000, 3000),
    },
  },
  { kind: 'assessment', assessment: first },
  { kind: 'assessment', assessment: { ...first, revision: 2, at_us: at(75) } },
  { kind: 'assessment', assessment: second },
  { kind: 'warning', at_us: at(250), change: 'recommended', warning },
  { kind: 'refused', seq: 9, at_us: at(251), reason: 'same-person', detail: 'officer-1 has signed already' },
  { kind: 'refused', seq: 10, at_us: at(252), reason: 'same-person', detail: 'officer-1 has signed already' },
  { kind: 'alive', at_us: at(253), line: 'exercise', entries: 11 },
  { kind: 'assessment', assessment: { ...second, revision: 4, at_us: at(4000), basis: 'predicted', lastObserved_us: at(3990) } },
];

test('a timeline reads like a log, in fixed columns', () => {
  const timeline = createTimeline();
  const rows = [...said.flatMap((emission) => timeline.hear(emission)), ...timeline.close()];
  const head = renderHead({
    title: 'a test',
    line: 'exercise',
    seed: 7,
    zero_us,
    zeroIs: 'the first ignition',
    zeroIso: '2022-11-18T01:14:00Z',
  });
  expect([...head, ...rows.map((row) => renderRow(row, zero_us))].join('\n')).toMatchInlineSnapshot(`
    "a test
    exercise line, seed 7; T+00:00 is the first ignition, 2022-11-18T01:14:00Z

    T+00:38   01:14:38Z  notice            E1: heat at 39.20°N 125.70°E ± 4.2 km, first seen 01:14:31Z
    T+01:10   01:15:10Z  cause             E1: ballistic-missile 0.70, because burn-time (has burned for 42 s) speaks against space-launch
    T+01:10   01:15:10Z  absent            E1: radar expected by now and not there (coast-1)
    T+01:10   01:15:10Z  launch point      E1: 39.19°N 125.67°E ± 1.5 km at 01:14:01Z ± 2 s, heading 070° ± 12°
    T+04:10   01:18:10Z  cause             E1: ballistic-missile 0.99, because burn-time (has burned for 42 s) speaks against space-launch
    T+04:10   01:18:10Z  class             E1: ICBM, energy of 9.87 km/s at the surface ± 0.04
    T+04:10   01:18:10Z  burn-out          E1: at 01:17:56Z
    T+04:10   01:18:10Z  impact            E1: 41.50°N 135.00°E ± 49 km × 20 km (95 %) at 02:23:00Z ± 12 s
    T+04:10   01:18:10Z  apogee            E1: 6049 km at 01:49:00Z
    T+04:10   01:18:10Z  recommended       W1 revision 1, area 18,520 km² (95 % and 10 km around), impact 02:22:36Z to 02:23:24Z, at least 1.2 million people in Alpha, Beta, Gamma and 1 more
    T+04:11   01:18:11Z  refused           same-person: officer-1 has signed already
    T+66:40   02:20:40Z  out of sight      E1: last observed 02:20:30Z; figures from here on are predicted
    T+66:40   02:20:40Z  in all            2 × refused same-person: officer-1 has signed already"
  `);
});

test('what repeats without news is not logged again, and what was counted is told at the close', () => {
  const timeline = createTimeline();
  for (const emission of said) timeline.hear(emission);
  expect(timeline.hear({ kind: 'assessment', assessment: { ...second, revision: 9, at_us: at(4001), basis: 'predicted' } })).toEqual([]);
  expect(timeline.close()).toEqual([{ at_us: at(4001), what: 'in all', figures: '2 × refused same-person: officer-1 has signed already' }]);
});

test('a time before zero has a minus, and an hour is sixty minutes more', () => {
  const row = (seconds: number) => renderRow({ at_us: at(seconds), what: 'x', figures: '' }, zero_us);
  expect(row(-5)).toBe('T-00:05   01:13:55Z  x');
  expect(row(4140)).toBe('T+69:00   02:23:00Z  x');
});

test('what cannot be told apart is said once, with both names and the time at which it is decided', () => {
  const undecided = { between: ['ballistic-missile', 'space-launch'], decidedAt_us: at(560) } as const;
  const rows = createTimeline();
  const say = (assessment: Assessment): string[] =>
    rows.hear({ kind: 'assessment', assessment }).flatMap(({ what, figures }) => (what === 'undecided' ? [figures] : []));
  const words = 'E1: either of two, ballistic-missile or space-launch: decided at 01:23:20Z, when a last stage has burned or has not';
  expect(say({ ...second, undecided })).toEqual([words]);
  expect(say({ ...second, undecided })).toEqual([]);
  expect(say(second)).toEqual([]);
  expect(say({ ...second, undecided })).toEqual([words]);
});

test('a launch is told again when it is known where it goes, once', () => {
  const { heading_rad, headingHalfWidth_rad, ...unknown } = first;
  const timeline = createTimeline();
  const told = [unknown, unknown, { ...unknown, heading_rad, headingHalfWidth_rad }, { ...unknown, heading_rad: 2, headingHalfWidth_rad }]
    .flatMap((assessment, k) => timeline.hear({ kind: 'assessment', assessment: { ...assessment, revision: k + 1, at_us: at(70 + k) } }))
    .filter(({ what }) => what === 'launch point');
  expect(told.map(({ figures }) => /heading .*/.exec(figures)?.[0])).toEqual(['heading not known yet', 'heading 070° ± 12°']);
});

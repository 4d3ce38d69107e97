import { describe, expect, test } from 'vitest';
import { comesIn, FAMILIES, type Family } from '../src/sim/causes/families.ts';
import { probabilityOf } from '../src/core/discern/hypotheses.ts';
import { HOT_KINDS, satellitesAbove } from '../src/sim/causes/heat-alone.ts';
import { tell, type Told } from '../src/sim/causes/study.ts';

// Whole flights through the core, of families and not of single cases: what each kind may never be called. Numbers other than those that docs/causes.md is of.

/** What was told of flights that several tests ask about. */
const known = new Map<string, Told | undefined>();

const told = (name: string, numbers: readonly number[]): Told[] => {
  const family = FAMILIES.find((one) => one.name === name);
  if (family === undefined) throw new Error(`no family is called ${name}`);
  return numbers.flatMap((n) => {
    const key = `${name} ${n}`;
    if (!known.has(key)) known.set(key, tell(family, n));
    return known.get(key) ?? [];
  });
};
const mostOf = ({ said }: Told, cause: Parameters<typeof probabilityOf>[1]): number =>
  Math.max(0, ...said.map(({ hypotheses }) => probabilityOf(hypotheses, cause)));
const lastOf = ({ said }: Told) => said.at(-1)?.hypotheses[0].hypothesis;

describe.each(FAMILIES.filter(({ cause }) => cause === 'space-launch').map(({ name }) => name))('a launcher: %s', (name) => {
  test('is never called a missile surely, in its climb or in its coast, and nobody is warned of it', () => {
    for (const one of told(name, [301, 302, 303])) {
      expect(mostOf(one, 'ballistic-missile')).toBeLessThan(0.95);
      expect(one.recommended_s).toBeUndefined();
      expect(lastOf(one)).toBe('space-launch');
    }
  });
});

test('a solid launcher in its coast is said to be undecided, until its last stage has burned', () => {
  for (const { said } of told('solid, 3 stages', [301, 302, 303])) {
    const open = said.filter(({ undecided }) => undecided);
    expect(open.length).toBeGreaterThan(10);
    expect(said.at(-1)?.undecided).toBe(false);
  }
});

test('a missile on the path of least energy is warned of soon after its burn-out where no stage could make an orbit of it, else after its top', () => {
  for (const name of ['missile, short', 'missile, medium', 'missile, intercontinental', 'missile, lofted'])
    for (const { recommended_s } of told(name, [301, 302])) expect(recommended_s, name).toBeLessThan(300);
  for (const one of told('missile, intermediate', [301, 302, 303, 304])) {
    expect(one.recommended_s).toBeDefined();
    expect(lastOf(one)).toBe('ballistic-missile');
  }
});

/** One of a family with other figures. */
function reEntries(): Family[] {
  return FAMILIES.filter(({ cause }) => cause === 're-entry');
}

test('what comes in from an orbit, glowing or not, is a re-entry: no missile, no launch, and nothing burns', () => {
  for (const family of reEntries())
    for (const n of [301, 302, 303, 304]) {
      const one = tell(family, n);
      if (one === undefined) continue;
      expect(lastOf(one), `${family.name} ${n}`).toBe('re-entry');
      for (const cause of ['ballistic-missile', 'space-launch', 'powered-return'] as const)
        expect(mostOf(one, cause), `${family.name} ${n}`).toBeLessThan(0.5);
      expect(one.said.some(({ burning }) => burning)).toBe(false);
      expect(one.recommended_s).toBeUndefined();
    }
});

// The glow of a capsule was an ignition, and a launch was put up to 4,200 km from where anything was.
test('heat of what comes in at any speed and angle is no thrust: nothing burns, and no launch is stated', () => {
  const any = comesIn('any', 're-entry', {
    down_deg: [1, 60],
    speed_mps: [3_500, 12_000],
    beta_kgpm2: [300, 8_000],
    heat_Wpsr: [2e4, 1e8],
    hot_m: [0, 100_000],
    glows: 1,
  });
  for (let n = 301; n <= 316; n++)
    for (const { burning, launchStated, hypotheses } of tell(any, n)?.said ?? []) {
      expect(burning, `number ${n}`).toBe(false);
      expect(launchStated, `number ${n}`).toBe(false);
      expect(probabilityOf(hypotheses, 'space-launch'), `number ${n}`).toBeLessThan(0.5);
    }
});

// 2013-02-15: some ten seconds of heat far above any threshold, four or five looks of each of two satellites.
test('a bolide is noticed, and is no missile', () => {
  const all = told('meteor', [301, 302, 303, 304, 305, 306]);
  expect(all.filter(({ said }) => said.length > 0).length).toBeGreaterThan(4);
  for (const one of all) {
    expect(mostOf(one, 'ballistic-missile')).toBeLessThan(0.5);
    expect(one.recommended_s).toBeUndefined();
  }
});

test('an aircraft at any height is an aircraft or unknown, never a satellite', () => {
  for (const one of told('aircraft', [301, 302, 303, 304, 305, 306])) {
    expect(['aircraft', 'unknown', undefined]).toContain(lastOf(one));
    expect(mostOf(one, 'satellite')).toBeLessThan(0.5);
    expect(mostOf(one, 'ballistic-missile')).toBeLessThan(0.6);
  }
});

test('a satellite is one once its path is known', () => {
  for (const one of told('satellite', [301, 302, 303])) {
    expect(lastOf(one)).toBe('satellite');
    expect(mostOf(one, 'ballistic-missile')).toBeLessThan(0.5);
  }
});

describe.each([
  { satellites: 1, looks_s: 2 },
  { satellites: 1, looks_s: 10 },
  { satellites: 2, looks_s: 2 },
  { satellites: 2, looks_s: 10 },
] as const)('by $satellites satellite(s) alone, looks $looks_s s apart', ({ satellites, looks_s }) => {
  const seen = (family: Family, cloudTop_m: number): Told[] =>
    [301, 302, 303, 304, 305].flatMap((n) => tell(family, n, (drawn) => satellitesAbove(drawn, satellites, looks_s, cloudTop_m)) ?? []);
  const lastOfAll = (all: readonly Told[]): (string | undefined)[] => all.map(lastOf);
  const statedShare = (all: readonly Told[]): number => {
    const said = all.flatMap((one) => one.said);
    return said.filter(({ launchStated }) => launchStated).length / said.length;
  };
  const [straight, patrol, fires] = HOT_KINDS;

  // They kept their launch point for minutes, and one satellite called them missiles to the end.
  test('hot engines in level flight are no launch once it shows that they gain no speed', () => {
    const all = seen(straight, 0);
    expect(lastOfAll(all).filter((cause) => cause === 'aircraft').length).toBeGreaterThanOrEqual(4);
    expect(statedShare(all)).toBeLessThan(0.35);
    expect(
      lastOfAll(seen(patrol, 0)).filter((cause) => cause === 'ballistic-missile' || cause === 'space-launch').length,
    ).toBeLessThanOrEqual(1);
  });

  test('fires that are lit one beside the other are fires', () => {
    const all = seen(fires, 0);
    expect(lastOfAll(all).filter((cause) => cause === 'stationary-heat').length).toBeGreaterThanOrEqual(4);
    expect(statedShare(all)).toBeLessThan(0.05);
  });

  test('missiles are missiles, and their launch stays told', () => {
    const family = FAMILIES.find(({ name }) => name === 'missile, medium') as Family;
    const all = seen(family, 9_000);
    expect(lastOfAll(all)).toEqual(all.map(() => 'ballistic-missile'));
    expect(statedShare(all)).toBeGreaterThan(0.8);
  });
});

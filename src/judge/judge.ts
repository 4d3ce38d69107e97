import type { Expectation } from '../adapters/case-file/expectation.ts';
import type { Scenario } from '../sim/scenario.ts';
import { type Account, accountOf, type CaseRun } from './account.ts';
import { causeFaults, classFaults } from './causes.ts';
import { placeFaults } from './places.ts';
import { areaFaults, hazardFaults, peopleFaults, warningFaults } from './warnings.ts';

/** Judges a run: a sentence for each thing that is not as expected, none when the case is right; what breaks two expectations is told once. */
export function judge(one: { readonly scenario: Scenario; readonly expected: Expectation }, run: CaseRun, seed: number): string[] {
  const { expected } = one;
  const account = accountOf(one.scenario, run);
  const faults = [
    ...noticeFaults(account, expected),
    ...causeFaults(account, expected),
    ...classFaults(account, expected),
    ...warningFaults(account, expected),
    ...areaFaults(account, expected, seed),
    ...hazardFaults(account, expected, seed),
    ...peopleFaults(account, expected, seed),
    ...placeFaults(account, expected, seed),
    ...alarmFaults(account, expected),
  ];
  return [...new Set(faults)];
}

function noticeFaults({ events }: Account, { notice, events: real, eventsAtMost = real }: Expectation): string[] {
  const faults: string[] = [];
  if (notice === true && events.size === 0) faults.push('no notice');
  if (notice === false && events.size > 0) faults.push(`${events.size} notices`);
  if (events.size > (eventsAtMost ?? Infinity)) faults.push(`${events.size} events, ${[...events].join(' ')}`);
  if (notice === true && events.size > 0 && events.size < (real ?? 0)) faults.push(`${events.size} events only`);
  return faults;
}

/** From so many reports refused as late on, an alarm is due. */
const MANY_REFUSED = 10;

function alarmFaults({ alarms, refused }: Account, expected: Expectation): string[] {
  const named = new Set(alarms.flatMap((one) => ('sensor' in one ? [one.sensor] : 'source' in one ? [one.source] : [])));
  const silent = (expected.alarms ?? []).filter(({ sensor }) => !named.has(sensor)).map(({ sensor }) => `no alarm names ${sensor}`);
  const refusedSilently = (expected.alarmsIfRefused ?? []).flatMap(({ sensor }) => {
    const late = refused.sources.find(({ source, what }) => source === sensor && what === 'late')?.count ?? 0;
    return late > MANY_REFUSED && !named.has(sensor) ? [`${late} reports of ${sensor} are refused as late and no alarm names it`] : [];
  });
  return [...silent, ...refusedSilently];
}

import type { Scenario } from './scenario.ts';

/** Time zero of a scenario: its first ignition, or its start where nothing is launched. */
export function zeroOf(scenario: Scenario): { readonly zero_us: number; readonly zeroIs: string } {
  const first_us = scenario.flights.reduce((first, { launch_us = Infinity }) => Math.min(first, launch_us), Infinity);
  return Number.isFinite(first_us)
    ? { zero_us: first_us, zeroIs: 'the first ignition' }
    : { zero_us: scenario.start_us, zeroIs: 'the start: nothing is launched' };
}

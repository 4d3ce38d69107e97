import type { Checker } from '../observation.ts';

export const unbroken: Checker = {
  name: 'unbroken',
  sentence: 'No input breaks the core, and nothing but a death and the disk’s own errors comes out of the shell.',
  watch: () => (seen) => {
    if (seen.kind === 'broke') return seen.error;
    if (seen.kind !== 'alarm') return undefined;
    const { alarm } = seen;
    return alarm.kind === 'set-aside' || alarm.kind === 'stopped' || alarm.kind === 'listener-failed' ? JSON.stringify(alarm) : undefined;
  },
};

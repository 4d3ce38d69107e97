import { defineConfig } from 'vitest/config';
import { ROOMS } from './rooms.mjs';

const room = ROOMS[process.env.MUTATE_ROOM ?? ''];

// The tests of one room alone. No time limit of their own: a test that is slow because the machine is busy must not look like one that
// noticed something. Loops without end are stopped by counting, in stryker.config.mjs.
export default defineConfig({
  test: { include: [...room.tests], exclude: [...(room.slow ?? [])], testTimeout: 0, hookTimeout: 0 },
});

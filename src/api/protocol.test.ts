import { expect, test } from 'vitest';
import { ROLES as KNOWN } from '../core/warn/roles.ts';
import { ROLES } from './protocol.ts';

// Desks of scenarios are a supervisor's and a watch officer's too; nobody at a browser could say that he was one.
test('every role that the core knows is offered at the sign-in, and no other', () => {
  expect([...ROLES]).toEqual(Object.keys(KNOWN));
});

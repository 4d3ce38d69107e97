import { expect, test } from 'vitest';
import { CommandError, describeError, EXIT } from './exit.ts';

test('bad input is told as what, where and remedy, without a stack', () => {
  const { lines, status } = describeError(new CommandError('no such scenario "x"', 'argument SCENARIO', 'name one'), false);
  expect(lines).toEqual(['tocsin: no such scenario "x"', '  where:  argument SCENARIO', '  remedy: name one']);
  expect(status).toBe(EXIT.badInput);
});

test('a missing file is bad input, and the path is named', () => {
  const missing = Object.assign(new Error('ENOENT: no such file'), { code: 'ENOENT', path: '/nowhere/at.all' });
  const { lines, status } = describeError(missing, false);
  expect(status).toBe(EXIT.badInput);
  expect(lines.join('\n')).toContain('/nowhere/at.all');
});

test.each(['EACCES', 'EISDIR', 'ENOTDIR', 'EROFS', 'ELOOP', 'EEXIST', 'ENOSPC', 'ENAMETOOLONG'])(
  'what a system says of a path (%s) is no error of our own',
  (code) => {
    const { lines, status } = describeError(Object.assign(new Error(code), { code, path: 'a/path' }), false);
    expect(status).not.toBe(EXIT.internal);
    expect(lines[1]).toContain('a/path');
  },
);

test('an error of our own has status 3 and shows its stack only when asked', () => {
  const ours = new TypeError('x is not a function');
  expect(describeError(ours, false)).toMatchObject({ status: EXIT.internal });
  expect(describeError(ours, false).lines.join('\n')).not.toContain('exit.test.ts');
  expect(describeError(ours, true).lines.join('\n')).toContain('exit.test.ts');
});

import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { root } from './support/cli.ts';

// Strangers opened connections until the process had no descriptor left, and the alert that two people had released could not be written
// before they went. In a process of its own, because there nobody else needs any.

const CHILD = `
import { openSync } from 'node:fs';
import { join } from 'node:path';
const [, folder, root] = process.argv;
const { directoryChannel } = await import(join(root, 'dist/adapters/delivery/directory-channel.js'));
const channel = directoryChannel({ folder, line: 'exercise', journal: 'j', ending: '.txt', render: ({ id }) => id });
for (const id of ['W1-m1', 'W1-m2']) {
  try {
    for (;;) openSync('/dev/null', 'r');
  } catch (error) {
    if (error.code !== 'EMFILE') throw error;
  }
  channel.send({ id });
}
`;

test('a process that has no descriptor left still writes the alert, and what follows it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-descriptors-'));
  try {
    const command = 'ulimit -n 100 && exec "$0" --input-type=module -e "$1" "$2" "$3"';
    await promisify(execFile)('bash', ['-c', command, process.execPath, CHILD, folder, root]);
    expect(readdirSync(folder).sort()).toEqual(['W1-m1.j.txt', 'W1-m2.j.txt']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

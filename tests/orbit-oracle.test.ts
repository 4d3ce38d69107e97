import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readElementText } from './support/elements.ts';
import { createCatalogue, PROPAGATION_FAULTS } from '../src/core/catalogue/catalogue.ts';
import { microsFromIso } from '../src/core/time/iso.ts';

const FILE = fileURLToPath(new URL('../../shared/data/tle/celestrak_active_2026-05-07T2231Z.tle.gz', import.meta.url));
/** Debian's python3-sgp4 is of Debian's own Python, wherever another one is first. */
const PYTHONS = ['/usr/bin/python3', 'python3'];
const PROGRAM = `
import json, sys
from sgp4.api import Satrec, WGS72
asked = json.load(sys.stdin)
satellites = [Satrec.twoline2rv(a, b, WGS72) for a, b in asked['pairs']]
json.dump([[[e, *r, *v] if e == 0 else [e] for e, r, v in (s.sgp4(day, part) for s in satellites)] for day, part in asked['times']], sys.stdout)
`;
/** Julian days of midnights in UTC, before and after the epochs. */
const TIMES = [
  { iso: '2026-05-03T06:00:00Z', day: 2_461_163.5, part: 0.25 },
  { iso: '2026-05-08T00:00:00Z', day: 2_461_168.5, part: 0 },
  { iso: '2026-05-15T00:00:00Z', day: 2_461_175.5, part: 0 },
];

test('a whole catalogue is where python-sgp4 has it, to a millimetre in a week, and what has come down is down', async ({ skip }) => {
  if (!existsSync(FILE)) return skip('needs ../shared/data/tle');
  const python = PYTHONS.find((one) => spawnSync(one, ['-c', 'import sgp4.api']).status === 0);
  if (python === undefined) return skip('needs python3-sgp4 of Debian');
  const lines = gunzipSync(readFileSync(FILE)).toString().split(/\r?\n/);
  const pairs = lines.flatMap((line, at) => (line.startsWith('1 ') ? [[line, lines[at + 1]]] : []));
  const { sets } = await readElementText(pairs.flat().join('\n'), 65_536);
  expect(sets.length).toBe(pairs.length);
  const { stdout, stderr } = spawnSync(python, ['-c', PROGRAM], {
    input: JSON.stringify({ pairs, times: TIMES.map(({ day, part }) => [day, part]) }),
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  expect(stderr).toBe('');
  const theirs = JSON.parse(stdout) as readonly (readonly (readonly number[])[])[];
  const catalogue = createCatalogue(sets.map(({ elements }) => elements));
  TIMES.forEach(({ iso }, n) => {
    const found = catalogue.propagate(microsFromIso(iso));
    let [worst_m, worst_mps, flown, down] = [0, 0, 0, 0];
    theirs[n].forEach(([error, x, y, z, vx, vy, vz], k) => {
      if (error !== 0) {
        down += 1;
        expect(Object.keys(PROPAGATION_FAULTS)).toContain(String(found.faults[k]));
      } else if (found.faults[k] === 0) {
        flown += 1;
        worst_m = Math.max(worst_m, Math.hypot(found.x_m[k] - 1000 * x, found.y_m[k] - 1000 * y, found.z_m[k] - 1000 * z));
        worst_mps = Math.max(worst_mps, Math.hypot(found.vx_mps[k] - 1000 * vx, found.vy_mps[k] - 1000 * vy, found.vz_mps[k] - 1000 * vz));
      }
    });
    expect(worst_m).toBeLessThan(1e-3);
    expect(worst_mps).toBeLessThan(1e-6);
    expect(flown + down).toBe(pairs.length);
  });
});

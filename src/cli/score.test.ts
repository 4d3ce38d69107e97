import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { noisyRun } from '../../tests/support/score-pictures.ts';
import type { Objects, Picture } from '../score/picture.ts';
import { CommandError } from './exit.ts';
import { keptOutput } from './output.ts';
import { score, type ScoreOptions } from './score.ts';

const RUN = noisyRun({
  objects: 15,
  scans: 30,
  sigma_m: 600,
  sigma_mps: 30,
  missedShare: 0.05,
  falsePerScan: 1,
  switchShare: 0.01,
  seed: 9,
});
let folder = '';
let options: ScoreOptions;

function csv(run: readonly Picture[], name: string, side: (picture: Picture) => Objects, tail = ''): string {
  const rows = run.flatMap((picture) =>
    side(picture).ids.map(
      (id, i) =>
        `${picture.scan},${picture.time_s},${id},${side(picture)
          .states.slice(6 * i, 6 * i + 6)
          .join(',')}${tail}`,
    ),
  );
  return [`scan,t,${name},x,y,z,vx,vy,vz${tail === '' ? '' : ',existence'}`, ...rows].join('\n');
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-score-'));
  const at = (name: string): string => join(folder, name);
  writeFileSync(at('truth.csv.gz'), gzipSync(csv(RUN, 'target', ({ truth }) => truth)));
  writeFileSync(
    at('tracks.csv'),
    csv(RUN, 'track', ({ tracks }) => tracks, ',0.9'),
  );
  options = { truth: at('truth.csv.gz'), tracks: at('tracks.csv'), metric: [], c: 10_000, p: 2, fromScan: 10, confirmed: 0.5, limit: {} };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function slip(changed: Partial<ScoreOptions>): Promise<CommandError> {
  try {
    await score({ ...options, ...changed }, keptOutput(true));
  } catch (error) {
    if (error instanceof CommandError) return error;
    throw error;
  }
  throw new Error('it ran');
}

test('without asking: GOSPA, OSPA, SIAP and continuity, as a table or as JSON', async () => {
  const [people, programs] = [keptOutput(false), keptOutput(true)];
  expect(await score(options, people)).toBe(true);
  expect(await score(options, programs)).toBe(true);
  expect(people.lines[0]).toBe('20 scans from 10 on; c 10000 m, p 2, α 2\n');
  expect(people.lines.some((text) => /^gospa +mean +[\d,]+ {2}m$/.test(text))).toBe(true);
  expect(programs.objects.map((one) => 'metric' in one && one.metric)).toEqual(['gospa', 'ospa', 'siap', 'continuity']);
  expect(programs.objects[0]).toMatchObject({ kind: 'score', c_m: 10_000, scans: 20 });
});

test('metrics come as asked for; the nearer cut-off and the higher order are used', async () => {
  const output = keptOutput(true);
  await score({ ...options, metric: ['mot', 'nees', 'trajectory', 'switching', 'gospa'], c: 2000, p: 1 }, output);
  expect(output.objects.map((one) => 'metric' in one && one.metric)).toEqual(['gospa', 'switching', 'trajectory', 'mot', 'nees']);
  expect(output.objects[0]).toMatchObject({ c_m: 2000, p: 1 });
});

test('tracks count from their existence on, and it is said how many do not', async () => {
  const output = keptOutput(true);
  await score({ ...options, confirmed: 0.95 }, output);
  expect(output.objects[0]).toMatchObject({ missedFraction: 1, falsePerScan: 0 });
  expect(output.remarks[0]).toMatch(/^\d+ reports of tracks below the existence 0.95 do not count\.$/);
});

test('a limit that is set and not met fails the check; the catalogue’s own do not', async () => {
  const output = keptOutput(true);
  expect(await score({ ...options, limit: { 'position-error': 100 } }, output)).toBe(false);
  expect(output.objects.at(-1)).toMatchObject({ kind: 'requirement', id: 'position-error', verdict: 'not met', limit: 100 });
  expect(await score({ ...options, limit: { 'position-error': 5000 } }, keptOutput(true))).toBe(true);
  // What cannot be measured has not been shown to hold.
  expect(await score({ ...options, limit: { latency: 5 } }, keptOutput(true))).toBe(false);
  const listed = keptOutput(false);
  expect(await score({ ...options, requirements: true }, listed)).toBe(true);
  expect(listed.lines.some((text) => text.startsWith('latency') && text.includes('not measured'))).toBe(true);
});

test('the report is written where it was asked for', async () => {
  const file = join(folder, 'report.html');
  const output = keptOutput(true);
  await score({ ...options, report: file }, output);
  expect(readFileSync(file, 'utf8')).toMatch(/^<!doctype html>/);
  expect(output.remarks).toContain(`Report: ${file}`);
});

test('bad input names file, line, column and remedy', async () => {
  const bad = join(folder, 'bad.csv');
  writeFileSync(bad, 'scan,t,track,x,y,z,vx,vy,vz\n0,0,a,1,2,3,4,5,6\n1,5,a,1,2,3,4,fast,6\n');
  expect(await slip({ tracks: bad })).toMatchObject({
    message: '"fast" is no decimal number',
    where: `${bad}:3, column vy`,
    remedy: 'write a decimal number, such as 1234.5 or 1.2345e3',
  });
  writeFileSync(bad, 'scan,t,track,x,y,z,vx,vy,vz\n0,0,a,1,2,3,4,5\n1,5,a,1,2,3,4\n');
  expect((await slip({ tracks: bad })).message).toBe('8 values where the header has 9 (and 1 more, on lines 3)');
  expect(await slip({ fromScan: 99 })).toMatchObject({ message: 'no scan counts: the last one is 29', where: '--from-scan' });
});

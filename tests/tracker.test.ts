import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DENSE_FALSE_TRACKS_max, SCENES } from '../authorities/multi-target-comparison.ts';
import { createScene, type Scene } from '../src/sim/scenes.ts';
import { commandLine, root, verb } from './support/cli.ts';

const PEERS = join(root, '..', 'shared', 'peers');
const folder = mkdtempSync(join(tmpdir(), 'tocsin-tracker-'));
const SCENE = createScene({ family: 'cso', objects: 20, scans: 20, seed: 3 });
const plots = join(folder, 'plots.csv');
const sensor = join(folder, 'sensor.meta.json');

beforeAll(() => {
  writeFileSync(
    plots,
    csvOf(SCENE, (row) => row),
  );
  writeFileSync(sensor, JSON.stringify(metaOf(SCENE)));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('ahead of the others on every shared scene, and at the goals that were set', async ({ skip }) => {
  if (!existsSync(PEERS)) skip('needs ../shared/peers');
  const { out, status } = await verb(['benchmark', 'scenes', PEERS, '--json']);
  expect(status).toBe(0);
  const rows = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { kind?: string; scene: string; score: { gospaMean_m: number; falsePerScan: number } })
    .filter(({ kind }) => kind === 'scene');
  const known = rows.filter(({ scene }) => Object.hasOwn(SCENES, scene));
  expect(known.map(({ scene }) => scene).sort()).toEqual(Object.keys(SCENES).sort());
  for (const { scene, score } of known) {
    const { others_m, goal_m = others_m } = SCENES[scene];
    expect(score.gospaMean_m, `${scene}, others' best`).toBeLessThan(others_m);
    expect(score.gospaMean_m, `${scene}, goal`).toBeLessThanOrEqual(goal_m);
    if (scene === 'dense_n50_c5') expect(score.falsePerScan).toBeLessThanOrEqual(DENSE_FALSE_TRACKS_max);
  }
});

test.each(['gnn', 'jpda', 'pmbm'])('the same plots give the same bytes under %s: again, and shuffled inside their scans', (associator) => {
  const once = digestOf(plots, associator);
  expect(digestOf(plots, associator)).toBe(once);
  const shuffled = join(folder, 'shuffled.csv');
  // Backwards within each scan is a shuffle that needs no chance.
  writeFileSync(
    shuffled,
    csvOf(SCENE, (rows) => [...rows].reverse()),
  );
  expect(digestOf(shuffled, associator)).toBe(once);
});

test('the same plots give the same bytes under Node 20, 22 and 24', ({ skip }) => {
  if (process.platform !== 'linux' || process.arch !== 'x64') skip('the other Nodes are packaged for Linux on x64 only');
  const digests = ['20', '22', '24'].map((version) =>
    digestOf(plots, 'pmbm', join(root, 'tests', 'nodes', 'node_modules', `node-${version}`, 'bin', 'node')),
  );
  expect(new Set(digests).size).toBe(1);
});

test('the same plots give the same bytes in one worker thread and in two at once', async () => {
  const alone = await inWorker();
  expect(await Promise.all([inWorker(), inWorker()])).toEqual([alone, alone]);
});

function digestOf(file: string, associator: string, node = process.execPath): string {
  const out = join(folder, 'tracks.csv');
  const args = [commandLine, 'track', '--plots', file, '--sensor', sensor, '--out', out, '--associator', associator];
  const { status, stderr } = spawnSync(node, args, { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return createHash('sha256').update(readFileSync(out)).digest('hex');
}

/** A digest of all that the tracker says of the scene, computed in a thread of its own. */
function inWorker(): Promise<string> {
  const code = `
    const { createHash } = require('node:crypto');
    const { parentPort, workerData } = require('node:worker_threads');
    (async () => {
      const { MultiTracker, kinematicFilter } = await import(workerData.tracker);
      const { createScene } = await import(workerData.scenes);
      const scene = createScene({ family: 'cso', objects: 20, scans: 20, seed: 3 });
      const tracker = new MultiTracker(kinematicFilter({ kind: 'constant-velocity', psd_m2ps3: 4 }));
      const hash = createHash('sha256');
      scene.scans.forEach(({ plots }, scan) => {
        for (const { id, x, p, existence } of tracker.takeScan(scan * 5e6, plots, scene.sensor))
          hash.update(JSON.stringify([id, existence, [...x], [...p]]));
      });
      parentPort.postMessage(hash.digest('hex'));
    })();`;
  const workerData = {
    tracker: join(root, 'dist', 'core', 'plot-track', 'index.js'),
    scenes: join(root, 'dist', 'sim', 'scenes.js'),
  };
  return new Promise((resolve, reject) => {
    const worker = new Worker(code, { eval: true, workerData });
    worker.on('message', resolve);
    worker.on('error', reject);
  });
}

function csvOf({ scans, period_s }: Scene, arranged: (rows: readonly string[]) => readonly string[]): string {
  const rows = scans.flatMap(({ plots: all }, scan) =>
    arranged(
      all.map(({ elevation_rad, azimuth_rad, range_m }, i) => `${scan},${scan * period_s},${i},${elevation_rad},${azimuth_rad},${range_m}`),
    ),
  );
  return ['scan,t,det,el,az,range', ...rows].join('\n');
}

/** What is known of a scene's sensor, in the form in which the shared scenes state it. */
function metaOf({ sensor: { view, ...spec }, accelerationPsd_m2ps3, period_s, scans }: Scene): object {
  const degrees = (...angles_rad: number[]): number[] => angles_rad.map((angle) => (180 * angle) / Math.PI);
  return {
    family: 'cso',
    n_scans: scans.length,
    scan_period_s: period_s,
    pd: spec.detectionProbability,
    accel_psd_m2_s3: accelerationPsd_m2ps3,
    sigma_range_m: spec.sigmaRange_m,
    sigma_az_rad: spec.sigmaAzimuth_rad,
    sigma_el_rad: spec.sigmaElevation_rad,
    fov: {
      az_deg: degrees(view.azimuthMin_rad, view.azimuthMax_rad),
      el_deg: degrees(view.elevationMin_rad, view.elevationMax_rad),
      range_m: [view.rangeMin_m, view.rangeMax_m],
    },
    clutter_mean_per_scan: spec.falsePlotsPerScan,
    prior_velocity_sigma_m_s: spec.priorVelocity_mps,
  };
}

// Somebody else's project, with the published package only: node main.mjs PLOTS SPEC TRUTH SCENARIO OUT
// Tracks the plots, scores the tracks, then runs a scenario through the chain and writes its messages as CAP and its picture as GeoJSON.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createPlotTracker, gospa, start, step } from 'tocsin';
import { renderCap } from 'tocsin/cap';
import { createPicture } from 'tocsin/geojson';
import { openPlots, parseSensorSpec } from 'tocsin/plots';
import { filesBeside, parseScenario } from 'tocsin/scenario';
import { createWorld } from 'tocsin/sim';

const [plots, specFile, truthFile, scenarioFile, out] = process.argv.slice(2);
const ground = parseSensorSpec(readFileSync(specFile, 'utf8'), specFile);
const told = parseScenario(readFileSync(scenarioFile, 'utf8'), scenarioFile, filesBeside(scenarioFile));
for (const { problems } of [ground, told].filter(({ kind }) => kind === 'rejected')) throw new Error(JSON.stringify(problems));

const { spec } = ground;
const sensors = [{ id: spec.id, scanPeriod_s: spec.scanPeriod_s, measuresRange: spec.sensing.kind === 'polar', delay_us: 0 }];
const reading = openPlots(plots, { sensors, whole: spec.id });
const tracker = createPlotTracker(spec);
const lines = readFileSync(truthFile, 'utf8').trim().split('\n').slice(1);
const rows = lines.map((line) => line.split(',').map(Number));
const distances = [];
for await (const { scan, at_us, plots: seen } of reading.scans) {
  const tracks = tracker.takeScan({ at_us, plots: seen }).flatMap(({ x }) => [...x]);
  const truth = rows.filter(([n]) => n === scan).flatMap((row) => row.slice(3, 9));
  distances.push(gospa(Float64Array.from(truth), Float64Array.from(tracks), { c_m: 10_000, p: 2, alpha: 2 }).distance_m);
}
console.log(`GOSPA ${Math.round(distances.reduce((sum, one) => sum + one, 0) / distances.length)} m over ${distances.length} scans`);

const us = { sender: 'us@example.org', journal: 'a1', exercise: 'ours' };
mkdirSync(out, { recursive: true });
const [world, state, picture] = [createWorld(told.scenario), start(), createPicture()];
for (let next = world.next(), seq = 0; next !== undefined; next = world.next(), seq++)
  step(state, { seq, ...next }, (emission) => {
    world.hear(emission);
    picture.hear(emission);
    if (emission.kind !== 'message') return;
    writeFileSync(`${out}/${emission.message.id}.xml`, renderCap(emission.message, us));
  });
writeFileSync(`${out}/picture.geojson`, JSON.stringify(picture.collection()));

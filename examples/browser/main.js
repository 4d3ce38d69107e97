import { createPlotTracker } from '/core/index.js';
import { scansOfCsv } from './csv.js';
import { drawHeight, drawPlan } from './draw.js';
import { radarOfMeta, standardRadar } from './sensor.js';
import { simulatePlots } from './simulate.js';

const byId = (id) => document.getElementById(id);
const SEED = 7;
/** Scans of plots that stay on the picture, of points on a path, and for which a path that has ended stays. */
const [PLOTS_KEPT, PATH_KEPT, ENDED_KEPT] = [8, 60, 12];

/** What is shown; made anew by every start. */
let run;
/** A table that was dropped, in place of the simulation. */
let table;
let paused = false;

function start() {
  const radar = table?.radar ?? standardRadar(Number(byId('clutter').value));
  const next = table === undefined ? simulatePlots({ radar, objects: Number(byId('objects').value), seed: SEED }) : fromTable(table.scans);
  run = {
    radar,
    next,
    tracker: createPlotTracker(radar, { associator: byId('associator').value }),
    history: [],
    tracks: new Map(),
    times_ms: [],
    at: performance.now(),
    isOver: false,
  };
  byId('median').textContent = '–';
  byId('worst').textContent = '–';
  takeScan();
}

function fromTable(scans) {
  let at = 0;
  return () => scans[at++];
}

/** One scan through the tracker. */
function takeScan() {
  const scan = run.next();
  if (scan === undefined) {
    run.isOver = true;
    byId('source').textContent = `${table.name}: all ${table.scans.length} scans are through.`;
    return;
  }
  const before_ms = performance.now();
  const estimates = run.tracker.takeScan({ at_us: Math.round(scan.t_s * 1e6), plots: scan.plots });
  run.times_ms.push(performance.now() - before_ms);
  run.at = performance.now();
  run.history = [scan.plots, ...run.history].slice(0, PLOTS_KEPT);
  remember(scan.scan, estimates);
  tell(scan, estimates);
}

function remember(scan, estimates) {
  for (const track of run.tracks.values()) track.alive = false;
  for (const { id, x, existence } of estimates) {
    const { path } = run.tracks.get(id) ?? { path: [] };
    path.push([x[0], x[1], x[2]]);
    if (path.length > PATH_KEPT) path.shift();
    run.tracks.set(id, { id, path, x, existence, alive: true, scan });
  }
  for (const [id, track] of run.tracks) if (scan - track.scan > ENDED_KEPT) run.tracks.delete(id);
}

function tell({ scan, plots }, estimates) {
  run.names = Math.max(run.names ?? 0, ...estimates.map(({ id }) => Number(id)));
  const sorted = [...run.times_ms].sort((a, b) => a - b);
  byId('scan').textContent = String(scan);
  byId('plots').textContent = String(plots.length);
  byId('tracks').textContent = String(estimates.length);
  byId('names').textContent = String(run.names);
  byId('median').textContent = `${sorted[sorted.length >> 1].toFixed(1)} ms`;
  byId('worst').textContent = `${sorted[sorted.length - 1].toFixed(1)} ms`;
}

/** Draws at every frame, and takes the next scan when its time has come at the chosen speed. */
function frame() {
  const period_ms = (run.radar.scanPeriod_s * 1000) / Number(byId('speed').value);
  if (!paused && !run.isOver && performance.now() - run.at >= period_ms) takeScan();
  const share = paused || run.isOver ? 0 : Math.min(1, (performance.now() - run.at) / period_ms);
  const { history, radar } = run;
  const picture = { view: radar.sensing.view, history, tracks: [...run.tracks.values()], since_s: share * radar.scanPeriod_s };
  drawPlan(byId('plan'), picture);
  drawHeight(byId('height'), picture);
  requestAnimationFrame(frame);
}

/** Files that a person gave: a CSV, and perhaps the meta file of its sensor. */
async function take(files) {
  try {
    const meta = [...files].find(({ name }) => name.endsWith('.json'));
    const csv = [...files].find(({ name }) => name.endsWith('.csv'));
    if (csv === undefined) throw new Error('There is no .csv among the files. A .gz has to be unpacked first.');
    const radar = meta === undefined ? standardRadar(Number(byId('clutter').value)) : radarOfMeta(JSON.parse(await meta.text()));
    table = { name: csv.name, radar, scans: scansOfCsv(await csv.text(), radar.scanPeriod_s) };
    byId('source').textContent =
      `${csv.name}: ${table.scans.length} scans, ${meta === undefined ? 'read with the radar of the simulation' : `radar of ${meta.name}`}.`;
    for (const id of ['objects', 'clutter']) byId(id).disabled = true;
    start();
  } catch (error) {
    byId('source').textContent = `This cannot be used. ${error instanceof Error ? error.message : String(error)}`;
  }
}

byId('pause').addEventListener('click', () => {
  paused = !paused;
  byId('pause').textContent = paused ? 'Go on' : 'Pause';
  byId('pause').setAttribute('aria-pressed', String(paused));
});
byId('step').addEventListener('click', () => {
  if (!paused) byId('pause').click();
  if (!run.isOver) takeScan();
});
byId('restart').addEventListener('click', start);
byId('associator').addEventListener('change', start);
for (const id of ['objects', 'clutter']) {
  byId(id).addEventListener('input', () => {
    byId(`${id}-out`).textContent = byId(id).value;
  });
  byId(id).addEventListener('change', start);
}
byId('files').addEventListener('change', (event) => void take(event.target.files));
for (const [name, isOver] of [
  ['dragover', true],
  ['dragleave', false],
  ['drop', false],
])
  document.addEventListener(name, (event) => {
    event.preventDefault();
    document.body.classList.toggle('dropping', isOver);
    if (name === 'drop') void take(event.dataTransfer.files);
  });

start();
requestAnimationFrame(frame);

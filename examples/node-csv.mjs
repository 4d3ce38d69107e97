// Tracks the objects in a table of plots, with the library:
//   node examples/node-csv.mjs examples/plots.csv > tracks.csv
// The table needs the columns scan, t (s), el, az (rad) and range (m). Put your own sensor's figures here:
import { readFileSync } from 'node:fs';
import { createPlotTracker, degrees, NO_MODIFIERS } from 'tocsin';

const sensor = {
  id: 'my-radar',
  sensing: {
    kind: 'polar',
    sigmaRange_m: 100,
    sigmaAzimuth_rad: degrees(0.1),
    sigmaElevation_rad: degrees(0.1),
    view: {
      rangeMin_m: 300_000,
      rangeMax_m: 1_800_000,
      azimuthMin_rad: degrees(-45),
      azimuthMax_rad: degrees(45),
      elevationMin_rad: degrees(3),
      elevationMax_rad: degrees(45),
    },
  },
  frame: { kind: 'flat' },
  detectionProbability: 0.9,
  falsePlotsPerScan: 10,
  scanPeriod_s: 5,
  objects: { velocitySigma_mps: 2500, accelerationPsd_m2ps3: 4, motion: 'constant-velocity' },
  modifiers: NO_MODIFIERS,
};

// Lines to scans: a scan that no line names is one in which nothing was seen, and the tracker has to hear of it.
const [header, ...lines] = readFileSync(process.argv[2], 'utf8').trim().split(/\r?\n/);
const names = header.split(',');
const scans = [];
for (const line of lines) {
  const row = Object.fromEntries(line.split(',').map((cell, i) => [names[i], Number(cell)]));
  scans[row.scan] ??= { at_us: Math.round(row.t * 1e6), plots: [] };
  scans[row.scan].plots.push({ range_m: row.range, azimuth_rad: row.az, elevation_rad: row.el });
}

const tracker = createPlotTracker(sensor, { associator: 'pmbm' });
const seen = new Set();
console.log('scan,t,track,x,y,z,vx,vy,vz,existence');
for (let scan = Math.max(0, scans.findIndex(Boolean)); scan < scans.length; scan++) {
  const { at_us, plots } = scans[scan] ?? { at_us: scan * sensor.scanPeriod_s * 1e6, plots: [] };
  for (const { id, x, existence } of tracker.takeScan({ at_us, plots })) {
    seen.add(id);
    console.log([scan, at_us / 1e6, id, ...[...x].map((value) => value.toFixed(3)), existence.toFixed(4)].join(','));
  }
}
console.error(`${lines.length} plots in ${scans.length} scans: ${seen.size} tracks`);

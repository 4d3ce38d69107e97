import type { RequirementResult, RequirementVerdict } from '../../score/requirements/requirement.ts';
import type { ScanScore, ScoreSheet } from '../../score/sheet.ts';
import type { WorstCase } from '../../score/worst-cases.ts';
import { escaped, number, percent, table } from './html.ts';

/** Word and sign, so that nobody needs the colour. */
const VERDICTS: Readonly<Record<RequirementVerdict, string>> = {
  met: '<span class="verdict met">✓ met</span>',
  'not met': '<span class="verdict not-met">✗ not met</span>',
  'not measured': '<span class="verdict not-measured">– not measured</span>',
};

export function requirementsTable(requirements: readonly RequirementResult[]): string {
  return table<RequirementResult>(
    'What a tracker has to hold, and whether it does',
    [
      { title: 'Requirement', cell: ({ name, doc }) => `${escaped(name)}<span class="doc">${escaped(doc)}</span>` },
      { title: 'Answer', cell: ({ verdict }) => VERDICTS[verdict] },
      { title: 'Measured', numeric: true, cell: ({ value }) => number(value) },
      { title: 'Limit', numeric: true, cell: ({ sense, limit }) => `${sense === 'at most' ? '≤' : '≥'} ${number(limit)}` },
      { title: 'Unit', cell: ({ unit }) => escaped(unit) },
      { title: 'Worst', cell: ({ worst }) => escaped(worst ?? '–') },
    ],
    requirements,
  );
}

const KINDS: Readonly<Record<WorstCase['kind'], string>> = {
  'position error': 'Position error',
  'time without a track': 'Time without a track',
  'changes of track': 'Changes of track',
  'initiation delay': 'Found late',
  'false track': 'Life of a false track',
};

export function worstTable(worst: readonly WorstCase[]): string {
  return table<WorstCase>(
    'Where to look first: the worst of each kind',
    [
      { title: 'What', cell: ({ kind }) => KINDS[kind] },
      { title: 'Figure', numeric: true, cell: ({ figure }) => number(figure) },
      { title: 'Unit', cell: ({ unit }) => unit },
      { title: 'Object', cell: ({ object }) => escaped(object ?? '–') },
      { title: 'Track', cell: ({ track }) => escaped(track ?? '–') },
      { title: 'Scan', numeric: true, cell: ({ scan }) => (scan === undefined ? '–' : String(scan)) },
      { title: 'From, s', numeric: true, cell: ({ time_s }) => number(time_s) },
    ],
    worst,
  );
}

type Figure = { readonly measure: string; readonly value: string; readonly unit: string; readonly meaning: string };

/** All figures that are no series, with what they mean. */
export function figuresTable({ peers, siap, mot, ospa2, trajectory, continuity, rule }: ScoreSheet): string {
  const row = (measure: string, value: string, unit: string, meaning: string): Figure => ({ measure, value, unit, meaning });
  return table<Figure>(
    `Measures from scan ${rule.fromScan} on`,
    [
      { title: 'Measure', cell: ({ measure }) => escaped(measure) },
      { title: 'Value', numeric: true, cell: ({ value }) => value },
      { title: 'Unit', cell: ({ unit }) => escaped(unit) },
      { title: 'Meaning', cell: ({ meaning }) => escaped(meaning) },
    ],
    [
      row('GOSPA', number(peers.gospaMean_m), 'm', 'mean over the scans; 0 is best'),
      row('OSPA', number(peers.ospaMean_m), 'm', 'mean over the scans; per object, at most c'),
      row('OSPA(2)', number(ospa2.distance_m), 'm', 'whole histories; a change of track keeps its share of c'),
      row(
        'Trajectory GOSPA',
        number(trajectory.perScan_m),
        'm',
        `per scan, with ${number(rule.switchingPenalty_m)} m for a change of track; links chosen scan by scan`,
      ),
      row('Localisation', number(peers.locRmse_m), 'm', 'root mean square of held objects'),
      row('SIAP completeness', number(siap.completeness), 'share', 'objects that are tracked; 1 is best'),
      row('SIAP ambiguity', number(siap.ambiguity), 'tracks', 'to a tracked object; 1 is best'),
      row('SIAP spuriousness', number(siap.spuriousness), 'share', 'tracks that belong to no object; 0 is best'),
      row('SIAP position accuracy', number(siap.positionAccuracy_m), 'm', 'mean over tracks that belong to an object'),
      row('SIAP velocity accuracy', number(siap.velocityAccuracy_mps), 'm/s', 'mean over tracks that belong to an object'),
      row('SIAP track number changes', number(1000 * siap.trackNumberChangeRate_hz), 'in 1,000 s', 'of tracked time'),
      row('SIAP longest track segment', number(siap.longestTrackSegment), 'share', 'of the objects’ lives'),
      row('Changes of track', number(peers.switches), '', 'an object’s track is another than the last that it had'),
      row(
        'MOTA',
        number(mot.mota),
        '',
        '1 less the shares of misses, false reports and changes; pairs kept from scan to scan while within c',
      ),
      row('MOTP', number(mot.motp_m), 'm', 'mean distance of the pairs'),
      row('IDF1', number(mot.idf1), '', 'agreement when each object is given one track for the whole run'),
      row(
        'Mostly tracked, partly, mostly lost',
        `${mot.mostlyTracked}, ${mot.partlyTracked}, ${mot.mostlyLost}`,
        'objects',
        'held for 80 % of their life and more; between; less than 20 %',
      ),
      row('Initiation delay', number(continuity.initiationDelay_s), 's', 'mean, of objects that are found at all; whole run'),
      row('Deletion delay', number(continuity.deletionDelay_s), 's', 'mean, of tracks that outlive their object; whole run'),
    ],
  );
}

export function scansTable(scans: readonly ScanScore[]): string {
  return table<ScanScore>(
    'Every scan',
    [
      { title: 'Scan', numeric: true, cell: ({ scan }) => String(scan) },
      { title: 'Time, s', numeric: true, cell: ({ time_s }) => number(time_s) },
      { title: 'Objects', numeric: true, cell: ({ objects }) => String(objects) },
      { title: 'Tracks', numeric: true, cell: ({ tracks }) => String(tracks) },
      { title: 'Missed', numeric: true, cell: ({ gospa }) => String(gospa.missedCount) },
      { title: 'False', numeric: true, cell: ({ gospa }) => String(gospa.falseCount) },
      { title: 'GOSPA, m', numeric: true, cell: ({ gospa }) => number(gospa.distance_m) },
      { title: 'OSPA, m', numeric: true, cell: ({ ospa_m }) => number(ospa_m) },
      { title: 'Error RMS, m', numeric: true, cell: ({ positionError }) => number(positionError?.rms_m) },
      { title: 'Changes', numeric: true, cell: ({ switches }) => String(switches) },
    ],
    scans,
  );
}

/** The figures that one asks for first. */
export function headline({ peers }: ScoreSheet): string {
  const item = (name: string, value: string, unit: string): string =>
    `<li><span class="name">${escaped(name)}</span> <span class="value">${value}</span><span class="unit">${escaped(unit)}</span></li>`;
  return `<ul class="figures">${[
    item('GOSPA, mean', number(peers.gospaMean_m), 'm'),
    item('Localisation, RMS', number(peers.locRmse_m), 'm'),
    item('Objects missed', percent(peers.missedFraction), ''),
    item('False tracks', number(peers.falsePerScan), 'a scan'),
    item('Changes of track', number(peers.switches), ''),
  ].join('')}</ul>`;
}

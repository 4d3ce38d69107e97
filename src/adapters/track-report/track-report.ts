import { type Chart, figure } from '../report/chart.ts';
import { escaped, number, table } from '../report/html.ts';
import { pageHead } from '../report/page.ts';
import { countsChart, existenceChart, heightChart, nisChart, nisRows, planChart } from './charts.ts';
import type { RunRecord, ScanRecord } from './record.ts';

export type TrackReportNames = {
  readonly title: string;
  readonly plots: string;
  readonly sensor: string;
  readonly associator: string;
  readonly refused: number;
};

/** The report on a run of the tracker where nobody knows the truth, as one file of HTML: what came in, what the tracker made of it, how sure it
 *  is, and whether plots fall where the tracks say. No script, nothing fetched, the same bytes for the same run. */
export function trackReport(run: RunRecord, names: TrackReportNames): string {
  return `${pageHead(names.title)}
<header>
<h1>${escaped(names.title)}</h1>
<p class="quiet">Plots ${escaped(names.plots)}, sensor ${escaped(names.sensor)}, associator ${escaped(names.associator)}. There is no truth here to compare with; with <code>--truth</code> the report has scores and requirements.</p>
</header>
${headline(run, names)}
<section aria-labelledby="pictures"><h2 id="pictures">What was seen</h2>
${run.scans.length === 0 ? '<p>No scan was read.</p>' : chartsOf(run).map(figure).join('\n')}
</section>
<section aria-labelledby="scans"><h2 id="scans">Figures</h2>
<details><summary>Every scan, as a table</summary><div class="card">${scansTable(run.scans)}</div></details></section>
<footer><p>Made by tocsin track.</p></footer>
</main>
</body>
</html>
`;
}

function chartsOf(run: RunRecord): Chart[] {
  const nis = nisRows(run.scans);
  return [
    ...(run.plotPoints.length > 0 ? [planChart(run)] : []),
    ...(run.trackPoints.length > 0 ? [heightChart(run)] : []),
    countsChart(run),
    ...(run.trackPoints.length > 0 ? [existenceChart(run)] : []),
    ...(nis.length > 0 ? [nisChart(nis)] : []),
  ];
}

function headline(run: RunRecord, { refused }: TrackReportNames): string {
  const item = (name: string, value: string, unit: string): string =>
    `<li><span class="name">${escaped(name)}</span> <span class="value">${value}</span><span class="unit">${escaped(unit)}</span></li>`;
  const names = new Set(run.trackPoints.map(({ id }) => id)).size;
  const plots = run.plotPoints.length + run.plotsLeftOut;
  return `<ul class="figures">${[
    item('Scans', number(run.scans.length), ''),
    item('Plots', number(plots), refused === 0 ? '' : `${number(refused)} refused`),
    item('Tracks', number(names), ''),
    item('At a time', number(run.scans.reduce((most, { tracks }) => Math.max(most, tracks), 0)), 'at most'),
    item('Reports a track', names === 0 ? '–' : number(run.trackPoints.length / names), 'in the mean'),
  ].join('')}</ul>`;
}

function scansTable(scans: readonly ScanRecord[]): string {
  return table<ScanRecord>(
    'Every scan',
    [
      { title: 'Scan', numeric: true, cell: ({ scan }) => String(scan) },
      { title: 'Time, s', numeric: true, cell: ({ t_s }) => number(t_s) },
      { title: 'Plots', numeric: true, cell: ({ plots }) => String(plots) },
      { title: 'Tracks', numeric: true, cell: ({ tracks }) => String(tracks) },
      { title: 'Existence, median', numeric: true, cell: ({ existence }) => existence?.median.toFixed(4) ?? '–' },
      { title: 'Existence, least', numeric: true, cell: ({ existence }) => existence?.least.toFixed(4) ?? '–' },
      { title: 'NIS', numeric: true, cell: ({ nis }) => number(nis?.mean) },
      { title: 'of tracks', numeric: true, cell: ({ nis }) => (nis === undefined ? '–' : String(nis.tracks)) },
    ],
    scans,
  );
}

import { associate } from '../../score/association.ts';
import type { Picture } from '../../score/picture.ts';
import type { ScoreSheet } from '../../score/sheet.ts';
import { type Chart, figure } from './chart.ts';
import { continuityChart } from './charts/continuity.ts';
import { countsChart } from './charts/counts.ts';
import { errorsChart } from './charts/errors.ts';
import { gospaChart } from './charts/gospa.ts';
import { neesChart } from './charts/nees.ts';
import { planChart } from './charts/plan.ts';
import { escaped, number } from './html.ts';
import { pageHead } from './page.ts';
import { figuresTable, headline, requirementsTable, scansTable, worstTable } from './tables.ts';

export type ReportNames = { readonly title: string; readonly truth: string; readonly tracks: string };

/** The report on one run as one file of HTML: tables and inline SVG, no script, nothing fetched from anywhere, and the same bytes for the
 *  same run. */
export function scoreReport(sheet: ScoreSheet, pictures: readonly Picture[], names: ReportNames): string {
  return `${pageHead(names.title)}
<header>
<h1>${escaped(names.title)}</h1>
<p class="quiet">Tracks ${escaped(names.tracks)} against truth ${escaped(names.truth)}: ${scansOf(sheet)}. ${ruleOf(sheet)}</p>
${answer(sheet)}
</header>
${headline(sheet)}
<section aria-labelledby="requirements"><h2 id="requirements">Requirements</h2><div class="card">${requirementsTable(sheet.requirements)}</div></section>
<section aria-labelledby="scan-by-scan"><h2 id="scan-by-scan">Scan by scan</h2>
${chartsOf(sheet, pictures).map(figure).join('\n')}
</section>
<section aria-labelledby="worst"><h2 id="worst">Worst cases</h2><div class="card">${worstOf(sheet)}</div></section>
<section aria-labelledby="figures"><h2 id="figures">All figures</h2><div class="card">${figuresTable(sheet)}</div>
<details><summary>Every scan, as a table</summary><div class="card">${scansTable(sheet.scans)}</div></details></section>
<footer><p>Made by tocsin score. An object is held by the track that GOSPA’s optimal pairing gives it nearer than c; a track without an object is extra when one that has its own is nearer than c, else false.</p></footer>
</main>
</body>
</html>
`;
}

function chartsOf(sheet: ScoreSheet, pictures: readonly Picture[]): Chart[] {
  const associations = associate(pictures, { c_m: sheet.rule.c_m, p: sheet.rule.p });
  return [
    gospaChart(sheet),
    countsChart(sheet),
    ...(sheet.continuity.lifelines.length > 0 ? [continuityChart(sheet.continuity)] : []),
    errorsChart(sheet),
    ...(sheet.consistency === undefined || sheet.consistency.pairs === 0 ? [] : [neesChart(sheet.consistency)]),
    planChart(pictures, associations),
  ];
}

function scansOf({ scans, peers }: ScoreSheet): string {
  const [first, last] = [scans[0], scans[scans.length - 1]];
  return scans.length === 0
    ? 'no scans'
    : `scans ${first.scan} to ${last.scan}, ${number(last.time_s - first.time_s)} s; ${peers.scans} counted`;
}

function ruleOf({ rule }: ScoreSheet): string {
  return `Scored with c = ${number(rule.c_m)} m, p = ${rule.p}, α = ${rule.alpha}, from scan ${rule.fromScan} on, by positions.`;
}

function answer({ requirements }: ScoreSheet): string {
  const count = (verdict: string): number => requirements.filter((requirement) => requirement.verdict === verdict).length;
  const [failed, met, silent] = [count('not met'), count('met'), count('not measured')];
  const rest = silent === 0 ? '' : ` ${silent} could not be measured: the tracks do not say what it takes.`;
  const sentence =
    failed === 0
      ? `<span class="verdict met">✓ All ${met} requirements that could be measured are met.</span>`
      : `<span class="verdict not-met">✗ ${failed} of ${met + failed} requirements ${failed === 1 ? 'is' : 'are'} not met.</span>`;
  return `<p class="answer">${sentence}</p><p class="quiet">${rest}</p>`;
}

function worstOf({ worst }: ScoreSheet): string {
  return worst.length === 0 ? '<p>No fault of any kind was found.</p>' : worstTable(worst);
}

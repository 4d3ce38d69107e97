import { isoFromMicros } from '../../api/iso.ts';
import type { Micros } from '../../core/units.ts';
import type { WrittenControl } from '../journal/control-log.ts';
import { escaped, table } from '../report/html.ts';
import { pageHead } from '../report/page.ts';
import { type ActRow, type Debrief, inOrder, type Measure, type Row, type WarningStory } from './debrief.ts';

export type AfterActionNames = {
  readonly title: string;
  readonly line: string;
  readonly journal: string;
  readonly seed: number | undefined;
  /** Whether it still runs: then nothing of the record is told, since it would tell people at a desk what comes. */
  readonly running?: boolean;
  /** What times are counted from. */
  readonly zero_us: Micros;
  readonly zeroIs: string;
};

/** In a narrow window each cell of a table stands under the one before it: nothing is cut off and nothing scrolls sideways. */
const OWN_STYLE = `
td { overflow-wrap: anywhere; }
tbody th { white-space: nowrap; }
.answer .verdict { white-space: normal; }
.label { display: none; }
.mode { font-weight: 700; letter-spacing: .04em; }
@media (max-width: 640px) {
  .label { display: inline; }
  thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  tr, td, tbody th { display: block; }
  td, tbody th { border: 0; padding: 1px 0; text-align: left; white-space: normal; }
  tbody th { font-weight: 700; }
  tr { border-bottom: 1px solid var(--line); padding: 6px 0; }
}
`;

/** The after-action report of an exercise as one file of HTML: who knew and signed what when, beside what really flew. No script, nothing
 *  fetched from anywhere, and the same bytes for the same exercise. */
export function afterActionReport(debrief: Debrief, controls: readonly WrittenControl[], names: AfterActionNames): string {
  const { zero_us } = names;
  const since = (at_us: Micros | undefined): string => (at_us === undefined ? '–' : sinceZero(at_us, zero_us));
  return `${pageHead(`After-action report: ${names.title}`, OWN_STYLE)}
<header>
<p class="mode">${escaped(names.line.toUpperCase())}</p>
<h1>After-action report: ${escaped(names.title)}</h1>
<p class="quiet">Journal ${escaped(names.journal)}${names.seed === undefined ? '' : `, seed ${names.seed}`}. T+00:00 is ${escaped(names.zeroIs)}, ${isoFromMicros(zero_us).slice(0, 19)}Z.</p>
${names.running === true ? `<p class="answer">${RUNNING}</p>` : answers(debrief)}
</header>
${names.running === true ? '' : againstRecord(debrief.measures)}
<section aria-labelledby="acts"><h2 id="acts">Who signed what, when</h2><div class="card">${actsTable(debrief.acts, since)}</div></section>
<section aria-labelledby="timeline"><h2 id="timeline">What happened, and who knew</h2><div class="card">${timelineTable(debrief, controls, since)}</div></section>
<footer><p>The record is what the simulation flew; no part of it was known to the system or to anybody at a desk. A notice is of the body that was nearest to it when it was first seen, within 100 km and three of its own sigmas. Everything else is from the journal alone. Times and delays are the exercise’s: its clock stands while it is paused, and runs as fast as its speed says.</p></footer>
</main>
</body>
</html>
`;
}

const RUNNING = 'It still runs. What really flew, and what of it was seen, is told when it has ended.';

function answers({ measures, unfounded, falseNotices }: Debrief): string {
  const begun = measures.filter((one) => one.begun);
  const notBegun = measures.filter((one) => !one.begun).map(({ body }) => body);
  const verdicts = [
    ...begun.map(verdictOf),
    ...(notBegun.length === 0 ? [] : [`Not launched when the exercise ended: ${notBegun.join(', ')}.`]),
  ];
  return `<p class="answer">${verdicts.map(escaped).join('<br>') || 'Nothing flew.'}</p>
${unfounded.map((one) => `<p class="answer"><span class="verdict not-met">✗ ${escaped(unfoundedWords(one))}</span></p>`).join('')}
${falseNotices === 0 ? '' : `<p>${falseNotices === 1 ? '1 notice was' : `${falseNotices} notices were`} of nothing that flew, and no warning came of ${falseNotices === 1 ? 'it' : 'them'}.</p>`}`;
}

function againstRecord(measures: readonly Measure[]): string {
  const begun = measures.filter((one) => one.begun);
  if (begun.length === 0) return '';
  return `<section aria-labelledby="measures"><h2 id="measures">Against the record</h2><div class="card">${measuresTable(begun)}</div></section>`;
}

function verdictOf({ body, notice_us, warning, areaHeld }: Measure): string {
  if (notice_us === undefined) return `${body}: no notice was of it.`;
  if (warning?.recommended_us === undefined) return `${body}: noticed, no warning recommended.`;
  if (warning.released_us === undefined) return `${body}: a warning was recommended and never released.`;
  const area = areaHeld === undefined ? '' : areaHeld ? ' The area held the true impact.' : ' The true impact lay OUTSIDE the area.';
  const { recommended_us, released_us, retracted_us } = warning;
  const retracted = retracted_us === undefined ? '' : `, and retracted ${delay(released_us, retracted_us)} later`;
  return `${body}: warned ${delay(recommended_us, released_us)} after the recommendation${retracted}.${area}`;
}

function unfoundedWords({ id, released_us, retracted_us }: WarningStory): string {
  const after = retracted_us === undefined ? 'and not retracted' : `and retracted ${delay(released_us, retracted_us)} later`;
  return `${id} was of nothing that flew: ${released_us === undefined ? 'recommended, never released' : `released ${after}`}.`;
}

function measuresTable(measures: readonly Measure[]): string {
  const after = (from_us: Micros | undefined, to_us: Micros | undefined): string => delay(from_us, to_us);
  return table<Measure>(
    'Delays, each counted from the step before it, beside what flew',
    [
      { title: 'What flew', cell: ({ body }) => escaped(body) },
      { title: 'Launch to notice', cell: (one) => `<span class="label">Launch to notice: </span>${after(one.launch_us, one.notice_us)}` },
      {
        title: 'to recommendation',
        cell: (one) => `<span class="label">to recommendation: </span>${after(one.notice_us, one.warning?.recommended_us)}`,
      },
      {
        title: 'to release',
        cell: (one) => `<span class="label">to release: </span>${after(one.warning?.recommended_us, one.warning?.released_us)}`,
      },
      {
        title: 'left until impact',
        cell: (one) => `<span class="label">left until impact: </span>${after(one.warning?.released_us, one.impact_us)}`,
      },
      {
        title: 'release to retraction',
        cell: (one) => `<span class="label">to retraction: </span>${after(one.warning?.released_us, one.warning?.retracted_us)}`,
      },
      {
        title: 'Area',
        cell: ({ areaHeld }) =>
          areaHeld === undefined ? '<span class="label">area: </span>–' : areaHeld ? '✓ held the impact' : '✗ missed the impact',
      },
    ],
    measures,
  );
}

function actsTable(acts: readonly ActRow[], since: (at_us: Micros) => string): string {
  if (acts.length === 0) return '<p>Nobody did anything to any warning.</p>';
  return table<ActRow>(
    'Every act of every person, done or refused',
    [
      { title: 'When', cell: ({ at_us }) => since(at_us) },
      { title: 'Who', cell: ({ person, role }) => `${escaped(person)}, ${escaped(role)}` },
      { title: 'Act', cell: ({ act, warning, revision }) => `${escaped(act)} ${escaped(warning)} revision ${revision}` },
      {
        title: 'After the recommendation',
        cell: ({ at_us, recommended_us }) => `${delay(recommended_us, at_us)} after the recommendation`,
      },
      { title: 'Came to', cell: ({ refused }) => (refused === undefined ? '✓ done' : `✗ refused, ${escaped(refused)}`) },
    ],
    acts,
  );
}

function timelineTable({ rows, leftOut }: Debrief, controls: readonly WrittenControl[], since: (at_us: Micros) => string): string {
  const conducted = controls.map(({ at_us, beforeSeq, by, text }): Row => {
    return { at_us, seq: beforeSeq, by: 'control', who: `control: ${by}`, text };
  });
  const all = inOrder([...rows, ...conducted]);
  const rest = leftOut === 0 ? '' : `<p>${leftOut} more lines were left out.</p>`;
  return `${table<Row>(
    'The record, the system, people and those who conduct the exercise, in the order of time',
    [
      { title: 'When', cell: ({ at_us }) => since(at_us) },
      { title: 'Who', cell: ({ who }) => escaped(who) },
      { title: 'What', cell: ({ text }) => escaped(text) },
    ],
    all,
  )}${rest}`;
}

function delay(from_us: Micros | undefined, to_us: Micros | undefined): string {
  return from_us === undefined || to_us === undefined ? '–' : `${((to_us - from_us) / 1e6).toFixed(1)} s`;
}

function sinceZero(at_us: Micros, zero_us: Micros): string {
  const seconds = Math.round(Math.abs(at_us - zero_us) / 1e6);
  return `T${at_us < zero_us ? '−' : '+'}${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}

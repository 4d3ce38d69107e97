import { findingWords } from '../../api/finding-words.ts';
import type { EventView } from '../../api/wire-feed.ts';
import { logLikelihoodUnder } from '../../core/discern/evidence.ts';
import { CAUSE_WORDS, percent } from '../words.ts';

type Assessment = NonNullable<EventView['assessment']>;
type Row = Assessment['hypotheses'][number];
type Evidence = Assessment['evidence'][number];

/** A finding this likely or likelier under a hypothesis, against the best explanation of it, speaks for it: e^−0.7 is one half. */
const FOR = -0.7;
/** Findings listed for each side; the strongest come first and the rest is counted. */
const LISTED = 3;

/** Every explanation, the innocent ones too, with its probability and what speaks for and against it. */
export function Hypotheses({ assessment }: { readonly assessment: Assessment }) {
  const rows = assessment.hypotheses.toSorted((a, b) => b.probability - a.probability);
  return (
    <table className="hypotheses">
      <caption>What it may be</caption>
      <thead>
        <tr>
          <th scope="col">hypothesis</th>
          <th scope="col">probability</th>
          <th scope="col">for</th>
          <th scope="col">against</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.hypothesis} className={row.hypothesis === assessment.cause ? 'leading' : undefined}>
            <th scope="row">{CAUSE_WORDS[row.hypothesis]}</th>
            <td className="probability">
              <meter min={0} max={1} value={row.probability} aria-hidden="true" />
              {percent(row.probability)}
            </td>
            <td>{row.probability < 0.01 ? '' : <Findings row={row} rows={rows} evidence={assessment.evidence} side="for" />}</td>
            <td>
              <Findings row={row} rows={rows} evidence={assessment.evidence} side="against" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type FindingsProps = {
  readonly row: Row;
  readonly rows: readonly Row[];
  readonly evidence: readonly Evidence[];
  readonly side: 'for' | 'against';
};

function Findings({ row, rows, evidence, side }: FindingsProps) {
  const under = (one: Evidence) => logLikelihoodUnder(row.hypothesis, one);
  const all = evidence.filter((one) => (side === 'for' ? under(one) >= FOR : under(one) < FOR));
  const weight = (one: Evidence) => (side === 'for' ? tells(one, row, rows) : -under(one));
  const listed = all.toSorted((a, b) => weight(b) - weight(a)).slice(0, row.probability < 0.01 ? 1 : LISTED);
  if (listed.length === 0) return <span className="row-line">nothing</span>;
  return (
    <ul>
      {listed.map((one) => (
        <li key={one.finding.feature} title={`${one.finding.feature}, ln L ${signed(under(one))}`}>
          {findingWords(one.finding)}
          {side === 'against' && <span className="row-line"> ({percent(Math.exp(under(one)))} of the best fit)</span>}
        </li>
      ))}
      {all.length > listed.length && <li className="row-line">and {all.length - listed.length} more</li>}
    </ul>
  );
}

/** How much a finding tells this hypothesis from the others: what they make of it on average. What suits all of them tells nothing. */
function tells(evidence: Evidence, row: Row, rows: readonly Row[]): number {
  const others = rows.filter((one) => one !== row).map((one) => logLikelihoodUnder(one.hypothesis, evidence));
  // One that is ruled out altogether must not outweigh all the rest.
  return (
    logLikelihoodUnder(row.hypothesis, evidence) - others.reduce((sum, value) => sum + Math.max(-10, value), 0) / Math.max(1, others.length)
  );
}

/** With a minus sign that does not part from its figure. */
function signed(value: number): string {
  return `${value < 0 ? '\u2212' : ''}${Math.abs(value).toFixed(1)}`;
}

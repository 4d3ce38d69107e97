import { numberFault, refuseFault, unknownFault } from '../../core/valid.ts';
import type { Association } from '../association.ts';
import type { ScoreConsistency } from '../consistency.ts';
import type { Continuity } from '../continuity.ts';
import type { Picture } from '../picture.ts';

/** What a requirement is measured on. */
export type ScoredRun = {
  readonly pictures: readonly Picture[];
  readonly associations: readonly Association[];
  readonly continuity: Continuity;
  /** Over the whole record, with the scans in which trackers settle: where objects and tracks begin and end. */
  readonly wholeRun: Continuity;
  readonly consistency: ScoreConsistency | undefined;
};

/** A figure, from how many samples it was taken, and where it is worst; undefined when the tracks do not say what it takes. */
export type Measured = { readonly value: number; readonly samples: number; readonly worst?: string } | undefined;

/** A thing that a tracker has to hold, declared once: reports, command line and documentation read it here. */
export type Requirement = {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly sense: 'at most' | 'at least';
  /** When nobody sets another. */
  readonly limit: number;
  readonly doc: string;
  readonly source: string;
  /** The figure that is held against `limit`. */
  readonly measure: (run: ScoredRun) => Measured;
};

export type RequirementVerdict = 'met' | 'not met' | 'not measured';

/** A requirement with its answer, as data. */
export type RequirementResult = Omit<Requirement, 'measure'> & {
  readonly verdict: RequirementVerdict;
  readonly value: number | undefined;
  readonly samples: number;
  readonly worst: string | undefined;
};

/** Every requirement of the list on the same run. `limits` replaces limits by the requirement's id.
 *  Throws `RangeError` that names place and remedy for a limit of none of them, and for one that is no number. */
export function evaluate(
  requirements: readonly Requirement[],
  run: ScoredRun,
  limits: Readonly<Record<string, number>> = {},
): RequirementResult[] {
  const known = requirements.map(({ id }) => id);
  refuseFault(unknownFault('limits', limits, known));
  for (const { id, unit } of requirements.filter((one) => Object.hasOwn(limits, one.id)))
    refuseFault(numberFault(`limits.${id}`, limits[id], { unit, range: [-Infinity, Infinity], remedy: `give a number, ${unit}` }));
  return requirements.map(({ measure, ...requirement }) => {
    const limit = Object.hasOwn(limits, requirement.id) ? limits[requirement.id] : requirement.limit;
    const measured = measure(run);
    if (measured === undefined || measured.samples === 0)
      return { ...requirement, limit, verdict: 'not measured', value: undefined, samples: 0, worst: undefined };
    const { value, samples, worst } = measured;
    const holds = requirement.sense === 'at most' ? value <= limit : value >= limit;
    return { ...requirement, limit, verdict: holds ? 'met' : 'not met', value, samples, worst };
  });
}

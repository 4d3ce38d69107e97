import { describeProblem, type Problem } from '../adapters/yaml-file/checked-yaml.ts';
import { CommandError, EXIT } from './exit.ts';

/** More problems than this are not listed: who mends the first ones mends most of the others. */
const MOST_PROBLEMS = 20;

/** All that is wrong with a scenario or a case, to be thrown. */
export function problemsError(what: 'scenario' | 'case', file: string, problems: readonly Problem[]): CommandError {
  const listed = problems.slice(0, MOST_PROBLEMS).map((problem) => `    ${describeProblem(problem)}`);
  const more = problems.length > MOST_PROBLEMS ? [`    and ${problems.length - MOST_PROBLEMS} more`] : [];
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  const remedy = what === 'case' ? 'mend what the lines above name' : 'mend what the lines above name, then: tocsin validate FILE';
  return new CommandError(`the ${what} has ${count}`, [file, ...listed, ...more].join('\n'), remedy, EXIT.badInput);
}

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { brokenClaims } from './claims.ts';
import { compareTimelines } from './compare.ts';
import { runScenario, SCENARIOS, scenarioNames } from './told.ts';

/** `npm run goldens`: runs the scenarios and says what they decide otherwise than their goldens; `-- --update` writes those that still keep
 *  what their README claims. `-- hawaii-2018` runs one. */
const { values, positionals } = parseArgs({ args: argv.slice(2), allowPositionals: true, options: { update: { type: 'boolean' } } });
const unknown = positionals.filter((name) => !scenarioNames().includes(name));
if (unknown.length > 0) throw new Error(`there is no scenario called ${unknown.join(', ')}; choose from ${scenarioNames().join(', ')}`);

const folder = mkdtempSync(join(tmpdir(), 'tocsin-goldens-'));
let unsettled = 0;
try {
  for (const name of positionals.length > 0 ? positionals : scenarioNames()) unsettled += (await settle(name)) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (unsettled > 0 && !values.update)
  stdout.write('\nRead each line above; then `npm run goldens -- --update` writes the timelines anew.\n');
process.exitCode = unsettled > 0 ? 1 : 0;

/** Whether the scenario's golden is now what the scenario says. */
async function settle(name: string): Promise<boolean> {
  const golden = join(SCENARIOS, name, 'timeline.txt');
  const told = await runScenario(name, join(folder, name));
  const before = existsSync(golden) ? readFileSync(golden, 'utf8') : '';
  const broken = await brokenClaims(told);
  stdout.write(`\n${name}: ${before === told.timeline ? 'as it was' : verdict(before, told.timeline)}\n`);
  for (const claim of broken) stdout.write(`${indented(`broken    ${claim}`)}\n`);
  if (before === told.timeline) return broken.length === 0;
  if (!values.update) return false;
  if (broken.length > 0) {
    stdout.write('  not written: it no longer does what its README claims. Mend the program, or change the claim and say why.\n');
    return false;
  }
  writeFileSync(golden, told.timeline);
  stdout.write('  written\n');
  return true;
}

function verdict(before: string, after: string): string {
  const { decisions, otherDigits, moreRefinements } = compareTimelines(before, after);
  const refinements = moreRefinements === 0 ? '' : `, ${Math.abs(moreRefinements)} refinements ${moreRefinements > 0 ? 'more' : 'fewer'}`;
  const digits = `${otherDigits} lines with other digits${refinements}`;
  if (decisions.length === 0) return `decides the same; ${digits}`;
  return [`DECIDES OTHERWISE; besides, ${digits}`, ...decisions.map(indented)].join('\n');
}

function indented(sentence: string): string {
  return `  ${sentence.replaceAll('\n', '\n  ')}`;
}

import { cpus } from 'node:os';
import { version } from 'node:process';
import { chainBench } from './chain.ts';
import { filterBench } from './filter.ts';

/** `npm run bench`: how fast the whole chain is, where its time goes, and what a filter step costs beside the naive version. Ratios
 *  hold on a busy machine; absolute times move by a third. */
const lines = [
  `Node ${version}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}`,
  '',
  ...(await chainBench()),
  '',
  ...(await filterBench()),
];
process.stdout.write(`${lines.join('\n')}\n`);

import { spawn } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { RECORDS_IN_DATAGRAM } from './asterix-reports.ts';
import { processor_s } from './processor.ts';
import { asterixFeed, newCounts } from '../src/adapters/asterix/asterix-source.ts';

const PLOTS_A_SECOND = 50_000;
/** The thread that fetches datagrams is a file of what is built. */
const BUILT = new URL('../dist/adapters/udp/udp-source.js', import.meta.url);

/** A radar's feed at 50,000 plots a second for so long, from another process over the loopback: every datagram arrives, or is counted as lost. While it runs, the receiving thread of the program stands still for
 *  a fifth of a second every two: what came meanwhile waits. */
export async function udpBench(seconds: number): Promise<string[]> {
  const { openUdp } = (await import(BUILT.href)) as typeof import('../src/adapters/udp/udp-source.ts');
  const source = openUdp({ host: '127.0.0.1', port: 0, isGroup: false });
  const port = await source.ready;
  const sender = spawn(
    process.execPath,
    [...process.execArgv, fileURLToPath(new URL('udp-sender.ts', import.meta.url)), `${port}`, `${PLOTS_A_SECOND}`, `${seconds}`],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let said = '';
  sender.stdout.on('data', (text: Buffer) => {
    said += text.toString();
  });
  sender.on('close', () => source.close());
  let plots = 0;
  let copies = 0;
  const counts = newCounts();
  const feed = asterixFeed(
    new Map(),
    {
      // The sender repeats itself, and what looks like a second copy is a plot as well.
      arrived: ({ isCopy }) => {
        if (isCopy) copies += 1;
        return true;
      },
      record: () => {
        plots += 1;
      },
      problem: (problem) => {
        throw new Error(problem.message());
      },
      unknown: () => undefined,
    },
    counts,
    'plots',
  );
  const before = { processor: processor_s(), at: performance.now(), memory: process.memoryUsage().rss };
  let nextStop = performance.now() + 2000;
  let most = 0;
  for await (const batch of source.datagrams) {
    for (const { payload, at_s } of batch) feed.take(payload, at_s, 0);
    most = Math.max(most, process.memoryUsage().rss);
    if (performance.now() > nextStop) {
      const until = performance.now() + 200;
      while (performance.now() < until);
      nextStop = until + 2000;
    }
  }
  const elapsed = (performance.now() - before.at) / 1000;
  const sent = Number(said);
  const { datagrams, letGo, lost } = source.counts;
  const missing = sent - datagrams - letGo - (lost ?? 0);
  return [
    `A feed of ${PLOTS_A_SECOND.toLocaleString('en')} plots a second (${(PLOTS_A_SECOND / RECORDS_IN_DATAGRAM).toLocaleString('en')} datagrams) for ${seconds} s over the loopback; the program stands still for 0.2 s every 2 s`,
    `sent ${sent.toLocaleString('en')} datagrams, taken ${datagrams.toLocaleString('en')} with ${plots.toLocaleString('en')} plots (${copies} looked like second copies); let go ${letGo}, lost by the system ${lost ?? 'not known'}, unaccounted for ${missing}`,
    `${((100 * (processor_s() - before.processor)) / elapsed).toFixed(0)} % of a core, standing still included; memory at most ${((most - before.memory) / 2 ** 20).toFixed(0)} MB more`,
  ];
}

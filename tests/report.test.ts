import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { detectReport } from '../src/adapters/detect-report/detect-report.ts';
import { scoreReport } from '../src/adapters/report/report.ts';
import { scoreSheet } from '../src/score/sheet.ts';
import { CHROMIUM, hasChromium, openRoom, type Room } from './support/console-browser.ts';
import { detectRun } from './support/detect-run.ts';
import { noisyRun } from './support/score-pictures.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const here = hasChromium();
if (!here) console.warn(`tests/report.test.ts: skipped, there is no ${CHROMIUM}; install it with apt-get install chromium`);

const RUN = noisyRun({
  objects: 30,
  scans: 40,
  sigma_m: 900,
  sigma_mps: 60,
  missedShare: 0.08,
  falsePerScan: 1,
  switchShare: 0.02,
  seed: 8,
});
const PAGES: Readonly<Record<string, string>> = {
  score: scoreReport(scoreSheet(RUN), RUN, { title: 'Tracks against truth', truth: 'truth.csv', tracks: 'tracks.csv' }),
  detect: detectReport(detectRun()),
};

let room: Room;
let server: Server;

beforeAll(async () => {
  if (!here) return;
  server = createServer(({ url = '' }, response) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PAGES[url.slice(1)] ?? ''),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  room = await openRoom();
});

afterAll(async () => {
  if (!here) return;
  await room.close();
  server.close();
});

async function axeFindings(page: Page): Promise<string[]> {
  return page.evaluate(async (source) => {
    // Evaluated by the debugger: the page's own policy lets no script in, and it stays in force.
    // oxlint-disable-next-line typescript/no-implied-eval
    const run = new Function(`${source}; return window.axe.run(document)`) as () => Promise<{
      violations: { id: string; nodes: { target: unknown; failureSummary: string }[] }[];
    }>;
    const { violations } = await run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${String(node.target)} ${node.failureSummary}`).join('; ')}`);
  }, axe);
}

const LIGHTS = Object.keys(PAGES).flatMap((name) => (['light', 'dark'] as const).map((colorScheme) => ({ name, colorScheme })));

for (const { name, colorScheme } of LIGHTS)
  test.skipIf(!here)(
    `the report of ${name} is accessible in ${colorScheme}, fetches nothing, and does not scroll sideways on a telephone`,
    async () => {
      const { page, complaints, strangers, context } = await room.sitDown(
        `http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`,
        {
          width: 1200,
          height: 900,
        },
      );
      await page.emulateMedia({ colorScheme });
      expect(await axeFindings(page)).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      expect(await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))).toEqual([]);
      expect([...complaints, ...strangers].filter((text) => !/favicon/.test(text))).toEqual([]);
      await context.close();
    },
  );

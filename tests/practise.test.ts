import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page, Response } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTocsin, tocsin } from './support/cli.ts';
import { CHROMIUM, hasChromium, openRoom, type Room, holdToSign, signIn } from './support/console-browser.ts';

// An exercise by two people at two browsers: no simulated staff, paused, an inject, released by hand, ended, its report opened, begun again.

const here = hasChromium();
if (!here) console.warn(`tests/practise.test.ts: skipped, there is no ${CHROMIUM}; install it with apt-get install chromium`);

/** Software draws each of its pixels. */
const WINDOW = { width: 1280, height: 720 };
/** Of ten seconds each; the missile is on the ground in less. */
const MOST_STEPS = 100;
let folder = '';
let room: Room;
let server: ChildProcess | undefined;

beforeAll(async () => {
  if (!here) return;
  folder = mkdtempSync(join(tmpdir(), 'tocsin-practise-'));
  room = await openRoom();
});

afterAll(async () => {
  server?.kill('SIGTERM');
  await room?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const hear = (part: string): void => {
      text += part;
      const url = /console: (\S+)/.exec(text)?.[1];
      if (url !== undefined) resolve(url);
    };
    child.stdout?.setEncoding('utf8').on('data', hear);
    child.stderr?.setEncoding('utf8').on('data', hear);
    child.once('close', () => reject(new Error(text)));
  });
}

/** Pictures to look at, where somebody asks for them. */
async function pictures(page: Page, name: string): Promise<void> {
  const shots = process.env['TOCSIN_SHOTS'];
  if (shots === undefined) return;
  mkdirSync(shots, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [1600, 1280, 390]) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
      await page.screenshot({ path: join(shots, `${name}-${width}-${colorScheme}.png`) });
    }
  }
  await page.setViewportSize(WINDOW);
}

/** The answer to the next control, and not to the question of how the exercise stands, which a console asks each second. */
function answered(page: Page): Promise<Response> {
  return page.waitForResponse((response) => response.url().endsWith('/exercise') && response.request().method() === 'POST');
}

async function widerThanWindow(page: Page): Promise<number> {
  await page.setViewportSize({ width: 390, height: 844 });
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

test.skipIf(!here)('two people conduct an exercise, release by hand, and read who knew and signed what when', async () => {
  const journal = join(folder, 'drill.db');
  server = startTocsin(['serve', 'hs12-2017-08', '--people', 'none', '--speed', '1', '--port', '0', '--journal', journal]);
  const url = await addressOf(server);
  const officer = await room.sitDown(url, WINDOW);
  const leader = await room.sitDown(url, WINDOW);
  const bar = officer.page.getByRole('region', { name: 'Exercise' });
  await signIn(officer.page, 'duty officer');
  // It stands from here on and goes by steps: however long a machine takes, it is not over before people have done their part.
  await bar.getByRole('button', { name: 'Pause' }).click();
  await signIn(leader.page, 'shift leader');

  // No session: nobody conducts anything, and no single session ever releases.
  expect(
    (await fetch(`${url}exercise`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"do":"end"}' })).status,
  ).toBe(401);

  await bar.getByRole('button', { name: 'Take desk' }).click();
  // The others see who sits there.
  const desks = leader.page.getByRole('combobox', { name: 'Take desk' });
  await desks.locator('option[disabled]', { hasText: 'desk-1, duty officer (person 1 of run' }).waitFor({ state: 'attached' });
  await bar.getByRole('combobox', { name: 'Inject' }).selectOption({ index: 0 });
  await bar.getByRole('button', { name: 'Inject' }).click();

  const sign = officer.page.getByRole('button', { name: /^Release/ }).first();
  for (let doublings = 1; doublings <= 7; doublings++) {
    await bar.getByRole('button', { name: 'Faster' }).click();
    await bar.getByText(`paused ${2 ** doublings}×`).waitFor();
  }
  for (let steps = 0; !(await sign.isVisible()); steps++) {
    expect(steps).toBeLessThan(MOST_STEPS);
    const taken = answered(officer.page);
    await bar.getByRole('button', { name: 'Step' }).click();
    await taken;
    await bar.getByText('paused').waitFor();
  }
  await bar.getByText('paused').waitFor();
  await pictures(officer.page, 'recommended');
  // A letter in a list chooses in it, and neither acknowledges nor opens a decision.
  for (const key of ['a', 'w', 's']) await bar.getByRole('combobox', { name: 'Inject' }).press(key);
  expect(await officer.page.locator('.signing').count()).toBe(0);
  // An end that was asked for and not confirmed does not wait for the next press, an hour later.
  await bar.getByRole('button', { name: 'End', exact: true }).click();
  await bar.getByRole('combobox', { name: 'Inject' }).focus();
  await bar.getByRole('button', { name: 'End', exact: true }).waitFor();
  await bar.getByRole('combobox', { name: 'Inject' }).selectOption('slip');
  const slipped = answered(officer.page);
  await bar.getByRole('button', { name: 'Inject' }).click();
  expect((await slipped).status()).toBe(200);

  for (const { page } of [officer, leader]) {
    await page.keyboard.press('w');
    await holdToSign(page);
    await page.keyboard.press('Escape');
  }
  await officer.page.locator('.timeline', { hasText: 'released' }).waitFor();

  await bar.getByRole('button', { name: 'End', exact: true }).click();
  await bar.getByRole('button', { name: 'Really end' }).click();
  await bar.getByText('over').waitFor();

  const report = await room.sitDown(`${url}after-action`, WINDOW);
  const text = await report.page.locator('main').innerText();
  expect(text).not.toContain('acknowledge W1');
  for (const part of ['hwasong-12', 'sensor lost', 'wrong-line', 'release W1', 'takes desk-1', 'ignition', 'ends the exercise', 'pause'])
    expect(text).toContain(part);
  expect(text).toMatch(/person 1 of run \S+, duty officer[\s\S]*person 2 of run \S+, shift leader/);
  await pictures(report.page, 'report');
  expect(await widerThanWindow(report.page)).toBeLessThanOrEqual(0);

  // The same report from the journal alone, by its verb.
  await bar.getByRole('button', { name: 'Begin again' }).click();
  await bar.getByRole('button', { name: 'Really begin again' }).click();
  // Both browsers come to the new attempt, at which nobody has signed in; no decision of the one before stands open there.
  for (const { page } of [officer, leader]) {
    await page.getByText('of attempt 1').waitFor();
    await page.locator('.facts', { hasText: 'looking on' }).waitFor();
    await page.locator('.fact', { hasText: 'Link' }).getByText('up').waitFor();
    expect(await page.getByRole('button', { name: 'Pause' }).isDisabled()).toBe(true);
  }
  await signIn(leader.page, 'duty officer');
  await leader.page.getByRole('button', { name: 'Pause' }).click();
  await leader.page.locator('.fact', { hasText: 'Age of the data' }).getByText('paused').waitFor();
  const file = join(folder, 'drill.html');
  const made = await tocsin(['after-action', journal, '--out', file]);
  expect(made.err + made.out).toContain('after-action report');
  const kept = await (await fetch(`${url}after-action?attempt=1`)).text();
  expect(kept).toContain('begins the exercise again');
  expect(readFileSync(file, 'utf8')).toBe(kept);
  expect([...report.complaints, ...report.strangers]).toEqual([]);
});

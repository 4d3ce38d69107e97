import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { serve, type Serving } from '../src/server/http.ts';
import { CHROMIUM, hasChromium, openRoom, type Person, type Room, holdToSign, signIn } from './support/console-browser.ts';
import { openDesk, type Desk } from './support/console-feed.ts';

// The console as people meet it: the page that vite builds, served by the real server, in Chromium, before two people.

const root = fileURLToPath(new URL('..', import.meta.url));
const HOLD_MS = 2000;
const BUNDLE_MAX_BYTES = 400_000;
const LARGE = { width: 1600, height: 900 };
const SMALL = { width: 1280, height: 720 };
const TELEPHONE = { width: 390, height: 844 };
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const here = hasChromium();
if (!here) console.warn(`tests/console.test.ts: skipped, there is no ${CHROMIUM}; install it with apt-get install chromium`);

let folder = '';
let shots = '';
let room: Room;

beforeAll(async () => {
  if (!here) return;
  folder = mkdtempSync(join(tmpdir(), 'tocsin-console-'));
  shots = process.env['TOCSIN_SHOTS'] ?? join(folder, 'shots');
  mkdirSync(shots, { recursive: true });
  // In a process of its own: here NODE_ENV says test, and vite would build React's development version.
  const { NODE_ENV: _, ...environment } = process.env;
  const vite = [
    join(root, 'node_modules/vite/bin/vite.js'),
    'build',
    '--logLevel',
    'warn',
    '--emptyOutDir',
    '--outDir',
    join(folder, 'page'),
  ];
  execFileSync(process.execPath, vite, { cwd: root, env: environment, stdio: 'inherit' });
  room = await openRoom();
});

afterAll(async () => {
  await room?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

type Watch = { readonly desk: Desk; readonly url: string; readonly close: () => Promise<void> };

async function openWatch(options: Parameters<typeof openDesk>[0] = {}): Promise<Watch> {
  const desk = openDesk(options);
  const serving: Serving = await serve(
    {
      feed: desk.feed,
      onAct: (act) => desk.onAct(act),
      renderCap: ({ id }) => `<alert>${id}</alert>`,
      renderGeojson: () => ({}),
      consoleRoot: join(folder, 'page'),
    },
    { port: 0 },
  );
  if (serving.kind !== 'listening') throw new Error(serving.reason);
  return { desk, url: serving.url, close: serving.close };
}

/** Runs a scene and then checks what must hold in every one: no complaint in the browser's log, no request to anybody else. */
async function scene(
  options: Parameters<typeof openDesk>[0],
  play: (watch: Watch, sit: (size?: typeof LARGE, theme?: 'dark' | 'light') => Promise<Person>) => Promise<void>,
): Promise<void> {
  const watch = await openWatch(options);
  const people: Person[] = [];
  try {
    await play(watch, async (size = LARGE, theme = 'dark') => {
      const person = await room.sitDown(watch.url, size, theme);
      people.push(person);
      return person;
    });
    for (const { complaints, strangers } of people) {
      expect(complaints).toEqual([]);
      expect(strangers).toEqual([]);
    }
  } finally {
    await Promise.all(people.map(({ context }) => context.close()));
    await watch.close();
  }
}

/** Colours that a canvas shows, counted roughly: a blank one has a handful at most. */
async function coloursOn(page: Page, selector: string): Promise<number> {
  return page.locator(selector).evaluate((canvas) => {
    const { width, height } = canvas as HTMLCanvasElement;
    const data = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
    const seen = new Set<number>();
    for (let at = 0; at < data.length; at += 4 * 97) seen.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
    return seen.size;
  });
}

async function axeFindings(page: Page): Promise<string[]> {
  return page.evaluate(async (source) => {
    // Evaluated by the debugger: the page's own policy lets no such script in, and it stays in force.
    // oxlint-disable-next-line typescript/no-implied-eval
    const run = new Function(`${source}; return window.axe.run(document)`) as () => Promise<{
      violations: { id: string; nodes: { target: unknown; failureSummary: string }[] }[];
    }>;
    const { violations } = await run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${String(node.target)} ${node.failureSummary}`).join('; ')}`);
  }, axe);
}

test.skipIf(!here)('everything that the page loads, maps included, is at most 400 kB when compressed', () => {
  const assets = join(folder, 'page', 'assets');
  const bytes = readdirSync(assets).reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name)), { level: 9 }).length, 0);
  expect(bytes).toBeLessThan(BUNDLE_MAX_BYTES);
});

test.skipIf(!here)('with no event the page says so, and how the sensors are', () =>
  scene({}, async ({ desk }, sit) => {
    desk.playTo(5);
    const { page } = await sit();
    await page.getByText('No events. Sensors: 4 of 4 report').waitFor();
    await page.getByText(/last data \d/).waitFor();
    expect(await axeFindings(page)).toEqual([]);
  }),
);

test.skipIf(!here)('a launch appears in the queue, on the map, in the evidence and on the time line as it happens', () =>
  scene({}, async ({ desk }, sit) => {
    const { page } = await sit();
    await page.getByText('No events.').waitFor();
    desk.playTo(45);
    await page.getByRole('button', { name: /notice.*E-1/s }).waitFor();
    desk.playTo(160);
    await page.getByRole('button', { name: /warning recommended.*E-1.*ballistic missile/s }).waitFor();
    await page.getByRole('heading', { name: /Evidence on E-1/ }).waitFor();
    await page.locator('.phenomenology-observed', { hasText: 'Heat' }).waitFor();
    await page.locator('.phenomenology-observed', { hasText: 'Radar' }).waitFor();
    await page.getByRole('row', { name: /space launch.*perigee/s }).waitFor();
    await page.locator('.figure', { hasText: /People where it falls, by this estimate.*Aomori/s }).waitFor();
    await page.locator('.figure', { hasText: /People in the area of W-1, revision 1.*Hakodate/s }).waitFor();
    await page.locator('.timeline', { hasText: 'recommended' }).waitFor();
    await page.waitForTimeout(500);
    expect(await coloursOn(page, '.map-base')).toBeGreaterThan(8);
    expect(await coloursOn(page, '.map-overlay')).toBeGreaterThan(20);
    expect(await coloursOn(page, '.plot-frame canvas >> nth=0')).toBeGreaterThan(3);
    await page.screenshot({ path: join(shots, 'recommended-1600x900.png') });
    await page.keyboard.press('g');
    await page.getByRole('button', { name: 'Globe' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
  }),
);

test.skipIf(!here)('one person cannot release alone; two people in two browsers can, and both see it', () =>
  scene({}, async ({ desk, url }, sit) => {
    desk.playTo(160);
    const first = await sit();
    const second = await sit(SMALL);
    await signIn(first.page, 'duty officer');
    await signIn(second.page, 'shift leader');

    await first.page.keyboard.press('a');
    await first.page.getByText('acknowledged by person 1').first().waitFor();
    await first.page.keyboard.press('w');
    await first.page.getByText('A missile is predicted to come down near Aomori, Hakodate.').waitFor();
    await first.page.getByRole('button', { name: 'Hold 2 s to sign release of EXERCISE warning' }).click();
    expect(desk.warning()?.state).toBe('recommended'); // a click is not a hold
    await holdToSign(first.page);
    await first.page.getByText('1. Signed by person 1').waitFor();
    expect(desk.warning()?.state).toBe('half-released');
    expect(await first.page.getByRole('button', { name: /^Hold 2 s/ }).isDisabled()).toBe(true);
    expect(await axeFindings(first.page)).toEqual([]);

    // Past the page, straight at the server, with the same browser's cookie, and in another role.
    await first.context.request.post(`${url}session`, { data: { role: 'shift leader' } });
    const alone = await first.context.request.post(`${url}acts`, {
      data: { act: 'release', line: 'exercise', warning: 'W-1', revision: 1 },
    });
    expect(alone.status()).toBe(409);
    expect(await alone.json()).toMatchObject({ kind: 'refused', reason: expect.stringContaining('same-person') });
    expect(desk.warning()?.state).toBe('half-released');

    await second.page.getByRole('button', { name: /half released/ }).waitFor();
    await second.page.screenshot({ path: join(shots, 'half-released-1280x720.png') });
    await second.page.keyboard.press('w');
    await second.page.getByText('1. Signed by person 1').waitFor();
    await second.page.screenshot({ path: join(shots, 'second-signature-1280x720.png') });
    await holdToSign(second.page);
    await second.page.getByText('Warning W-1 is released.').waitFor();
    // What went out, and nothing to sign any more.
    await second.page.getByRole('heading', { name: /What went out: W-1-m1, 01:1\d:\d\dZ/ }).waitFor();
    await second.page.getByText('Text of W-1-m1, alert.').waitFor();
    expect(await second.page.getByRole('button', { name: /^Hold 2 s/ }).count()).toBe(0);
    expect(desk.warning()?.state).toBe('released');
    await first.page
      .getByRole('button', { name: /released/ })
      .first()
      .waitFor();
    await first.page.keyboard.press('Escape');
    await first.page.getByText('directory (exercise): delivered').waitFor();
    await first.page.screenshot({ path: join(shots, 'released-1600x900.png') });

    // As easy to take back: R, two people.
    await first.page.keyboard.press('r');
    await first.page.getByText('Warning W-1 is withdrawn.').waitFor();
    await holdToSign(first.page);
    await second.page.getByRole('button', { name: /released, half retracted/ }).waitFor();
    await second.page.keyboard.press('Escape');
    await second.page.keyboard.press('r');
    await holdToSign(second.page);
    await second.page.getByText('Warning W-1 is retracted.').waitFor();
    expect(desk.warning()?.state).toBe('retracted');
    await second.page.screenshot({ path: join(shots, 'retracted-1280x720.png') });
  }),
);

test.skipIf(!here)('new evidence voids the first signature, and the page says whose', () =>
  scene({}, async ({ desk }, sit) => {
    desk.playTo(160);
    const { page } = await sit();
    await signIn(page, 'duty officer');
    await page.keyboard.press('w');
    await holdToSign(page);
    await page.getByText('1. Signed by person 1').waitFor();
    desk.moveArea(80_000);
    await page
      .getByText(/New evidence: revision 2 takes the place of revision 1, and the signature of person 1 of run \w+ is void\./)
      .waitFor();
    await page.getByText('1. First signature is missing').waitFor();
    await page.getByText('Ballistic missile warning W-1, revision 2.').waitFor();
    expect(desk.warning()?.state).toBe('recommended');

    // It comes while somebody holds: the hold is void, nothing is signed.
    await page.getByRole('button', { name: /^Hold 2 s/ }).hover();
    await page.mouse.down();
    await page.locator('.hold-progress:not([value="0"])').waitFor({ state: 'attached' });
    desk.moveArea(120_000);
    await page.getByText('New evidence came while you held').waitFor();
    await page.waitForTimeout(HOLD_MS);
    await page.mouse.up();
    expect(desk.warning()).toMatchObject({ state: 'recommended', revision: 3, signatures: [] });
    await page.screenshot({ path: join(shots, 'voided-1600x900.png') });
  }),
);

test.skipIf(!here)('an observer cannot sign, and nobody who has not signed in can', () =>
  scene({}, async ({ desk, url }, sit) => {
    desk.playTo(160);
    const { page, context } = await sit();
    await page.getByRole('button', { name: /warning recommended/ }).waitFor();
    const act = { act: 'release', line: 'exercise', warning: 'W-1', revision: 1 };
    expect((await context.request.post(`${url}acts`, { data: act })).status()).toBe(401);
    await signIn(page, 'observer');
    await page.keyboard.press('w');
    await page.getByText('An observer cannot sign.').waitFor();
    expect(await page.getByRole('button', { name: /^Hold 2 s/ }).isDisabled()).toBe(true);
    expect((await context.request.post(`${url}acts`, { data: act })).status()).toBe(403);
    expect(desk.warning()?.state).toBe('recommended');
  }),
);

test.skipIf(!here)('the mode shows four ways, and in grey and to the colour-blind', () =>
  scene({}, async ({ desk }, sit) => {
    desk.playTo(60);
    const { page, context } = await sit();
    await page.locator('.mode-word', { hasText: 'EXERCISE' }).waitFor();
    expect(await page.title()).toMatch(/^EXERCISE · /);
    expect(await page.locator('.mode-word').evaluate((word) => getComputedStyle(word).fontSize)).toBe('22px');
    expect(await page.locator('.console').evaluate((frame) => getComputedStyle(frame).border)).toBe('6px solid rgb(255, 140, 26)');
    expect(await (await context.request.get(new URL('/icon.svg', page.url()).href)).text()).toContain('#ff8c1a');
    const debug = await context.newCDPSession(page);
    for (const type of ['achromatopsia', 'protanopia', 'deuteranopia', 'tritanopia'] as const) {
      await debug.send('Emulation.setEmulatedVisionDeficiency', { type });
      // What is left without colour: the stripes still alternate between light and dark.
      const picture = await page.locator('.mode').screenshot({ path: join(shots, `mode-${type}.png`) });
      expect(await contrastIn(page, picture)).toBeGreaterThan(4.5);
    }
  }),
);

test.skipIf(!here)('the light theme follows the system, is remembered when chosen, reads as well, and the mode stands out in it', () =>
  scene({}, async ({ desk }, sit) => {
    desk.playTo(160);
    const { page } = await sit(LARGE, 'light');
    await page.getByRole('button', { name: /warning recommended/ }).waitFor();
    const ground = () => page.locator('.side').evaluate((side) => getComputedStyle(side).backgroundColor);
    expect(await ground()).toBe('rgb(255, 255, 255)');
    expect(await axeFindings(page)).toEqual([]);
    expect(await contrastIn(page, await page.locator('.mode').screenshot())).toBeGreaterThan(4.5);
    await page.keyboard.press('w');
    await page.locator('.signing').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: join(shots, 'signing-light-1600x900.png') });
    await page.getByRole('button', { name: 'Dark' }).click();
    expect(await ground()).toBe('rgb(16, 26, 36)');
    await page.reload();
    await page.getByRole('button', { name: /warning recommended/ }).waitFor();
    expect(await ground()).toBe('rgb(16, 26, 36)');
  }),
);

test.skipIf(!here)('on a telephone queue, evidence, signing and map stand below each other, and nothing is cut off', () =>
  scene({}, async ({ desk }, sit) => {
    desk.playTo(160);
    for (const theme of ['dark', 'light'] as const) {
      const { page } = await sit(TELEPHONE, theme);
      await page.getByRole('button', { name: /warning recommended/ }).waitFor();
      const top = async (selector: string) => (await page.locator(selector).boundingBox())?.y ?? 0;
      const tops = [await top('.header'), await top('.queue-list'), await top('.side'), await top('.map'), await top('.timeline')];
      expect(tops).toEqual(tops.toSorted((a, b) => a - b));
      expect(await axeFindings(page)).toEqual([]);
      await page.screenshot({ path: join(shots, `telephone-${theme}.png`) });
      await page.keyboard.press('w');
      await page.locator('.signing').waitFor();
      await page.screenshot({ path: join(shots, `telephone-signing-${theme}.png`) });
      const cut = await page.evaluate(
        (width) =>
          [...document.querySelectorAll('body *')]
            .filter((one) => one.getBoundingClientRect().right > width + 1 && !one.closest('.exact-text, .unseen'))
            .map((one) => `${one.tagName}.${one.className}`),
        TELEPHONE.width,
      );
      expect(cut).toEqual([]);
    }
  }),
);

/** Contrast ratio (WCAG 2) between the lightest and the darkest tenth of a picture. */
async function contrastIn(page: Page, picture: Buffer): Promise<number> {
  return page.evaluate(async (bytes) => {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))]));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    const data = context?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? new Uint8ClampedArray();
    const linear = (value: number) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    const lights: number[] = [];
    for (let at = 0; at < data.length; at += 4)
      lights.push(0.2126 * linear(data[at]) + 0.7152 * linear(data[at + 1]) + 0.0722 * linear(data[at + 2]));
    lights.sort((a, b) => a - b);
    return (lights[Math.floor(lights.length * 0.9)] + 0.05) / (lights[Math.floor(lights.length * 0.1)] + 0.05);
  }, picture.toString('base64'));
}

test.skipIf(!here)('a lost link is an alarm, and the page comes back by itself with nothing missing', async () => {
  const watch = await openWatch();
  watch.desk.playTo(60);
  const person = await room.sitDown(watch.url, LARGE);
  await person.page.getByRole('button', { name: /E-1/ }).waitFor();
  await watch.close();
  await person.page.getByText('LINK LOST', { exact: true }).waitFor();
  await person.page.screenshot({ path: join(shots, 'link-lost-1600x900.png') });
  // Another run of the server at the same address, further on: the page takes up the new run whole.
  const later = openDesk();
  later.playTo(160);
  const again = await serve(
    {
      feed: later.feed,
      onAct: (act) => later.onAct(act),
      renderCap: () => '',
      renderGeojson: () => ({}),
      consoleRoot: join(folder, 'page'),
    },
    { port: Number(new URL(watch.url).port) },
  );
  if (again.kind !== 'listening') throw new Error(again.reason);
  try {
    await person.page.getByRole('button', { name: /warning recommended/ }).waitFor();
    expect(await person.page.getByText('LINK LOST', { exact: true }).count()).toBe(0);
    expect(person.strangers).toEqual([]);
  } finally {
    await person.context.close();
    await again.close();
  }
});

test.skipIf(!here)('a replay can be looked at and has nothing to press', () =>
  scene({ mode: 'REPLAY' }, async ({ desk, url }, sit) => {
    desk.playTo(160);
    const { page, context } = await sit();
    await page.getByRole('button', { name: /warning recommended/ }).waitFor();
    expect(await page.locator('.mode-word').textContent()).toBe('REPLAY');
    for (const name of [/Release/, /Acknowledge/, /Dismiss/, /Sign in/, /Hold/])
      expect(await page.getByRole('button', { name }).count()).toBe(0);
    await page.keyboard.press('w');
    await page.keyboard.press('a');
    expect(await page.locator('.signing').count()).toBe(0);
    expect((await context.request.post(`${url}session`, { data: { role: 'duty officer' } })).status()).toBe(403);
    expect(
      (await context.request.post(`${url}acts`, { data: { act: 'release', line: 'exercise', warning: 'W-1', revision: 1 } })).status(),
    ).toBe(403);
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: join(shots, 'replay-1600x900.png') });
  }),
);

test.skipIf(!here)('single keys can be switched off, and help says what they do', () =>
  scene({}, async ({ desk }, sit) => {
    desk.playTo(160);
    const { page } = await sit();
    await page.getByRole('button', { name: /warning recommended/ }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Help' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('checkbox').uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('w');
    expect(await page.locator('.signing').count()).toBe(0);
    await page.keyboard.press('?');
    await page.getByRole('checkbox').check();
    await page.keyboard.press('Escape');
    await page.keyboard.press('w');
    await page.locator('.signing').waitFor();
  }),
);

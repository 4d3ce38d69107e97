import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

export const CHROMIUM = '/usr/bin/chromium';

const PATIENCE_ms = 300_000;

export function hasChromium(): boolean {
  return existsSync(CHROMIUM);
}

/** Software drawing, and a resolver that knows this machine only: a request to anywhere else cannot get out unnoticed. */
const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

/** One person at one browser: cookies and storage of their own, and a list of everything that went wrong there. */
export type Person = { readonly context: BrowserContext; readonly page: Page; readonly complaints: string[]; readonly strangers: string[] };

export type Room = {
  sitDown(url: string, size: { readonly width: number; readonly height: number }, colorScheme?: 'dark' | 'light'): Promise<Person>;
  close(): Promise<void>;
};

export async function openRoom(): Promise<Room> {
  const profile = mkdtempSync(join(tmpdir(), 'tocsin-chromium-'));
  const browser: Browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS, env: { ...process.env, HOME: profile } });
  return {
    async sitDown(url, viewport, colorScheme = 'dark') {
      const context = await browser.newContext({ viewport, colorScheme });
      // Playwright's own 30 s are too few on a busy machine; shorter than the test's limit, so that what hangs is named.
      context.setDefaultTimeout(PATIENCE_ms);
      const page = await context.newPage();
      const complaints: string[] = [];
      const strangers: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('request', (request) => {
        if (new URL(request.url()).hostname !== '127.0.0.1') strangers.push(request.url());
      });
      await page.goto(url);
      return { context, page, complaints, strangers };
    },
    async close() {
      await browser.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** Signs in as who has this role. */
export async function signIn(page: Page, role: string): Promise<void> {
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: role }).click();
  await page.locator('.facts', { hasText: role }).waitFor();
}

/** Holds until the page has sent the act and been answered: on a busy machine two seconds are longer. */
export async function holdToSign(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Hold 2 s/ }).hover();
  const answered = page.waitForResponse((response) => response.url().endsWith('/acts'));
  await page.mouse.down();
  await answered;
  await page.mouse.up();
}

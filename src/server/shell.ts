import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Mode } from '../api/wire-feed.ts';

/** Colour of each mode, as on the console's border; the word always stands beside it. */
const MODE_COLOURS: Readonly<Record<Mode, string>> = {
  LIVE: '#e6edf3',
  EXERCISE: '#ff8c1a',
  TEST: '#f0e442',
  REPLAY: '#b48cff',
  'WHAT-IF': '#2dccff',
};

/** The folder of the built console: beside the built server, or in dist/ when the sources run. */
export function builtConsole(): string {
  const places = ['../console-app', '../../dist/console-app'].map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return places.find((place) => existsSync(join(place, 'index.html'))) ?? places[0];
}

/** The page that the browser loads first. The mode is written into it here, so that it shows before any script runs: it is a
 *  property of this process and no menu item. */
export function readShell(root: string, mode: Mode): string {
  const file = join(root, 'index.html');
  if (!existsSync(file)) return notBuilt(mode);
  return readFileSync(file, 'utf8')
    .replace('data-mode=""', `data-mode="${mode}"`)
    .replace('<title>Tocsin</title>', `<title>${mode} · Tocsin</title>`);
}

/** The icon of the tab: the mode's colour and first letter. */
export function modeIcon(mode: Mode): string {
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">',
    `<rect width="32" height="32" rx="5" fill="${MODE_COLOURS[mode]}"/>`,
    '<path d="M16 5c-5 0-7 4-7 9 0 5-2 6-3 8h20c-1-2-3-3-3-8 0-5-2-9-7-9zm-3 18a3 3 0 0 0 6 0z" fill="#0a1118"/>',
    `<text x="16" y="19" font-family="sans-serif" font-size="10" font-weight="bold" text-anchor="middle" fill="${MODE_COLOURS[mode]}">${mode[0]}</text>`,
    '</svg>',
  ].join('');
}

function notBuilt(mode: Mode): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${mode} · Tocsin</title></head><body>
<h1>${mode}</h1><p>The console is not built yet: run <code>npm run build</code> and start again.
The records are there all the same: <a href="/healthz">/healthz</a>, <a href="/geojson">/geojson</a>, <a href="/events">/events</a>.</p></body></html>`;
}

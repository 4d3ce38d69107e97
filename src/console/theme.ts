import { useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark';

const TOKENS = [
  'track',
  'other',
  'area',
  'uncertainty',
  'sensor',
  'fifth',
  'place',
  'place-name',
  'halo',
  'sea',
  'land',
  'coast',
  'border',
  'graticule',
  'rim',
  'watermark',
  'quiet',
  'line',
] as const;

/** The colours of styles/tokens.css that canvases draw with, as the theme has them. */
export type Palette = Readonly<Record<(typeof TOKENS)[number], string>>;

type Look = { readonly theme: Theme; readonly palette: Palette };

const STORED = 'tocsin theme';
const system = window.matchMedia('(prefers-color-scheme: light)');
const listeners = new Set<() => void>();
let look = worn();

system.addEventListener('change', change);

/** The theme of the page: what was chosen at this browser, and else what the system prefers. */
export function useTheme(): Look & { readonly turnOver: () => void } {
  return { ...useSyncExternalStore(subscribe, () => look), turnOver };
}

/** To the other theme, which is remembered while it is not the system's own. */
function turnOver(): void {
  const next = look.theme === 'light' ? 'dark' : 'light';
  if (next === preferred()) localStorage.removeItem(STORED);
  else localStorage.setItem(STORED, next);
  change();
}

function change(): void {
  look = worn();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function preferred(): Theme {
  return system.matches ? 'light' : 'dark';
}

/** Puts the theme on the page, and reads what its colours come to. */
function worn(): Look {
  const stored = localStorage.getItem(STORED);
  const theme = stored === 'light' || stored === 'dark' ? stored : preferred();
  document.documentElement.dataset['theme'] = theme;
  const probe = document.body.appendChild(document.createElement('span'));
  const read = (token: string): string => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const palette = Object.fromEntries(TOKENS.map((token) => [token, read(token)])) as Palette;
  probe.remove();
  return { theme, palette };
}

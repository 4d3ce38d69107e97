import type { TrackEstimate } from '../core/plot-track/index.ts';

export const TRACKS_HEADER = 'scan,t,track,x,y,z,vx,vy,vz,existence';

/** Rows of the tracks of one scan. Decimals are fixed, so that equal numbers are equal bytes: millimetres, hundredths of a millimetre a second. */
export function trackRows(scan: number, t_s: number, tracks: readonly TrackEstimate[]): string {
  const time = timeText(t_s);
  let text = '';
  for (const { id, x, existence } of tracks) {
    text += `${scan},${time},${id}`;
    for (let i = 0; i < 3; i++) text += `,${fixed(x[i], 3)}`;
    for (let i = 3; i < 6; i++) text += `,${fixed(x[i], 5)}`;
    text += `,${fixed(existence, 4)}\n`;
  }
  return text;
}

/** Microseconds where they are there, and always one decimal. */
function timeText(t_s: number): string {
  return t_s.toFixed(6).replace(/(\.\d+?)0+$/, '$1');
}

function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  // A hair below zero is zero, not minus zero.
  return text.startsWith('-') && Number(text) === 0 ? text.slice(1) : text;
}

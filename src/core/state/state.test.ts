import { expect, test } from 'vitest';
import { openTheatre, PLOT, radarScan } from '../../../tests/support/core-theatre.ts';
import { decode, encode } from '../codec.ts';
import { restore, snapshot, type State, start } from './state.ts';

type Saved = { readonly stamp: { readonly of: string; readonly version: number }; readonly state: State };

function savedTheatre(): Saved {
  const theatre = openTheatre();
  for (let t = 1; t <= 6; t++) theatre.say(t, radarScan(t, [{ ...PLOT, range_m: 800_000 + 500 * t }]));
  return decode(snapshot(theatre.state)) as Saved;
}

test('a state as text and back is the same text, from the first entry on', () => {
  expect(snapshot(restore(snapshot(start())))).toBe(snapshot(start()));
  const text = encode(savedTheatre());
  expect(snapshot(restore(text))).toBe(text);
});

test('a snapshot of another form is refused with both versions and the way out', () => {
  const saved = savedTheatre();
  const later = encode({ ...saved, stamp: { ...saved.stamp, version: 14 } });
  expect(() => restore(later)).toThrow(RangeError);
  expect(() => restore(later)).toThrow(
    'it has version 14 of its form, and this program version 13; restore it with the program that took it',
  );
  // What a snapshot was before there were stamps: the state alone.
  expect(() => restore(encode(saved.state))).toThrow('an object is no snapshot of a theatre: it has no stamp');
});

test('what is no snapshot, or only half of one, is refused and not folded on', () => {
  const saved = savedTheatre();
  const text = encode(saved);
  for (const wrong of ['', 'null', '[]', '{}', text.slice(0, -10), undefined, { ...saved }])
    expect(() => restore(wrong as string)).toThrow(RangeError);
  for (const part of ['sights', 'tracker', 'settings', 'at_us', 'warnings'] as const) {
    const { [part]: _, ...rest } = saved.state;
    expect(() => restore(encode({ ...saved, state: rest }))).toThrow(`snapshot.state.${part}: it is missing`);
  }
  const { reorderLag_s: _, ...settings } = saved.state.settings;
  expect(() => restore(encode({ ...saved, state: { ...saved.state, settings } }))).toThrow(
    'snapshot.state.settings.reorderLag_s: it is missing',
  );
  expect(() => restore(encode({ ...saved, state: { ...saved.state, sensors: {} } }))).toThrow(
    'snapshot.state.sensors: it is a group of fields, and must be a list',
  );
});

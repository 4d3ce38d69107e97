import { expect, test } from 'vitest';
import { describeFault } from '../valid.ts';
import { type Announcement, announcementFault } from './announcement.ts';

const GOOD: Announcement = {
  kind: 'announcement',
  id: 'n1',
  what: 'sounding rocket',
  ends: 'on-the-ground',
  site: { latitude_rad: 1.2, longitude_rad: 0.3 },
  azimuth: { from_rad: 6, to_rad: 0.1 },
  window: { from_us: 0, to_us: 3600e6 },
  areas: [{ latitude_rad: 1.3, longitude_rad: 0.2, radius_m: 100_000 }],
};

test('an announcement that is whole is taken, and one to orbit needs no area', () => {
  expect(announcementFault(GOOD)).toBeUndefined();
  expect(announcementFault({ ...GOOD, ends: 'in-orbit', areas: [] })).toBeUndefined();
});

test.each<[string, Partial<Record<keyof Announcement, unknown>>]>([
  ['id: "" is no text', { id: '' }],
  ['what: undefined is no text', { what: undefined }],
  ['what: "xxxx', { what: 'x'.repeat(201) }],
  ['ends: "somewhere" is unknown; give one of on-the-ground, in-orbit', { ends: 'somewhere' }],
  ['site.latitude_rad: 1.6 is outside', { site: { latitude_rad: 1.6, longitude_rad: 0 } }],
  ['site.longitude_rad: NaN is no number', { site: { latitude_rad: 1, longitude_rad: NaN } }],
  ['azimuth.from_rad: -0.1 is outside', { azimuth: { from_rad: -0.1, to_rad: 1 } }],
  ['azimuth.to_rad: 7 is outside', { azimuth: { from_rad: 0, to_rad: 7 } }],
  ['window.from_us: 0.5 is no whole number of µs', { window: { from_us: 0.5, to_us: 1 } }],
  ['window: it ends before it begins; move one of the two', { window: { from_us: 5, to_us: 5 } }],
  ['window: it lasts 15.0 days; 14 are the most', { window: { from_us: 0, to_us: 15 * 86_400e6 } }],
  ['areas: it ends on the ground, and nowhere; give the areas', { areas: [] }],
  ['areas: there are 21; give 20 at most', { areas: Array.from({ length: 21 }, () => GOOD.areas[0]) }],
  ['areas[0].radius_m: 600000 is outside 1 to 500000 m', { areas: [{ ...GOOD.areas[0], radius_m: 600_000 }] }],
  ['areas[1].latitude_rad: NaN is no number', { areas: [GOOD.areas[0], { ...GOOD.areas[0], latitude_rad: NaN }] }],
])('one that says too little or too much is refused with the remedy: %s', (words, over) => {
  const fault = announcementFault({ ...GOOD, ...over } as Announcement);
  expect(fault && describeFault(fault)).toContain(words);
});

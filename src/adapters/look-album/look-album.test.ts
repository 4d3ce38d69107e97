import { expect, test } from 'vitest';
import { glowing, SIDE } from '../../../tests/support/imager-frames.ts';
import { placeOf } from '../../core/imager/place.ts';
import type { Burning } from '../../core/imager/imager-fold.ts';
import type { Emission } from '../../core/tell/emission.ts';
import type { ImagerLookSeen } from '../../sim/imager/imager-scans.ts';
import { createLookAlbum } from './look-album.ts';

const FRAME = glowing(7, 3.9, () => 290);
const PLACE = placeOf(FRAME, 30, 34);

function look(index: number, burns = false): ImagerLookSeen {
  const fit = { row: 30, column: 34 };
  const burning = burns ? [{ tracklet: { last: { fit } } } as unknown as Burning] : [];
  return { sensor: 'imager', frames: [{ ...FRAME, begin_us: index }], burning, turnedDown: [] };
}

const notice = (event: string, point = PLACE): Emission => ({ kind: 'notice', notice: { event, place: { point } } }) as unknown as Emission;

test('of an event there are the looks before its notice and those after it, around its place', () => {
  const album = createLookAlbum();
  for (let index = 0; index < 20; index++) album.see(look(index, index > 17));
  album.hear(notice('E1'));
  album.see(look(20, true));
  const looks = album.of('E1');
  expect(looks.map(({ at_us }) => at_us)).toEqual([12, 13, 14, 15, 16, 17, 18, 19, 20]);
  expect(looks.map(({ isTold }) => isTold)).toEqual([...Array.from({ length: 6 }, () => false), true, true, true]);
  expect(looks[0].words).toMatch(/^48 × 48 pixels of band 7, north up/);
  // A PNG's first bytes.
  expect([...looks[0].png.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
});

test('sixteen of an imager are kept, of a hundred events; what an imager does not see has none', () => {
  const album = createLookAlbum();
  album.hear(notice('E1'));
  album.hear(notice('E2', placeOf({ ...FRAME, raster: { ...FRAME.raster, x0_rad: FRAME.raster.x0_rad + 2 * SIDE * 56e-6 } }, 30, 34)));
  for (let index = 0; index < 30; index++) album.see(look(index));
  expect(album.of('E1')).toHaveLength(16);
  expect(album.of('E2')).toEqual([]);
  expect(album.of('E3')).toEqual([]);
  for (let k = 0; k < 100; k++) album.hear(notice(`later-${k}`));
  expect(album.of('E1')).toEqual([]);
  expect(album.of('later-99').length).toBeGreaterThan(0);
});

import { expect, test } from 'vitest';
import { SlotList } from '../object/slot-list.ts';
import type { Cluster } from './cluster.ts';
import { ClusterList } from './cluster-list.ts';

const PAIR: Cluster = {
  tracks: [{ id: 3 }, { id: 0 }],
  joints: [
    { logWeight: -0.5, slots: [7, 8] },
    { logWeight: -1, slots: [7, 9] },
  ],
};

function listOf(lone: number): ClusterList {
  const list = new ClusterList();
  for (let k = 0; k < lone; k++) list.addLone(k, 100 + k);
  list.add({ tracks: PAIR.tracks.map((track) => ({ ...track })), joints: PAIR.joints });
  list.add({ tracks: [{ id: 5 }], joints: [{ logWeight: 0, slots: [42] }] });
  return list;
}

test('lone tracks and clusters stand in the order in which they came, and every hypothesis is visited once', () => {
  const list = listOf(2);
  const visited = new SlotList();
  list.slotsInto(visited);
  expect(visited.all()).toEqual([100, 101, 7, 8, 9, 42]);
  expect([0, 1, 2, 3].map((i) => list.loneSlot(i))).toEqual([100, 101, -1, 42]);
  expect(list.all().map(({ tracks }) => tracks.map(({ id }) => id))).toEqual([[0], [1], [3, 0], [5]]);
  expect(list.largest()).toBe(2);
});

test('a name that is given is the one that is read back, of a lone track and of one in a cluster', () => {
  const list = listOf(1000);
  list.rename(999, 0, 77);
  list.rename(1000, 1, 78);
  expect(list.nameOf(999, 0)).toBe(77);
  expect(list.nameOf(1000, 1)).toBe(78);
  expect(list.at(999)).toEqual({ tracks: [{ id: 77 }], joints: [{ logWeight: 0, slots: [1099] }] });
  list.clear();
  expect(list.length).toBe(0);
  expect(list.largest()).toBe(0);
});

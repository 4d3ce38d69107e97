import { expect, test } from 'vitest';
import { emptyView, fold } from '../api/view.ts';
import { changeMessageSchema, feedMessageSchema, type ChangeMessage, type FeedMessage, type View } from '../api/wire-feed.ts';
import { openDesk, RECOMMENDED_S } from '../../tests/support/console-feed.ts';
import { encode } from '../core/codec.ts';
import type { Emission } from '../core/tell/emission.ts';
import { createHub, type Client } from './hub.ts';
import { told, type Told } from './feed.ts';

test('every message that the feed makes is what the published schema says', () => {
  const desk = openDesk();
  const texts = [told(desk.feed.hello()).text, ...(desk.feed.since(desk.feed.name, 0) ?? []).map(({ text }) => text)];
  desk.feed.subscribe(({ text }) => texts.push(text));
  desk.playTo(RECOMMENDED_S + 20);
  desk.moveArea(50_000);
  texts.push(told(desk.feed.snapshot()).text, told(desk.feed.alive()).text);
  for (const text of texts) {
    const message: unknown = JSON.parse(text);
    expect(feedMessageSchema.parse(message)).toEqual(message);
  }
  expect(new Set(texts.map((text) => (JSON.parse(text) as FeedMessage).kind))).toEqual(
    new Set(['hello', 'snapshot', 'said', 'line', 'sensor', 'places', 'draft', 'alive']),
  );
});

test('who follows from the start and who comes late with a snapshot see the same', () => {
  const desk = openDesk();
  const follower: View = JSON.parse(JSON.stringify(desk.feed.view)) as View;
  desk.feed.subscribe(({ text }) => fold(follower, changeMessageSchema.parse(JSON.parse(text)) as ChangeMessage));
  desk.playTo(RECOMMENDED_S + 60);
  const snapshot = desk.feed.snapshot();
  const late = snapshot.kind === 'snapshot' ? (JSON.parse(JSON.stringify(snapshot.view)) as View) : emptyView();
  // What goes with the heartbeats (clock, counts of scans) is not in the changes.
  const bare = ({ at_us: _, lastMeasured_us: __, entries: ___, sensors: ____, ...rest }: View) => rest;
  expect(bare(follower)).toEqual(bare(late));
});

test('an emission whose text is at hand is told in the same words as one that has yet to be written', () => {
  const [written, anew] = [openDesk(), openDesk()];
  const heard: Emission[] = [
    { kind: 'refused', seq: 7, at_us: 1.5e15, reason: 'late', detail: 'a "quoted" line\nand the {"$n":"-0"} of a codec' },
    { kind: 'alarm', at_us: 1.6e15, alarm: 'sensor-rejected', source: '$n', reason: 'bad', count: 1 },
    // What JSON cannot write is told as JSON makes it.
    { kind: 'alarm', at_us: 1.7e15, alarm: 'sensor-rejected', source: 'radar-north', reason: 'bad', count: -0 },
    { kind: 'alive', at_us: 1.8e15, line: 'exercise', entries: 9 },
  ];
  const texts: string[][] = [[], []];
  [written, anew].forEach((desk, k) => desk.feed.subscribe(({ text }) => texts[k].push(text)));
  for (const emission of heard) {
    written.feed.hear(emission, encode(emission));
    anew.feed.hear(emission);
  }
  expect(texts[0].length).toBeGreaterThanOrEqual(heard.length);
  expect(texts[0]).toEqual(texts[1]);
});

test('a client that comes back gets exactly what it missed; too late, or to another run, it gets nothing of that', () => {
  const desk = openDesk();
  desk.playTo(50);
  const { seq } = desk.feed.alive();
  desk.playTo(60);
  const missed = desk.feed.since(desk.feed.name, seq) ?? [];
  expect(missed.map((one) => one.seq)).toEqual(Array.from({ length: desk.feed.alive().seq - seq }, (_, k) => seq + 1 + k));
  expect(desk.feed.since(desk.feed.name, desk.feed.alive().seq)).toEqual([]);
  expect(desk.feed.since('another-run', seq)).toBeUndefined();
  expect(desk.feed.since(desk.feed.name, desk.feed.alive().seq + 1)).toBeUndefined();
  for (let k = 0; k < 3000; k++)
    desk.say({ kind: 'alarm', at_us: 1, alarm: 'sensor-rejected', source: 'radar-north', reason: 'bad', count: 1 });
  expect(desk.feed.since(desk.feed.name, seq)).toBeUndefined();
});

test('the age of the data is that of the newest measurement, and grows while nothing comes', () => {
  let now_ms = 0;
  const desk = openDesk({ now_ms: () => now_ms });
  expect(desk.feed.alive().dataAge_s).toBeNull();
  desk.playTo(5);
  expect(desk.feed.alive().dataAge_s).toBe(0.5);
  now_ms += 4000;
  expect(desk.feed.alive().dataAge_s).toBe(4.5);
  desk.playTo(8);
  expect(desk.feed.alive().dataAge_s).toBe(7.5); // ticks are no measurements
  desk.feed.finish();
  expect(desk.feed.alive().state).toBe('over');
});

test('a message can be read back by its id, and its deliveries show', () => {
  const desk = openDesk();
  desk.playTo(RECOMMENDED_S);
  const act = { kind: 'act', act: 'release', line: 'exercise', role: 'duty officer', warning: 'W-1', revision: 1 } as const;
  desk.onAct({ ...act, person: 'person 1', session: 'a' });
  desk.onAct({ ...act, person: 'person 2', session: 'b' });
  expect(desk.feed.message('W-1-m1')?.purpose).toBe('alert');
  expect(desk.feed.message('W-1-m2')).toBeUndefined();
  expect(desk.feed.view.warnings[0].messages[0].deliveries).toMatchObject([{ channel: 'directory (exercise)', outcome: 'delivered' }]);
  expect(desk.feed.view.warnings[0].draft?.retraction).toContain('withdrawn');
  // A new draft, after it, is not what went out.
  desk.moveArea(80_000);
  expect(desk.feed.view.warnings[0].draft?.release).toContain('revision 2');
  expect(desk.feed.view.warnings[0].wentOut).toMatchObject({ message: 'W-1-m1', text: expect.stringContaining('revision 1') });
});

type Heard = Client & { readonly got: Told[]; readonly ended: string[]; backlog: number };

function listener(): Heard {
  const heard: Heard = {
    got: [],
    ended: [],
    backlog: 0,
    send: (one) => heard.got.push(one),
    queued: () => heard.backlog,
    end: (reason) => heard.ended.push(reason),
  };
  return heard;
}

const LIMITS = { clients: 2, queuedBytes: 1000, heartbeat_ms: 60_000 };

test('a slow client is dropped with the reason and holds up nobody', () => {
  const desk = openDesk();
  const hub = createHub(desk.feed, LIMITS);
  const [slow, quick] = [listener(), listener()];
  hub.join(slow);
  hub.join(quick);
  slow.backlog = 1001;
  const before = slow.got.length;
  desk.playTo(60);
  expect(slow.ended).toEqual(['too-slow']);
  expect(slow.got.length).toBe(before);
  expect(quick.got.length).toBeGreaterThan(10);
  expect(hub.size).toBe(1);
  hub.close();
  expect(quick.ended).toEqual(['server-ends']);
});

test('one client too many is turned away with the reason, and a place becomes free when one leaves', () => {
  const desk = openDesk();
  const hub = createHub(desk.feed, LIMITS);
  const leave = hub.join(listener());
  hub.join(listener());
  const third = listener();
  expect(hub.join(third)).toBeUndefined();
  expect(third.ended).toEqual(['too-many']);
  leave?.();
  expect(hub.join(listener())).toBeDefined();
  hub.close();
});

test('a client is greeted, brought up to date, and then told each change in order', () => {
  const desk = openDesk();
  const hub = createHub(desk.feed, LIMITS);
  const client = listener();
  hub.join(client);
  desk.playTo(45);
  expect(client.got.slice(0, 3).map(({ kind }) => kind)).toEqual(['hello', 'snapshot', 'alive']);
  const changes = client.got.slice(3).map(({ seq }) => seq);
  expect(changes).toEqual(changes.map((_, k) => client.got[1].seq + 1 + k));
  hub.close();
});

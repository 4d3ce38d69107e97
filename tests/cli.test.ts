import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../src/adapters/journal-sqlite/driver.ts';
import { openSqliteJournal } from '../src/adapters/journal-sqlite/journal-sqlite.ts';
import {
  flightLineSchema,
  flightsSummarySchema,
  runSummarySchema,
  scenarioLineSchema,
  scenariosSummarySchema,
  summaryLineSchema,
} from '../src/api/wire-cli.ts';
import { parseWireEmission } from '../src/api/wire.ts';
import { newSigningKey } from '../src/server/heads.ts';
import { scenarioNames } from './goldens/told.ts';
import { commandLine, type Ended, root, startTocsin, tocsin, verb } from './support/cli.ts';

// The command line as people and scripts meet it: by its words, its exit status and its lines, and where it is about a process, in one of its own.

const DRILL = 'hawaii-2018';
let folder = '';
const file = (name: string) => join(folder, name);

/** One drill, kept whole: what several tests look at. Its journal is theirs to read and not to write. */
let drill: Ended;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-cli-'));
  drill = await verb(['run', DRILL, '--journal', file('drill.db'), '--head', file('drill.heads'), '--out', file('drill')]);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TABLE = {
  tests: [
    {
      idx: 7,
      date: '2017-08-28',
      time_utc: '20:58',
      missile: 'Ex-12',
      type: 'IRBM',
      maneuver: null,
      lat: 39.2,
      lon: 125.67,
      apogee_km: 550,
      distance_km: 2700,
      bearing_deg: 73,
    },
    {
      idx: 8,
      date: '2019-05-09',
      time_utc: '07:30',
      missile: 'Ex-23',
      type: 'SRBM',
      maneuver: 'pullup',
      lat: 40,
      lon: 125.2,
      apogee_km: 50,
      distance_km: 420,
      bearing_deg: 90,
    },
    {
      idx: 9,
      date: '2019-05',
      time_utc: null,
      missile: 'Ex-0',
      type: 'SRBM',
      maneuver: null,
      lat: 40,
      lon: 125.2,
      apogee_km: 50,
      distance_km: 420,
      bearing_deg: 90,
    },
  ],
};

test('--help names every verb and the exit status; each verb shows what comes out and an example', async () => {
  const { status, out } = await verb(['--help']);
  expect(status).toBe(0);
  expect(out).toContain('Exit status:');
  const verbs = [
    'start',
    'run',
    'serve',
    'replay',
    'after-action',
    'audit',
    'explain',
    'flights',
    'ascent',
    'consistency',
    'scene',
    'frames',
    'track',
    'decode',
    'detect',
    'watch',
    'score',
    'benchmark',
    'judge',
    'raid',
    'scenarios',
    'new',
    'validate',
    'schema',
  ];
  const helps = await Promise.all(verbs.map((name) => verb([name, '--help'])));
  for (const [at, name] of verbs.entries()) {
    expect(out).toContain(`\n  ${name}`);
    expect(helps[at].status).toBe(0);
    expect(helps[at].out).toContain('Comes out:');
    expect(helps[at].out).toContain(`tocsin ${name}`);
  }
});

const SLIPS: readonly (readonly [args: readonly string[], what: string])[] = [
  [['fly'], 'unknown command'],
  [['run'], 'missing required argument'],
  [['run', 'nowhere'], 'no such scenario'],
  [['run', '/dev/null'], 'neither a file nor a folder'],
  [['run', 'petrov-1983', '--seed', '4294967296'], 'from 0 to 4294967295'],
  [['run', DRILL, '--seed', '-1'], 'whole number'],
  [['flights', 'nowhere.json'], 'no such file'],
  [['flights', 'package.json'], 'no list of flights'],
  [['ascent', 'package.json', '--site', '91,0', '--azimuth', '90'], 'LAT,LON'],
  [['ascent', 'package.json', '--site', '28.6,-80.6', '--azimuth', '90'], '"time" is missing'],
  [['replay', 'nowhere.db'], 'no such journal'],
  [['replay', 'package.json'], 'journal'],
  [['explain', 'W1', '--journal', 'nowhere.db'], 'no such journal'],
  [['judge', 'nowhere'], 'no such file'],
  [['judge', 'docs'], 'there is no case'],
  [['judge', 'scenarios/petrov-1983/scenario.yaml'], 'nothing says what is expected'],
  [['judge', 'examples/cases', '--only', 'none'], 'no such case'],
  [['schema', 'nothing'], 'no schema'],
];

test('help VERB is what VERB --help says', async () => {
  const [asked, told] = await Promise.all([verb(['help', 'track']), verb(['track', '--help'])]);
  expect(asked.out).toContain('--plots');
  expect(asked).toEqual(told);
});

test('wrong usage ends with status 2, says what is wrong and what to do, and does nothing', async () => {
  const ends = await Promise.all(SLIPS.map(([args]) => verb(args)));
  expect(await tocsin(SLIPS[0][0])).toEqual(ends[0]);
  for (const [at, [args, what]] of SLIPS.entries()) {
    const { status, out, err } = ends[at];
    const told = { args, status, out, what: err.includes(what), remedy: err.includes('remedy: '), stack: err.includes('    at ') };
    expect(told).toEqual({ args, status: 2, out: '', what: true, remedy: true, stack: false });
  }
});

test('validate names line, field and remedy of a slip, and accepts what is right', async () => {
  const right = readFileSync(join(root, 'scenarios', DRILL, 'scenario.yaml'), 'utf8');
  const slipped = right.replace('apogee_km', 'apogee_kn');
  writeFileSync(file('slip.yaml'), slipped);
  const line = slipped.split('\n').findIndex((text) => text.includes('apogee_kn')) + 1;
  const wrong = await verb(['validate', file('slip.yaml')]);
  expect(wrong.status).toBe(2);
  expect(wrong.err).toContain(`slip.yaml:${line}:`);
  expect(wrong.err).toContain('did you mean "apogee_km"');
  const fine = await verb(['validate', DRILL]);
  expect(fine.status).toBe(0);
  expect(fine.out).toContain('a scenario that can be run');
});

test('scenarios lists every one that comes with the package, with its date, its cause and what it shows', async () => {
  const { status, out } = await verb(['scenarios', '--json']);
  expect(status).toBe(0);
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  const { summary } = summaryLineSchema(scenariosSummarySchema).parse(lines.pop());
  const listed = lines.map((line) => scenarioLineSchema.parse(line));
  expect(listed.map(({ scenario }) => scenario).toSorted()).toEqual(scenarioNames());
  expect(summary.scenarios).toBe(listed.length);
  expect(listed.filter(({ cause, shows }) => cause === null || shows === null)).toEqual([]);
  expect(listed.find(({ scenario }) => scenario === 'hs12-2017-08')?.date).toBe('2017-08-28');
  const { out: text } = await verb(['scenarios']);
  for (const { scenario, date, title } of listed) expect(text).toContain(`${scenario.padEnd(20)}  ${date}  ${title}`);
});

test('every line of run --json keeps to its schema, and the last is the summary', async () => {
  const { status, out } = await verb(['run', DRILL, '--json']);
  expect(status).toBe(0);
  const lines = out.trimEnd().split('\n');
  const { summary } = summaryLineSchema(runSummarySchema).parse(JSON.parse(lines[lines.length - 1]));
  expect(summary.scenario).toBe(DRILL);
  const kinds = new Set(lines.slice(0, -1).map((line) => parseWireEmission(line).kind));
  expect([...kinds].toSorted()).toEqual([
    'alarm',
    'alive',
    'assessment',
    'event-ended',
    'message',
    'notice',
    'refused',
    'track',
    'warning',
  ]);
});

test('flights --json keeps to its schema; --only takes the rows it names', async () => {
  writeFileSync(file('table.json'), JSON.stringify(TABLE));
  const { status, out } = await verb(['flights', file('table.json'), '--only', '7,9', '--json']);
  expect(status).toBe(0);
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  const { summary } = summaryLineSchema(flightsSummarySchema).parse(lines.pop());
  expect(lines.map((line) => flightLineSchema.parse(line)).map(({ flight, outcome }) => [flight, outcome])).toEqual([
    ['7', 'flown'],
    ['9', 'refused'],
  ]);
  expect(summary).toMatchObject({ flights: 1, refused: 1, ballistic: 1, manoeuvring: 0, noticed: 1 });
  const none = await verb(['flights', file('table.json'), '--only', '9']);
  expect([none.status, none.err]).toEqual([2, expect.stringContaining('none of 1 rows could be flown')]);
});

test('flights prints the same for one worker thread and for two', async () => {
  writeFileSync(file('table.json'), JSON.stringify(TABLE));
  const run = (workers: string) => verb(['flights', file('table.json'), '--workers', workers]);
  const [one, two] = await Promise.all([run('1'), run('2')]);
  expect(two.out).toBe(one.out);
  expect(one.out).toContain('Summary');
});

test('a journal replays to the same bytes; one whose record was changed is told, with status 1', async () => {
  const journal = file('verify.db');
  copyFileSync(file('drill.db'), journal);
  const same = await verb(['replay', journal, '--verify']);
  expect(same.status).toBe(0);
  expect(same.out).toContain('same bytes');
  const again = await verb(['replay', journal]);
  const timeline = (text: string) => text.split('\n').filter((line) => line.startsWith('T+') && !line.includes('in all'));
  expect(timeline(again.out)).toEqual(timeline(drill.out));
  forge(journal, `UPDATE entry SET input = replace(input, '"session":"', '"session":"x') WHERE kind = 'act'`);
  const different = await verb(['replay', journal, '--verify', '--json']);
  expect(different.status).toBe(1);
  const { summary } = JSON.parse(different.out);
  expect([summary.verified, summary.digest, typeof summary.differsAt]).toEqual([false, null, 'number']);
  const told = await verb(['explain', 'W1', '--journal', journal]);
  expect(told.status).toBe(1);
  expect(told.out).toMatch(/^NOT VERIFIED: /);
  expect(told.out).toContain(`entry ${summary.differsAt} is not what was written`);
});

test('a scenario with settings runs, has them in its journal, and replays to the same bytes; a wrong one is refused with its line', async () => {
  const text = readFileSync(join(root, 'scenarios', DRILL, 'scenario.yaml'), 'utf8');
  const journal = file('settings.db');
  writeFileSync(file('settings.yaml'), `${text}settings: { jointHypotheses: 10, aliveInterval_s: 60 }\n`);
  const { status } = await verb(['run', file('settings.yaml'), '--journal', journal]);
  expect(status).toBe(0);
  const database = openDatabase(journal);
  const entries = database.prepare("SELECT input FROM entry WHERE kind = 'setting' ORDER BY seq").all() as { readonly input: string }[];
  database.close();
  expect(entries.map(({ input }) => JSON.parse(input))).toMatchObject([
    { name: 'jointHypotheses', value: 10 },
    { name: 'aliveInterval_s', value: 60 },
  ]);
  expect(await verb(['replay', journal, '--verify'])).toMatchObject({ status: 0, out: expect.stringContaining('same bytes') });
  writeFileSync(file('settings.yaml'), `${text}settings: { jointHypotheses: 0 }\n`);
  const wrong = await verb(['run', file('settings.yaml')]);
  expect(wrong.status).toBe(2);
  expect(wrong.err).toContain(`settings.yaml:${text.split('\n').length}:`);
  expect(wrong.err).toContain('give a number from 1 to 50');
});

/** What somebody does who has the file and a database shell. */
function forge(journal: string, sql: string): void {
  const database = openDatabase(journal);
  for (const table of ['entry', 'digest', 'head', 'fact'])
    database.exec(`DROP TRIGGER IF EXISTS ${table}_not_changed; DROP TRIGGER IF EXISTS ${table}_not_removed`);
  database.exec(`${sql}; PRAGMA wal_checkpoint(TRUNCATE)`);
  database.close();
}

test('audit verifies a journal with the heads that lie elsewhere, and names what was done to it', async () => {
  const whole = await verb(['audit', file('drill.db'), '--head', file('drill.heads')]);
  expect(whole.out).toContain('agrees with the heads in');
  writeFileSync(file('emptied.heads'), '');
  const emptied = await verb(['audit', file('drill.db'), '--head', file('emptied.heads')]);
  expect(emptied.out).toContain('holds no head');
  expect(emptied.out).not.toContain('agrees');
  expect([whole.status, whole.err]).toEqual([0, '']);
  expect(whole.out).toMatch(/^verified: \d+ entries, signed up to entry \d+\n/);
  expect(whole.out).toContain('every byte of the file is as the closed journal left it');
  const journal = file('audited.db');
  copyFileSync(file('drill.db'), journal);
  forge(journal, 'DELETE FROM entry WHERE seq > 1000; DELETE FROM digest WHERE seq > 1000; DELETE FROM head WHERE seq > 1000');
  const cut = await verb(['audit', journal, '--head', file('drill.heads'), '--json']);
  expect(cut.status).toBe(1);
  const lines = cut.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.at(-1)).toMatchObject({ summary: { verified: false, entries: 1001, sealed: false } });
  expect(lines.map(({ finding }) => finding?.what)).toContain('tail-cut');
});

test('audit demands the key that is known, and a new key needs the word of the one before', async () => {
  const known = file('drill.db.key');
  const whole = await verb(['audit', file('drill.db'), '--key', known]);
  expect([whole.status, whole.out.includes('without --key')]).toEqual([0, false]);
  const stranger = await verb(['audit', file('drill.db'), '--key', 'ab'.repeat(32)]);
  expect([stranger.status, stranger.out]).toEqual([1, expect.stringContaining(`nothing here is signed by the key ${'ab'.repeat(32)}`)]);
  expect((await verb(['audit', file('drill.db'), '--key', file('drill.heads')])).status).toBe(2);

  const next = file('next.key');
  writeFileSync(next, newSigningKey());
  const [endorsed, alone] = [file('endorsed.db'), file('alone.db')];
  for (const journal of [endorsed, alone]) copyFileSync(file('drill.db'), journal);
  expect((await verb(['run', DRILL, '--journal', endorsed, '--key', next, '--former-key', known])).err).not.toContain(
    'NOT WHAT WAS WRITTEN',
  );
  const words = await verb(['audit', endorsed]);
  expect([words.status, words.out]).toEqual([0, expect.stringContaining('for which the key before signed')]);
  expect((await verb(['run', DRILL, '--journal', alone, '--key', next])).err).toContain('key changed without endorsement at entry');
  const mark = await verb(['audit', alone]);
  expect([mark.status, mark.out]).toEqual([1, expect.stringContaining('key changed without endorsement at entry')]);
  expect((await verb(['run', DRILL, '--journal', alone, '--key', next, '--former-key', known])).err).toContain('did not sign the journal');
});

test('a journal that is damaged, of another format or no journal is told as what it is, with status 2', async () => {
  const cases: readonly (readonly [name: string, sql: string, what: string])[] = [
    ['older.db', 'PRAGMA user_version = 1', 'is of format 1, whose entries no chain holds together'],
    ['newer.db', 'PRAGMA user_version = 9', 'was written by a newer Tocsin'],
    ['other.db', 'PRAGMA application_id = 7', 'is not a journal'],
    ['shaved.db', 'DROP TABLE head', 'no such table: head'],
  ];
  const spoilt = file('spoilt.db');
  const bytes = readFileSync(file('drill.db'));
  bytes.fill(0x5a, 20 * 4096, 120 * 4096);
  writeFileSync(spoilt, bytes);
  for (const [name, sql] of cases) {
    copyFileSync(file('drill.db'), file(name));
    forge(file(name), sql);
  }
  const all = [
    ...cases.map(([name, , what]) => [file(name), what] as const),
    [spoilt, 'is damaged: database disk image is malformed'] as const,
  ];
  for (const asked of [['replay'], ['explain', 'W1', '--journal']]) {
    const ends = await Promise.all(all.map(([path]) => verb([...asked, path])));
    for (const [k, [, what]] of all.entries())
      expect({ asked, status: ends[k].status, told: ends[k].err.includes(what), remedy: ends[k].err.includes('remedy: ') }).toEqual({
        asked,
        status: 2,
        told: true,
        remedy: true,
      });
  }
  const audit = await verb(['audit', spoilt]);
  expect([audit.status, audit.out.includes('the file is damaged')]).toEqual([1, true]);
});

/** A run whose files may not grow beyond so many blocks, as on a disk that is full. */
function runInLittleRoom(blocks: number, args: readonly string[]): Promise<Ended> {
  const command = `trap '' XFSZ; ulimit -f ${blocks}; exec "$@"`;
  return new Promise((resolve, reject) => {
    const child = execFile('sh', ['-c', command, 'sh', process.execPath, commandLine, ...args], { cwd: root, maxBuffer: 1e9 });
    let [out, err] = ['', ''];
    child.stdout?.on('data', (text: string) => (out += text));
    child.stderr?.on('data', (text: string) => (err += text));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, out, err }));
  });
}

test('a run whose record was never written down ends with status 1, and says so among its lines, before the summary', async () => {
  const { status, out, err } = await runInLittleRoom(600, ['run', DRILL, '--journal', file('full.db'), '--json']);
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect([status, Object.keys(lines.at(-1))]).toEqual([1, ['summary']]);
  expect(lines.at(-2)).toMatchObject({ kind: 'shell-alarm', alarm: 'never-recorded', entries: expect.any(Number) });
  expect(lines.some(({ kind, alarm }) => kind === 'shell-alarm' && alarm === 'not-recorded')).toBe(true);
  expect(err).toContain('entries were never written down');
});

test('a run whose folder of messages takes nothing more ends with status 1, and says so among its lines', async () => {
  const { status, out } = await runInLittleRoom(64, ['run', DRILL, '--out', file('full-messages'), '--json']);
  expect(status).toBe(1);
  expect(out).toContain('"alarm":"listener-failed"');
});

test('a raid through the whole chain does not hold when its record was never written down', async () => {
  const { status, out } = await runInLittleRoom(600, ['raid', '--whole', '--missiles', '2', '--journal', file('full-raid.db')]);
  expect([status, out]).toEqual([1, expect.stringMatching(/\d+ entries were never written down: .* Does not hold\./)]);
});

test('places where nothing can be made and ports that there are not end at once, with status 2 and a remedy', async () => {
  const cases: readonly (readonly [args: readonly string[], what: RegExp])[] = [
    [['run', DRILL, '--out', '/proc/x'], /no such file or folder\n {2}where: {2}\/proc\/x\n {2}remedy: /],
    [['run', DRILL, '--out', file('drill.db')], /something else stands here already/],
    [['serve', DRILL, '--port', '99999'], /from 0 to 65535/],
    [['serve', DRILL, '--speed', '1e-9'], /from 0.001 on/],
    [['serve', file('drill.db'), '--people', 'none'], /a journal is only looked at\n {2}where: {2}--people\n/],
  ];
  for (const [args, what] of cases) {
    const { status, err } = await verb(args);
    expect([args.at(-1), status, err]).toEqual([args.at(-1), 2, expect.stringMatching(what)]);
  }
});

test('explain walks from a warning to the journal entries that hold its measurements', async () => {
  const journal = file('drill.db');
  const { status, out } = await verb(['explain', 'W1', '--journal', journal, '--all']);
  expect(status).toBe(0);
  const walk = ['warning W1', '← assessment E1', '← event E1', '← track ', '← entry '].map((step) => out.indexOf(step));
  expect(walk.every((at) => at >= 0)).toBe(true);
  expect(walk).toEqual(walk.toSorted((a, b) => a - b));
  const read = openSqliteJournal(journal, { readOnly: true });
  const entries = [...out.matchAll(/← entry (\d+)/g)].map((found) => read.entry(Number(found[1]))?.input.kind);
  read.close();
  expect(new Set(entries)).toEqual(new Set(['infrared-scan', 'radar-scan']));
  const unknown = await verb(['explain', 'W77', '--journal', journal]);
  expect(unknown.status).toBe(2);
  expect(unknown.err).toContain('it has W1');
});

test('a run that is killed goes on where it stopped and ends as if nothing had happened', async () => {
  const args = ['run', DRILL, '--journal', file('killed.db'), '--out', file('killed')];
  const cut = await tocsin(args, (out) => (out.includes('half-released') ? 'SIGKILL' : undefined));
  expect(cut.status).toBeNull();
  const resumed = await tocsin(args);
  expect(resumed.status).toBe(0);
  expect(resumed.out).toBe(drill.out);
  for (const name of ['emissions.ndjson', 'picture.geojson'])
    expect(readFileSync(join(file('killed'), name), 'utf8')).toBe(readFileSync(join(file('drill'), name), 'utf8'));
  // The two runs are two exercises to whoever receives them: their messages differ in the journal's id, and in nothing else.
  const [one, two] = [capsIn(file('killed')), capsIn(file('drill'))];
  expect(one.journal).not.toBe(two.journal);
  expect(one.journal).toMatch(/^[0-9a-f]{12}$/);
  expect(Object.keys(one.messages)).toEqual(['W1-m1', 'W1-m2']);
  expect(one.messages).toEqual(two.messages);
  const sealed = [readFileSync(file('killed.db')), readFileSync(file('killed.db.seal'))];
  const other = await verb(['run', DRILL, '--seed', '5', '--journal', file('killed.db')]);
  expect(other.status).toBe(2);
  expect(other.err).toContain('holds another run');
  expect([readFileSync(file('killed.db')), readFileSync(file('killed.db.seal'))]).toEqual(sealed);
});

/** The CAP messages in a folder by their id, with the journal's id taken out of them. */
function capsIn(folder: string): { readonly journal: string; readonly messages: Readonly<Record<string, string>> } {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.cap.xml'))
    .sort();
  const journal = names[0].split('.')[1];
  const messages = names.map((name) => [name.split('.')[0], readFileSync(join(folder, name), 'utf8').replaceAll(journal, '…')] as const);
  return { journal, messages: Object.fromEntries(messages) };
}

test('a reader that closes early ends the run quietly', async () => {
  const command = `set -o pipefail; "${process.execPath}" "${commandLine}" run ${DRILL} --json | head -1 | wc -l`;
  const { stdout, stderr } = await promisify(execFile)('bash', ['-c', command], { cwd: root });
  expect(stdout.trim()).toBe('1');
  expect(stderr).toBe('');
});

test('serve prints its address, answers there, and ends in order at Ctrl-C', async () => {
  const child = startTocsin(['serve', DRILL, '--speed', '1', '--port', '0']);
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  const url = await new Promise<string>((resolve) => {
    let out = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      const found = /console: (http:\/\/127\.0\.0\.1:\d+\/)\n/.exec(out);
      if (found) resolve(found[1]);
    });
  });
  expect(await (await fetch(`${url}healthz`)).json()).toMatchObject({ status: 'ok', mode: 'EXERCISE', line: 'exercise' });
  child.kill('SIGINT');
  expect(await closed).toBe(0);
});

test('no colour and no progress bar where nobody looks on', async () => {
  const { out, err } = await tocsin(['run', 'norad-tape-1979']);
  expect(out + err).not.toContain('\u001b');
});

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkSignature, NetcdfError } from '../adapters/netcdf/netcdf.ts';
import type { Handled, WatchRecord } from '../adapters/watch-record/watch-record.ts';
import { createDoorbell } from '../adapters/watched-folder/doorbell.ts';
import { type FolderFile, fileIn, isSame } from '../adapters/watched-folder/folder-files.ts';
import { createInbox } from '../adapters/watched-folder/inbox.ts';
import { microsFromIso } from '../api/iso.ts';
import type { WatchLine, WatchSummary } from '../api/wire-cli.ts';
import type { BandFrame } from '../core/imager/frame.ts';
import type { Micros } from '../core/units.ts';
import { addCounts, noCounts } from './detect-counts.ts';
import type { Desk, Refusal } from './desk.ts';
import { refusalText, tellLightning, tellLook } from './detect-look.ts';
import type { Answer, FrameReader, Question } from './frame-reader.ts';
import { launchesInLooks } from './launches-in-looks.ts';
import { launchesTold } from './launches-told.ts';
import { createLastLooks } from './last-looks.ts';
import { createLookQueue, type DueLook, LIGHTNING, type LookKey, type WaitingFile } from './look-queue.ts';
import type { Output } from './output.ts';
import { iso } from './words.ts';

const SETTLED_ms = 1000;
const STALLED_ms = 60_000;
/** Files that wait for others of their look, or for looks before it; all others wait in the folder. */
const MOST_WAITING = 1000;
const MOST_REMEMBERED = 200_000;
/** A look that begins later than this machine's clock says, and so much, would make all that come after it late. */
const AHEAD_us: Micros = 600e6;
/** The folder is listed no more often than this, and while there is much to do no less often than that. */
const LISTED_ms = 200;
const RELISTED_ms = 1000;

export type WatchOptions = { readonly folder: string; readonly once: boolean; readonly poll_s: number; readonly wait_s: number };

export type Watch = {
  /** Takes up what was handled in a run before. */
  remember(handled: Handled): void;
  /** Follows the folder until the signal comes, or, with `once`, until all that is in it is handled. Throws what the file system throws where the record cannot
   *  be written, and with `once` where the folder cannot be listed. */
  run(record: WatchRecord, reader: FrameReader, signal: AbortSignal): Promise<Omit<WatchSummary, 'record'>>;
};

/** What is found in a look, or said of a file: it goes into the record in one piece, and is told after that. */
type Group = Desk & { readonly lines: string[]; readonly objects: WatchLine[]; readonly refusals: Refusal[] };
type Came = Handled['files'][number];

export function createWatch({ folder, once, poll_s, wait_s }: WatchOptions, output: Output): Watch {
  const queue = createLookQueue(wait_s * 1000);
  const inbox = createInbox({
    folder,
    settled_ms: SETTLED_ms,
    stalled_ms: once ? SETTLED_ms : STALLED_ms,
    mostRemembered: MOST_REMEMBERED,
  });
  const total = { ...noCounts(), late: 0, vanished: 0 };
  const series = launchesInLooks();
  const launches = launchesTold();
  const createGroup = (): Group => groupOf(series, launches);
  const lastLooks = createLastLooks();
  let isBegun = false;
  let isGone = false;

  function remember({ satellite, area, at, late, files }: Handled): void {
    for (const { name, size_bytes, changedAt } of files) inbox.handled({ name, size_bytes, changedAt });
    if (satellite === null || at === null) return;
    const bandsOf = (some: readonly Came[]): number[] => some.map(({ band }) => band ?? LIGHTNING);
    const key = { satellite, area: area ?? undefined, begin_us: microsFromIso(at) };
    const used = files.filter((one) => one.used);
    queue.handled({ ...key, came: bandsOf(files), used: bandsOf(used) });
    if (!isBegun && !late && area !== null) lastLooks.put({ satellite, area, begin_us: key.begin_us, files: used });
  }

  function commit(record: WatchRecord, key: LookKey | undefined, late: boolean, files: Came[], group: Group): void {
    const at = key === undefined ? null : iso(key.begin_us);
    const line = record.append(group.objects, { satellite: key?.satellite ?? null, area: key?.area ?? null, at, late, files });
    remember(line.handled);
    addCounts(total, group.counts);
    total.files += files.length;
    if (late) total.late += 1;
    for (const fault of group.refusals) output.remark(refusalText(fault));
    for (const text of group.lines) output.line(text);
    for (const object of [...group.objects, line]) output.object(object);
  }

  /** Undefined where the file is no longer what it was, or nobody reads any more: if it is still there, it is new. */
  async function ask(reader: FrameReader, file: FolderFile, want: Question['want']): Promise<Answer | undefined> {
    const path = join(folder, file.name);
    const answer = signatureFault(path) ?? (await reader.ask({ file: path, want }));
    if (answer === undefined) return undefined;
    const now = fileIn(folder, file.name);
    if (isSame(file, now)) return answer;
    inbox.back(file);
    if (now !== undefined) return undefined;
    total.vanished += 1;
    output.remark(`vanished: ${path} was removed before it was read`);
    return undefined;
  }

  /** Looks what a file is, and puts it where it waits for its turn. */
  async function receive(record: WatchRecord, reader: FrameReader, file: FolderFile): Promise<void> {
    const answer = await ask(reader, file, 'kind');
    if (answer === undefined) return;
    const group = createGroup();
    const sorted = sortedOut(file, answer);
    if (sorted === undefined) {
      if (answer.kind === 'refused') group.refuse(answer.fault);
      return commit(record, undefined, false, [{ ...file, band: null, used: false }], group);
    }
    const [key, waiting] = sorted;
    const now_us = microsFromIso(new Date().toISOString());
    if (key.begin_us > now_us + AHEAD_us) {
      group.refuse(aheadOf(now_us, join(folder, file.name), key));
      return commit(record, undefined, false, [{ ...file, band: null, used: false }], group);
    }
    const fault = queue.put(key, waiting, performance.now());
    if (fault === undefined) return inbox.waits(file);
    group.refuse({ file: join(folder, file.name), field: '', ...fault });
    return commit(record, key, false, [cameOf(waiting, false)], group);
  }

  /** Goes through the last looks of a run before once more, as far as their files are still there, without a word: a series then goes on where it was, and begins with no new background. */
  async function takeUp(reader: FrameReader, before_us: Micros): Promise<void> {
    for (const { satellite, area, begin_us, files } of lastLooks.before(before_us)) {
      const frames: BandFrame[] = [];
      for (const file of files) {
        if (!isSame(file, fileIn(folder, file.name))) continue;
        const answer = await reader.ask({ file: join(folder, file.name), want: 'frame' });
        if (answer?.kind === 'frame') frames.push(answer.frame);
      }
      if (frames.length < files.length || reader.isClosed) continue;
      tellLook({ satellite, area, begin_us, files: frames.map(({ source }) => source) }, frames, createGroup());
    }
  }

  /** Handles a look of which nothing more is waited for. */
  async function handle(record: WatchRecord, reader: FrameReader, look: DueLook): Promise<void> {
    if (!isBegun && look.area !== undefined) {
      isBegun = true;
      await takeUp(reader, look.begin_us);
    }
    const group = createGroup();
    const came: WaitingFile[] = [];
    const frames: BandFrame[] = [];
    for (const one of look.files) {
      const answer = 'band' in one ? await ask(reader, one.file, 'frame') : undefined;
      if (answer !== undefined || 'lightning' in one) came.push(one);
      if (answer?.kind === 'frame') frames.push(answer.frame);
      if (answer?.kind === 'refused') group.refuse(answer.fault);
      if ('lightning' in one) tellLightning(one.lightning, group);
    }
    if (came.length === 0 || reader.isClosed) return;
    const { satellite, area = '', begin_us, late } = look;
    const used = tellLook({ satellite, area, begin_us, files: frames.map(({ source }) => source) }, frames, group);
    const isUsed = (one: WaitingFile): boolean => 'lightning' in one || used.some(({ band }) => band === one.band);
    if (late) group.output.line(`  late: a later ${look.area === undefined ? 'file' : 'look'} of theirs was handled before`);
    commit(
      record,
      look,
      late,
      came.map((one) => cameOf(one, isUsed(one))),
      group,
    );
  }

  /** Undefined while the folder cannot be listed. */
  function list(): number | undefined {
    try {
      inbox.list(performance.now());
      if (isGone) output.remark(`${folder} is there again`);
      isGone = false;
      return performance.now();
    } catch (error) {
      if (once || !(error instanceof Error && 'code' in error)) throw error;
      if (!isGone) output.remark(`${folder} cannot be listed (${String(error.code)}): waiting for it`);
      isGone = true;
      return undefined;
    }
  }

  /** Whether there was anything to do. */
  async function work(record: WatchRecord, reader: FrameReader, from_ms: number): Promise<boolean> {
    const isTime = (): boolean => !reader.isClosed && performance.now() < from_ms + RELISTED_ms;
    let did = false;
    for (const file of inbox.whole(from_ms)) {
      if (queue.length >= MOST_WAITING || !isTime()) break;
      await receive(record, reader, file);
      did = true;
    }
    while (isTime()) {
      const isPressed = queue.length >= MOST_WAITING || (once && inbox.length === 0);
      const look = once && !isPressed ? undefined : queue.take(performance.now(), isPressed);
      if (look === undefined) break;
      await handle(record, reader, look);
      did = true;
    }
    return did;
  }

  return {
    remember,
    async run(record, reader, signal) {
      const bell = createDoorbell(folder);
      signal.addEventListener('abort', reader.close);
      try {
        while (!signal.aborted) {
          const listed_ms = list();
          const did = listed_ms !== undefined && (await work(record, reader, listed_ms));
          if (once && inbox.length === 0 && queue.length === 0) break;
          if (did) continue;
          const settling_ms = inbox.length > 0 ? SETTLED_ms / 2 : Infinity;
          await bell.wait(Math.min(poll_s * 1000, settling_ms, queue.quiet_ms(performance.now())), signal);
          if (!signal.aborted) await sleep(LISTED_ms);
        }
        return { ...total, launches: launches.count };
      } finally {
        bell.close();
        reader.close();
      }
    },
  };
}

/** `series` and `launches` are those of all looks. */
function groupOf(series: Desk['series'], launches: Desk['launches']): Group {
  const [lines, objects, refusals, counts]: [string[], WatchLine[], Refusal[], Desk['counts']] = [[], [], [], noCounts()];
  return {
    lines,
    objects,
    refusals,
    counts,
    series,
    launches,
    refuse(fault) {
      const { file, field, message, remedy } = fault;
      counts.refused += 1;
      refusals.push(fault);
      objects.push({ refused: { file, field, message, remedy } });
    },
    output: { line: (text) => lines.push(text), object: (value) => objects.push(value) },
  };
}

function aheadOf(now_us: Micros, file: string, { begin_us }: LookKey): Refusal {
  return {
    file,
    field: 'time_bounds',
    message: `begins at ${iso(begin_us)}, and this machine’s clock says ${iso(now_us)}`,
    remedy: 'where the clock is wrong, set it and put the file there again; else leave the file out',
  };
}

/** Without the library: the process that has it need not be begun anew after such a file. */
function signatureFault(file: string): Answer | undefined {
  try {
    checkSignature(file);
    return undefined;
  } catch (error) {
    if (!(error instanceof NetcdfError)) throw error;
    const { field, message, remedy } = error;
    return { kind: 'refused', fault: { file, field, message, remedy } };
  }
}

/** To which look a file belongs. */
function sortedOut(file: FolderFile, answer: Answer): readonly [LookKey, WaitingFile] | undefined {
  if (answer.kind === 'head') {
    const { satellite, area, begin_us, band } = answer.head;
    return [
      { satellite, area, begin_us },
      { file, band },
    ];
  }
  if (answer.kind !== 'lightning') return undefined;
  const { lightning } = answer;
  return [
    { satellite: lightning.satellite, area: undefined, begin_us: lightning.begin_us },
    { file, lightning },
  ];
}

function cameOf(one: WaitingFile, used: boolean): Came {
  return { ...one.file, band: 'band' in one ? one.band : null, used };
}

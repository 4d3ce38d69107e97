import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How right the system is, as one table: recorded flights, recorded ascents, raids, scenes of many objects, consistency, the scenarios. With another
 *  built checkout's folder its figures stand beside, and a word where they differ. Everything is asked of the built command, as a user would. */
export function accuracyBench(against: string | undefined, raids: number): string[] {
  const shared = fileURLToPath(new URL('../../shared', import.meta.url));
  const asked = QUESTIONS.filter(({ needs }) => needs === undefined || existsSync(join(shared, needs)));
  const skipped = QUESTIONS.filter((one) => !asked.includes(one)).map(({ about, needs }) => `${about} needs ../shared/${needs}: skipped`);
  const here = fileURLToPath(new URL('..', import.meta.url));
  const rows = asked.flatMap((question) => {
    const ours = figuresOf(here, question, shared, raids);
    const theirs = against === undefined ? undefined : figuresOf(against, question, shared, raids);
    return ours.map((figure) => rowOf(question.about, figure, theirs));
  });
  const head = ['', '', 'here', ...(against === undefined ? [] : ['against', ''])];
  return [...columns([head, ...rows]), ...skipped];
}

/** One figure; `better`: which way is better, where one is. */
type Figure = { readonly what: string; readonly value: number | string; readonly better?: 'more' | 'less' };

type Question = {
  readonly about: string;
  /** What of the shared material it is asked of. */
  readonly needs?: string;
  ask(run: (...args: string[]) => Line[], shared: string, raids: number): Figure[];
};

/** A line of JSON as the command prints it; another build may print other fields. */
type Line = { readonly [field: string]: unknown };

/** A number of a line, by the names of the fields that lead to it; NaN where there is none. */
function figure(line: Line, ...path: string[]): number {
  const value = path.reduce<unknown>((at, name) => (at as Line | undefined)?.[name], line);
  return typeof value === 'number' ? value : NaN;
}

function list(line: Line, field: string): unknown[] {
  const value = line[field];
  return Array.isArray(value) ? value : [];
}

const QUESTIONS: readonly Question[] = [
  {
    about: 'flights',
    needs: 'data/nk_missile_tests/tests.json',
    ask(run, shared) {
      const s = last(run('flights', join(shared, 'data/nk_missile_tests/tests.json'), '--json'));
      return [
        { what: 'noticed', value: figure(s, 'noticed'), better: 'more' },
        { what: 'class right', value: figure(s, 'classRight'), better: 'more' },
        { what: 'launch, median km', value: figure(s, 'launchErrorMedian_km'), better: 'less' },
        { what: 'launch inside 95 %', value: figure(s, 'launchInside95') },
        { what: 'impact, median km', value: figure(s, 'impactErrorMedian_km'), better: 'less' },
        { what: 'impact inside 95 %', value: figure(s, 'impactInside95') },
        { what: 'impact time within 10 s', value: figure(s, 'impactTimeWithin10s'), better: 'more' },
        { what: 'manoeuvring, inside at the end', value: figure(s, 'manoeuvringInsideAtEnd'), better: 'more' },
      ];
    },
  },
  {
    about: 'ascents',
    needs: 'data/spacex_ascent',
    ask(run, shared) {
      const folder = join(shared, 'data/spacex_ascent');
      const files = readdirSync(folder)
        .map((name) => join(folder, name, 'analysed.json'))
        .filter((file) => existsSync(file));
      const told = files.map((file) => last(run('ascent', file, '--site', '28.608,-80.604', '--azimuth', '90', '--json')));
      const sure = told.map((line) => figure(line, 'sureAt_s')).filter(Number.isFinite);
      return [
        { what: 'records', value: files.length },
        { what: 'a space launch at the end', value: told.filter(({ cause }) => cause === 'space-launch').length, better: 'more' },
        { what: 'warned of as a missile', value: told.filter(({ recommended }) => recommended).length, better: 'less' },
        { what: 'sure', value: sure.length, better: 'more' },
        { what: 'sure at, median s', value: median(sure), better: 'less' },
      ];
    },
  },
  {
    about: 'raids',
    ask(run, _shared, raids) {
      const lines = run('raid', '--seeds', String(raids), '--json').filter(({ kind }) => kind === 'raid');
      const all = (of: (line: Line) => number): number => lines.reduce((sum, line) => sum + of(line), 0);
      return [
        { what: 'raids', value: lines.length },
        { what: 'the range holds', value: lines.filter(({ holdsCount }) => holdsCount).length, better: 'more' },
        { what: 'flights lost', value: all((line) => list(line, 'lost').length + list(line, 'neverHeld').length), better: 'less' },
        { what: 'missed share', value: all((line) => figure(line, 'missedShare')) / raids, better: 'less' },
        { what: 'false tracks a mark', value: all((line) => figure(line, 'falseTracks')) / raids, better: 'less' },
        { what: 'doubles a mark', value: all((line) => figure(line, 'duplicates')) / raids, better: 'less' },
        {
          what: 'ms a scan',
          value: (1000 * all((line) => figure(line, 'tracking_s'))) / all((line) => figure(line, 'scans')),
          better: 'less',
        },
      ];
    },
  },
  ...(['pmbm', 'jpda', 'gnn'] as const).map(
    (associator): Question => ({
      about: `scenes, ${associator}`,
      needs: 'peers/stone-soup.csv',
      ask: (run, shared) =>
        run('benchmark', 'scenes', join(shared, 'peers'), '--associator', associator, '--json')
          .filter(({ kind }) => kind === 'scene')
          .flatMap((line) => {
            const scene = String(line['scene']);
            return [
              { what: `${scene}, GOSPA to the clairvoyant’s`, value: figure(line, 'ratio'), better: 'less' as const },
              {
                what: `${scene}, switches to the clairvoyant’s ${figure(line, 'clairvoyant', 'switches')}`,
                value: figure(line, 'score', 'switches'),
                better: 'less' as const,
              },
              { what: `${scene}, ms a scan`, value: figure(line, 'cpu_ms') / figure(line, 'score', 'scans'), better: 'less' as const },
            ];
          }),
    }),
  ),
  {
    about: 'consistency',
    ask(run) {
      const s = last(run('consistency', '--json'));
      return [
        { what: `NEES of 6 (${fixed(figure(s, 'bandLow'))} to ${fixed(figure(s, 'bandHigh'))})`, value: figure(s, 'nees') },
        { what: 'share in the band', value: figure(s, 'shareInBand'), better: 'more' },
        { what: 'worst error to the bound', value: figure(s, 'worstRatio'), better: 'less' },
      ];
    },
  },
  {
    about: 'scenarios',
    ask: (run) =>
      ['hs12-2017-08', 'hs17-2022-11', 'hawaii-2018', 'norad-tape-1979', 'petrov-1983', 'thule-1960'].flatMap((name) => {
        const said = run('run', name, '--json');
        const count = (kind: string): number => said.filter((one) => one.kind === kind).length;
        const words = ['notice', 'warning', 'message', 'alarm'].map((kind) => `${count(kind)} ${kind}s`);
        return [{ what: name, value: words.join(', ') }];
      }),
  },
];

function figuresOf(build: string, { ask }: Question, shared: string, raids: number): Figure[] {
  const main = resolve(build, 'dist/cli/main.js');
  if (!existsSync(main)) throw new Error(`${main} is not there: give the folder of a checkout in which \`npm run build\` has run`);
  const run = (...args: string[]): Line[] => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', maxBuffer: 1 << 30 });
    // 1: what the command claims does not hold, which the figures say.
    if (status !== 0 && status !== 1) throw new Error(`${main} ${args.join(' ')}: exit ${status}: ${stderr.slice(0, 400)}`);
    return stdout.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Line] : []));
  };
  return ask(run, shared, raids);
}

/** Differences below this share are noise of the machine, or of the last digit. */
const SAME = 0.005;

function rowOf(about: string, { what, value, better }: Figure, theirs: readonly Figure[] | undefined): string[] {
  if (theirs === undefined) return [about, what, fixed(value)];
  const there = theirs.find((one) => one.what === what)?.value;
  return [about, what, fixed(value), fixed(there), verdict(value, there, better)];
}

function verdict(here: Figure['value'], there: Figure['value'] | undefined, better: Figure['better']): string {
  if (typeof here !== 'number' || typeof there !== 'number') return here === there ? '' : 'differs';
  if (Math.abs(here - there) <= SAME * Math.max(Math.abs(here), Math.abs(there))) return '';
  if (better === undefined) return 'differs';
  return here > there === (better === 'more') ? 'better' : 'worse';
}

function last(lines: readonly Line[]): Line {
  return (lines.at(-1)?.['summary'] ?? {}) as Line;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function fixed(value: Figure['value'] | undefined): string {
  if (typeof value !== 'number') return value ?? '–';
  if (Number.isNaN(value)) return '–';
  return Number.isInteger(value) ? String(value) : value.toPrecision(4);
}

function columns(rows: readonly string[][]): string[] {
  const widths = rows[0].map((_, k) => Math.max(...rows.map((row) => row[k].length)));
  return rows.map((row) =>
    row
      .map((cell, k) => (k < 2 ? cell.padEnd(widths[k]) : cell.padStart(widths[k])))
      .join('  ')
      .trimEnd(),
  );
}

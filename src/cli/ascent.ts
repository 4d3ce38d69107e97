import type { Command } from 'commander';
import { Option } from 'commander';
import { isoFromMicros, microsFromIso } from '../api/iso.ts';
import type { AscentSummary } from '../api/wire-cli.ts';
import { toWire } from '../api/wire.ts';
import type { Emission } from '../core/tell/emission.ts';
import { type Geodetic, geodeticDegrees } from '../core/frames/geodetic.ts';
import { degrees } from '../core/units.ts';
import { flyRecorded } from '../sim/ascent.ts';
import type { RecordedAscent, RecordedFlight } from '../sim/scenario.ts';
import { sensorsAround } from '../sim/defaults.ts';
import { findRecords, type NamedRecord } from './ascent-files.ts';
import { foldWorld } from '../sim/fold-world.ts';
import { azimuth, latitudeLongitude, seedNumber } from './options.ts';
import { openOutput, type Output } from './output.ts';
import { progress } from './progress.ts';
import { scoreAscent } from './score-ascent.ts';
import { createFlightEar } from './score-flight.ts';
import { type Column, figure, renderTable } from './table.ts';
import { createTimeline, renderHead, renderRow } from './timeline.ts';
import { sourcedWorld } from '../adapters/world-sources/world-sources.ts';

const HELP = `
FILE is a recorded ascent as JSON with the lists time (s), altitude (km), velocity_x and velocity_y (horizontal and vertical, m/s) and
acceleration (m/s²); a folder stands for every analysed.json in it and in its folders. The record says neither where nor which way, so
both are given. Sensors are the generic ones: two satellites, two radars near the site.

Comes out: for one record the story as a timeline, and what the system made of it; for several a row each. "sure" is the first second
from which the cause had at least 0.95 and kept it to the end of the record.

Examples:
  tocsin ascent examples/ascent.json --site 28.6,-80.6 --azimuth 90
  tocsin ascent recorded/ --site 28.608,-80.604 --azimuth 90
  tocsin ascent recorded/ --site 28.608,-80.604 --azimuth 90 --json`;

type Options = {
  readonly site: { readonly latitude_deg: number; readonly longitude_deg: number };
  readonly azimuth: number;
  readonly seed: number;
  readonly json?: boolean;
};

/** `tocsin ascent FILE...`: recorded ascents as truth. */
export function addAscent(verb: Command): void {
  verb
    .argument('<FILE...>', 'recorded ascents, or folders of them')
    .addOption(new Option('--site <LAT,LON>', 'where it starts, degrees').argParser(latitudeLongitude).makeOptionMandatory())
    .addOption(new Option('--azimuth <DEG>', 'which way it goes, degrees from north').argParser(azimuth).makeOptionMandatory())
    .addOption(new Option('--seed <N>', 'seed of all noise').argParser(seedNumber).default(1))
    .option('--json', 'one JSON object a line; a summary for each record')
    .addHelpText('after', HELP)
    .action((files: string[], options: Options) => ascent(files, options));
}

function ascent(files: readonly string[], options: Options): void {
  const records = findRecords(files);
  const output = openOutput(options.json === true);
  const [only] = records;
  if (records.length === 1) {
    tellOne(only, options, output);
    return;
  }
  const bar = progress('ascents', records.length, output.json);
  const summaries = records.map((record) => {
    const summary = flyAscent(record, options, () => {});
    bar.step();
    output.object({ summary });
    return summary;
  });
  bar.stop();
  for (const line of renderTable(COLUMNS, summaries)) output.line(line);
  output.line(`\n${LEGEND}`);
}

function tellOne(record: NamedRecord, options: Options, output: Output): void {
  const timeline = createTimeline();
  const say = (rows: ReturnType<typeof timeline.hear>) => {
    for (const row of rows) output.line(renderRow(row, LIFT_OFF_us));
  };
  const head = {
    title: `${record.name}, a recorded ascent`,
    line: 'exercise',
    seed: options.seed,
    zero_us: LIFT_OFF_us,
    zeroIs: 'lift-off, set to',
    zeroIso: isoFromMicros(LIFT_OFF_us),
  };
  for (const line of renderHead(head)) output.line(line);
  const summary = flyAscent(record, options, (emission) => {
    output.object(toWire(emission));
    say(timeline.hear(emission));
  });
  output.line('');
  for (const line of renderTable(COLUMNS, [summary])) output.line(line);
  output.line(`\n${LEGEND}`);
  output.object({ summary });
}

/** The records carry no date; any will do, and this one is the same for everybody. */
const LIFT_OFF_us = microsFromIso('2020-01-01T00:00:00Z');
const QUIET_BEFORE_us = 60_000_000;

export function flyAscent(
  { name, record }: NamedRecord,
  options: Pick<Options, 'site' | 'azimuth' | 'seed'>,
  hear: (emission: Emission) => void,
): AscentSummary {
  const site: Geodetic = geodeticDegrees(options.site.latitude_deg, options.site.longitude_deg, 0);
  const azimuth_rad = degrees(options.azimuth);
  const flight: RecordedFlight = { kind: 'recorded', id: name, site, launch_us: LIFT_OFF_us, azimuth_rad, record };
  const truth = flyRecorded(flight);
  const world = sourcedWorld(
    {
      id: name,
      title: name,
      theatre: 'ascent',
      line: 'exercise',
      start_us: LIFT_OFF_us - QUIET_BEFORE_us,
      seed: options.seed,
      sensors: sensorsAround(site, azimuth_rad),
      flights: [flight],
      disturbances: [],
      people: [],
    },
    options.seed,
    { fleet: () => [truth] },
  );
  const ear = createFlightEar(truth);
  foldWorld(world, (emission) => {
    ear.hear(emission);
    hear(emission);
  });
  return scoreAscent(name, topSpeed_kmps(record), truth, ear.heard());
}

function topSpeed_kmps(record: RecordedAscent): number {
  return record.horizontalSpeed_mps.reduce((top, speed, at) => Math.max(top, Math.hypot(speed, record.verticalSpeed_mps[at])), 0) / 1000;
}

const COLUMNS: readonly Column<AscentSummary>[] = [
  { title: 'record', cell: (one) => one.record },
  { title: 'top km/s', align: 'right', cell: (one) => figure(one.topSpeed_kmps, 2) },
  { title: 'cause', cell: (one) => one.cause ?? '-' },
  { title: 'prob.', align: 'right', cell: (one) => figure(one.causeProbability, 3) },
  { title: 'sure s', align: 'right', cell: (one) => figure(one.sureAt_s, 0) },
  { title: 'recommended', cell: (one) => (one.recommended ? 'yes' : 'no') },
  { title: 'announced', cell: (one) => (one.announcedImpact ? 'yes' : 'no') },
  { title: 'impact', cell: (one) => one.impact?.kind ?? '-' },
  { title: 'holds end', cell: (one) => (one.impactHoldsEnd === null ? '-' : one.impactHoldsEnd ? 'yes' : 'no') },
];

const LEGEND = `cause: the likeliest at the end of the record. sure: since when it had 0.95, seconds after lift-off. recommended: whether a warning was.
announced: whether a ballistic impact was ever stated, or a warning recommended. impact: of what kind the last one was.
holds end: whether the last area holds the place where the record ends.`;

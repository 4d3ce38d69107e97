import { type ScanAngles, scanOfGeodetic } from '../../core/frames/imager-grid.ts';
import type { Geodetic } from '../../core/frames/geodetic.ts';
import type { Hypothesis } from '../../core/discern/hypotheses.ts';
import type { BandFrame } from '../../core/imager/frame.ts';
import { imagerFold, type ImagerReport, TURNED_DOWN_FOR, type TurnedDownFor } from '../../core/imager/imager-fold.ts';
import { seconds_us } from '../../core/time/scale.ts';
import type { Micros, Seconds } from '../../core/units.ts';
import type { Sky } from '../disturbances.ts';
import { gridOf } from './area.ts';
import { type SimulatedImager, simulatedImager } from './imager.ts';
import type { ImagerSpec } from './imager-spec.ts';
import { backdropBehind, type Behind } from './recorded-scene.ts';
import type { Sources } from './sources.ts';
import { sensorOf, theatreOfImagers } from './theatre-of-imagers.ts';

/** What is hot in an area and is no launch, and how it is looked at. */
export type HeatStudySettings = {
  readonly seed: number;
  readonly spec: ImagerSpec;
  /** Middle of the area, and its side, pixels. */
  readonly middle: ScanAngles;
  readonly side: number;
  readonly sky: Sky;
  /** When the first look begins, and how many there are. */
  readonly begin_us: Micros;
  readonly looks: number;
  sources(index: number): Sources;
  /** What was recorded behind it; simulated where it is left out. */
  readonly behind?: Behind;
  /** Who else is shown the frames of each look. */
  readonly shownTo?: (frames: readonly BandFrame[]) => void;
};

/** One thing that was told to the theatre in at least one look, though nothing was launched. */
export type ToldHeat = {
  /** Looks in which it was told, in which it was told as moving, and the first of them. */
  readonly looks: number;
  readonly moving: number;
  readonly first: number;
  /** Pixels, where it was last told. */
  readonly row: number;
  readonly column: number;
};

/** What became of it. */
export type HeatStudy = {
  readonly looks: number;
  readonly told: readonly ToldHeat[];
  readonly turnedDown: Readonly<Record<TurnedDownFor, number>>;
  /** Exceedances of each look, pixels. */
  readonly exceedances: readonly (readonly { readonly row: number; readonly column: number }[])[];
  /** What the theatre noticed, with the cause that it told last; how many of these it gave a launch point. */
  readonly events: readonly { readonly noticed_us: Micros; readonly place: Geodetic; readonly cause: Hypothesis | undefined }[];
  readonly launches: number;
  /** Where a place falls, pixels. */
  pixelOf(this: void, place: Geodetic): { readonly row: number; readonly column: number } | undefined;
};

const REPORTED_AFTER_s: Seconds = 7;

/** Renders what is hot into the looks of an imager under clouds, and follows them through detection and a theatre. */
export function studyHeat(settings: HeatStudySettings): HeatStudy {
  const { seed, spec, middle, side, sky, begin_us, shownTo } = settings;
  const area = { kind: 'mesoscale', ...middle, side_rad: side * spec.step_rad } as const;
  const backdrop = backdropBehind(settings.behind, spec, area, { seed, name: spec.satellite, begin_us });
  const imager = simulatedImager(spec, area, { seed, backdrop, sky, begin_us });
  const sensor = sensorOf(spec, spec.satellite);
  const fold = imagerFold(sensor);
  const theatre = theatreOfImagers([{ spec, sensor, imager }]);
  const told = new Map<number, ToldHeat>();
  const turnedDown: Record<TurnedDownFor, number> = { weather: 0, once: 0, clutter: 0, standing: 0 };
  const exceedances: { row: number; column: number }[][] = [];
  for (let index = 0; index < settings.looks; index++) {
    const frames = imager.look(index, settings.sources(index));
    shownTo?.(frames);
    const report = fold.take(frames);
    theatre.hear(imager.beginOf(index) + seconds_us(REPORTED_AFTER_s), report.scan);
    noteTold(told, report, index);
    for (const reason of TURNED_DOWN_FOR) turnedDown[reason] += report.turnedDown[reason];
    exceedances.push(report.exceedances.map(({ fit: { row, column } }) => ({ row, column })));
  }
  const said = [...theatre.said().values()];
  return {
    looks: settings.looks,
    told: [...told.values()],
    turnedDown,
    exceedances,
    events: said.map(({ noticed_us, place, last }) => ({ noticed_us, place, cause: last?.cause })),
    launches: said.filter(({ launched }) => launched !== undefined).length,
    pixelOf: (place) => pixelIn(spec, imager, place),
  };
}

function noteTold(told: Map<number, ToldHeat>, { burning }: ImagerReport, index: number): void {
  for (const { tracklet, moves } of burning) {
    const before = told.get(tracklet.id);
    const { row, column } = tracklet.last.fit;
    told.set(tracklet.id, {
      looks: (before?.looks ?? 0) + 1,
      moving: (before?.moving ?? 0) + (moves ? 1 : 0),
      first: before?.first ?? index,
      row,
      column,
    });
  }
}

function pixelIn(spec: ImagerSpec, { raster }: SimulatedImager, place: Geodetic): ReturnType<HeatStudy['pixelOf']> {
  const scan = scanOfGeodetic(gridOf(spec), place);
  return scan && { row: (raster.y0_rad - scan.y_rad) / raster.step_rad, column: (scan.x_rad - raster.x0_rad) / raster.step_rad };
}

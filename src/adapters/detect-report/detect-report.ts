import type { DetectSummary } from '../../api/wire-cli.ts';
import type { RejectedFor } from '../../core/imager/hot-pixels.ts';
import type { TurnedDownFor } from '../../core/imager/imager-fold.ts';
import { LONGEST_GAP_s } from '../../core/imager/laid-look.ts';
import { toDegrees } from '../../core/units.ts';
import { type Picture, pngOf } from '../imager-picture/picture.ts';
import { escaped, number, table } from '../report/html.ts';
import { pageHead } from '../report/page.ts';
import { LAUNCH_MAP_STYLE } from './launch-map.ts';
import { SPOT_CURVE_STYLE } from './spot-curve.ts';

/** A hot spot as the report shows it. `number` counts over the run. */
export type ReportedSpot = {
  readonly number: number;
  readonly place: string;
  readonly cause: string;
  readonly probability: number;
  readonly pixels: number;
  readonly peak_K: number;
  /** What it radiates, in words. */
  readonly power: string | undefined;
  readonly isAtLeast: boolean;
  readonly picture: Picture | undefined;
};

/** A pixel that stood out and is not hot. */
export type ReportedRejection = {
  readonly place: string;
  readonly rejectedFor: RejectedFor;
  readonly peak_K: number;
  readonly k: number;
  readonly picture: Picture;
};

export type ReportedLook = {
  readonly at: string;
  readonly satellite: string;
  readonly area: string;
  readonly bands: string;
  readonly files: readonly string[];
  readonly candidates: number;
  readonly rejected: Readonly<Record<RejectedFor, number>>;
  readonly spots: readonly ReportedSpot[];
  readonly rejections: readonly ReportedRejection[];
  /** How it stands beside the looks before it; absent where it is none of a series. */
  readonly series?:
    | { readonly how: string; readonly plumes: number; readonly turnedDown: Readonly<Record<TurnedDownFor, number>> }
    | undefined;
  /** An inline SVG, and how to read it; absent where there are more looks than maps. */
  readonly map: { readonly svg: string; readonly words: string /** Why it is shown. */; readonly why: string } | undefined;
};

export type ReportedLightning = {
  readonly file: string;
  readonly at: string;
  readonly satellite: string;
  readonly events: number;
  readonly groups: number;
  readonly flashes: number;
};
export type ReportedRefusal = { readonly file: string; readonly field: string; readonly message: string; readonly remedy: string };

/** A launch as it was told last. */
export type ReportedLaunch = {
  readonly place: string;
  /** Of the place, the longer half axis, one sigma. */
  readonly sigma_m: number;
  /** The ellipse that holds it with 95 %, its half axes, and where the longer one points, from north clockwise. */
  readonly ellipse: { readonly major_m: number; readonly minor_m: number; readonly azimuth_rad: number };
  readonly at: string;
  readonly sigmaTime_s: number;
  /** In words, with its error. */
  readonly heading: string;
  readonly probability: number;
  /** Why no more was said of it. */
  readonly ended?: string | undefined;
  /** In which looks it was told, the first and the last. */
  readonly told: { readonly first: string; readonly last: string };
  /** Its map, an inline SVG, and its plumes; absent where there are more launches than maps. */
  readonly figures?: { readonly map: string; readonly plumes: readonly ReportedPlume[]; readonly plumesLeft: number } | undefined;
};

/** A plume over looks: `curve` is an inline SVG. */
export type ReportedPlume = { readonly title: string; readonly facts: string; readonly curve: string; readonly strip: Picture };

/** How much was not kept of what was found: looks and hot spots without a row, pictures of those, of what was turned down, and plumes. */
export type Left = {
  readonly looks: number;
  readonly spots: number;
  readonly pictures: number;
  readonly rejections: number;
  readonly plumes: number;
};

/** What a run of `tocsin detect` found, turned down and could not use. */
export type DetectRun = {
  readonly title: string;
  readonly summary: DetectSummary;
  readonly launches: readonly ReportedLaunch[];
  /** Plumes of no launch. */
  readonly plumes: readonly ReportedPlume[];
  /** In order of time; of more than are listed those that reach a person first. */
  readonly looks: readonly ReportedLook[];
  readonly lightning: readonly ReportedLightning[];
  readonly refused: readonly ReportedRefusal[];
  readonly left: Left;
};

/** Rows of a table, at most; what is more is counted beneath. `--json` has all. */
export const MOST_ROWS = 500;
/** Rows that are seen at once; the others unfold. */
const OPEN_ROWS = 20;

/** The report on what is hot in frames, as one file of HTML: no script, nothing fetched, the same bytes for the same run. */
export function detectReport(run: DetectRun): string {
  const { title, launches, plumes, looks, lightning, refused, left } = run;
  return `${pageHead(title, `${STYLE}${LAUNCH_MAP_STYLE}${SPOT_CURVE_STYLE}`)}
<header>
<h1>${escaped(title)}</h1>
<p class="quiet">What glows around 3.9 µm and is explained neither by a warm surface nor by sunlight. One look does not tell a launch from a fire, since neither moves within it: what is hot in it is said to be a fire. Looks of one area that are no more than ${LONGEST_GAP_s} seconds apart are followed in series, and what moves in them as thrust moves it is a plume, of a launch.</p>
</header>
${headline(run)}
${launches.length === 0 ? '' : `<section aria-labelledby="launches"><h2 id="launches">Launches</h2>\n${launchesTable(launches)}\n${launches.map(launchFigures).join('\n')}${withoutFigures(launches)}\n</section>`}
${plumes.length === 0 ? '' : `<section aria-labelledby="plumes"><h2 id="plumes">Plumes of no launch</h2>\n${plumes.map(plumeFigure).join('\n')}${more(left.plumes, 'plumes were followed that stood out less')}\n</section>`}
<section aria-labelledby="hot"><h2 id="hot">Hot spots</h2>
${spotsTable(looks)}${more(left.spots, 'hot spots, that stood out less, are not listed; --json lists all')}
</section>
${looks.some(({ map }) => map !== undefined) ? `<section aria-labelledby="maps"><h2 id="maps">Where they are</h2>\n${mapsOf(looks, run.summary.looks)}\n</section>` : ''}
${section('near', 'Their neighbourhoods', looks.flatMap(spotFigures), more(left.pictures, 'hot spots have no picture here: the same in other looks of a series, and what stood out less'))}
<section aria-labelledby="down"><h2 id="down">What was turned down</h2>
${rejectedTable(looks)}
${seriesTable(looks)}
${more(left.looks, 'looks, in which less was to be seen, are not listed')}${pictures(looks.flatMap(rejectionFigures))}${more(left.rejections, 'pixels that stood out most of their look have no picture here: the same in other looks of a series, and what stood out less')}
</section>
${lightning.length === 0 ? '' : `<section aria-labelledby="flashes"><h2 id="flashes">Lightning</h2>\n${lightningTable(lightning)}\n</section>`}
<section aria-labelledby="files"><h2 id="files">Files</h2>
${refusedTable(refused)}
${filesTable(run)}
</section>
<footer><p>Made by tocsin detect.</p></footer>
</main>
</body>
</html>
`;
}

function headline({ summary: { byCause, unlikely, candidates, launches, refused, looks, frames: read }, lightning }: DetectRun): string {
  const frames = read - lightning.length;
  const item = (name: string, value: number, unit: string): string =>
    `<li><span class="name">${escaped(name)}</span> <span class="value">${number(value)}</span><span class="unit">${escaped(unit)}</span></li>`;
  return `<ul class="figures">${[
    item(
      'Launches',
      launches,
      byCause.plume === 0
        ? 'nothing burns and moves'
        : `plumes in sight ${byCause.plume === 1 ? 'once' : `${number(byCause.plume)} times`}`,
    ),
    item(
      'Hot spots',
      byCause.fire,
      `${byCause.fire === 1 ? 'fire' : 'fires'}${unlikely === 0 ? '' : `, ${number(unlikely)} less likely than not`}`,
    ),
    item('Looks', looks, frames === 1 ? 'of one frame' : `of ${number(frames)} frames`),
    item('Pixels that stood out', candidates, ''),
    ...(byCause.lightning > 0 ? [item('Flashes of lightning', byCause.lightning, '')] : []),
    item('Files refused', refused, ''),
  ].join('')}</ul>`;
}

function launchesTable(launches: readonly ReportedLaunch[]): string {
  return bounded(launches, (shown) =>
    table<ReportedLaunch>(
      'As they were told last',
      [
        { title: 'From', cell: ({ place, sigma_m }) => `${escaped(place)} ±&nbsp;${(sigma_m / 1000).toFixed(1)}&nbsp;km` },
        { title: '95 % ellipse', cell: ellipseText },
        {
          title: 'Launched',
          cell: ({ at, sigmaTime_s }) => `<span class="time">${escaped(seconds(at))}</span> ±&nbsp;${sigmaTime_s.toFixed(0)}&nbsp;s`,
        },
        { title: 'Heading', cell: ({ heading }) => heading },
        { title: 'Confidence', numeric: true, cell: ({ probability }) => probability.toFixed(2) },
        { title: 'First told by the look of', cell: ({ told }) => `<span class="time">${escaped(seconds(told.first))}</span>` },
        {
          title: 'Last',
          cell: ({ told, ended }) =>
            `<span class="time">${escaped(seconds(told.last))}</span>${ended === undefined ? '' : `: ${escaped(ended)}`}`,
        },
      ],
      shown,
    ),
  );
}

/** `1.2 × 0.6 km, the longer half axis towards 045°`, in short. */
function ellipseText({ ellipse: { major_m, minor_m, azimuth_rad } }: ReportedLaunch): string {
  const km = (length_m: number): string => (length_m / 1000).toFixed(1);
  return `${km(major_m)}&nbsp;×&nbsp;${km(minor_m)}&nbsp;km, ${String(Math.round(toDegrees(azimuth_rad)) % 180).padStart(3, '0')}°`;
}

function launchFigures({ place, at, heading, figures }: ReportedLaunch): string {
  if (figures === undefined) return '';
  const title = `${place}, ${seconds(at)}`;
  const map = `<figure><h3>${escaped(title)}</h3><p class="summary">Heading ${escaped(heading)}.</p>${wide(title, figures.map)}<figcaption>North up. Cross: where it was launched, in the ellipse that holds that with 95 %. White sector: the arc of its heading. Dots: where a satellite’s line of sight to its plume meets the ground, farther beyond it the higher it is; the last one with the seconds since the launch.</figcaption></figure>`;
  return `${map}\n${figures.plumes.map(plumeFigure).join('\n')}${more(figures.plumesLeft, 'plumes of it are not shown')}`;
}

function withoutFigures(launches: readonly ReportedLaunch[]): string {
  return more(launches.filter(({ figures }) => figures === undefined).length, 'launches, less likely ones, have no map here');
}

function plumeFigure({ title, facts, curve, strip }: ReportedPlume): string {
  return `<figure class="plume"><h3>${escaped(title)}</h3><p class="summary">${escaped(facts)}</p>${wide(title, curve)}${image(strip)}<figcaption>${escaped(strip.words)}</figcaption></figure>`;
}

/** A drawing that scrolls where a page is narrow: its letters stay large enough. */
function wide(title: string, svg: string): string {
  return `<div class="scroll" role="group" aria-label="${escaped(title)}" tabindex="0">${svg}</div>`;
}

/** How many more there are, of what; nothing where there are none. */
function more(count: number, ofWhat: string): string {
  return count === 0 ? '' : `<p class="quiet">${number(count)} more ${escaped(ofWhat)}.</p>`;
}

type SpotRow = ReportedSpot & { readonly look: ReportedLook };

function spotsTable(looks: readonly ReportedLook[]): string {
  const rows = looks.flatMap((look) => look.spots.map((spot): SpotRow => ({ ...spot, look })));
  if (rows.length === 0) return '<p class="answer">Nothing is hot.</p>';
  return bounded(rows, (shown) =>
    table<SpotRow>(
      'By look, the one that stands out most first',
      [
        { title: 'No.', numeric: true, cell: (row) => String(row.number) },
        { title: 'Place', cell: ({ place }) => escaped(place) },
        { title: SEEN.title, cell: ({ look }) => SEEN.cell(look) },
        { title: 'By', cell: ({ look }) => escaped(`${look.satellite} ${look.area}`) },
        { title: 'Cause', cell: ({ cause }) => escaped(cause) },
        { title: 'Confidence', numeric: true, cell: ({ probability }) => probability.toFixed(2) },
        { title: 'Pixels', numeric: true, cell: ({ pixels }) => number(pixels) },
        { title: 'Hottest', numeric: true, cell: temperatureText },
        { title: 'Radiates', numeric: true, cell: powerCell },
      ],
      shown,
    ),
  );
}

function temperatureText({ peak_K, isAtLeast }: Pick<ReportedSpot, 'peak_K' | 'isAtLeast'>): string {
  return `${isAtLeast ? 'at least ' : ''}${peak_K.toFixed(0)} K`;
}

function powerCell({ power, isAtLeast }: Pick<ReportedSpot, 'power' | 'isAtLeast'>): string {
  return power === undefined ? '' : escaped(`${isAtLeast ? 'at least ' : ''}${power}`);
}

function mapsOf(looks: readonly ReportedLook[], all: number): string {
  const maps = looks.map((look) => {
    if (look.map === undefined) return '';
    const hot = counted(look.spots.length, 'hot spot');
    const plumes = counted(look.series?.plumes ?? 0, 'plume');
    const found = [plumes, plumes === undefined ? hot : hot?.replace('One', 'one')].filter((words) => words !== undefined).join(' and ');
    return `<figure><h3>${escaped(nameOf(look))}</h3><p class="summary">${escaped(look.map.why)}. ${found === '' ? '' : `${found}, in ${found.startsWith('One') && !found.includes(' and ') ? 'the ring' : 'rings'}. `}${look.files.length === 1 ? 'Band' : 'Bands'} ${escaped(look.bands)}.</p><div class="scroll" role="group" aria-label="${escaped(nameOf(look))}" tabindex="0">${look.map.svg}</div><figcaption>${escaped(look.map.words)}</figcaption></figure>`;
  });
  const without = all - looks.filter(({ map }) => map !== undefined).length;
  return `${maps.join('\n')}${more(without, 'looks have no map here: those have one that tell of a launch, then those with a plume, then those in which most stands out')}`;
}

/** `One plume`, `3 plumes`; undefined of none. */
function counted(count: number, one: string): string | undefined {
  return count === 0 ? undefined : count === 1 ? `One ${one}` : `${number(count)} ${one}s`;
}

function nameOf({ at, satellite, area }: ReportedLook): string {
  return `${seconds(at)}, ${satellite} ${area}`;
}

const SEEN = { title: 'Seen', cell: ({ at }: { readonly at: string }) => `<span class="time">${escaped(seconds(at))}</span>` } as const;

/** `2019-10-27 20:00:27 UTC`: a scan takes seconds. */
function seconds(at: string): string {
  return `${at.slice(0, 19).replace('T', ' ')} UTC`;
}

function spotFigures(look: ReportedLook): string[] {
  return look.spots.flatMap((spot) =>
    spot.picture === undefined
      ? []
      : [
          pictureFigure(
            `${spot.number}: ${spot.place}`,
            spot.picture,
            `${spot.cause}, ${temperatureText(spot)}, ${spot.pixels} ${spot.pixels === 1 ? 'pixel' : 'pixels'}; ${nameOf(look)}`,
          ),
        ],
  );
}

function rejectionFigures(look: ReportedLook): string[] {
  return look.rejections.map(({ place, rejectedFor, peak_K, k, picture }) =>
    pictureFigure(
      `${place}: ${rejectedFor}`,
      picture,
      `${peak_K.toFixed(0)} K, ${number(k)} spreads over its surroundings; ${REASONS[rejectedFor]}; ${nameOf(look)}`,
    ),
  );
}

function pictureFigure(title: string, picture: Picture, facts: string): string {
  return `<figure><h3>${escaped(title)}</h3><p class="summary">${escaped(facts)}</p>${image(picture)}<figcaption>${escaped(picture.words)}</figcaption></figure>`;
}

function image(picture: Picture): string {
  const png = Buffer.from(pngOf(picture)).toString('base64');
  return `<img src="data:image/png;base64,${png}" width="${picture.width}" height="${picture.height}" alt="${escaped(picture.words)}">`;
}

function pictures(figures: readonly string[]): string {
  return figures.length === 0 ? '' : `<div class="pictures">${figures.join('\n')}</div>`;
}

function section(id: string, title: string, figures: readonly string[], beneath: string): string {
  return figures.length === 0
    ? ''
    : `<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>\n${pictures(figures)}${beneath}\n</section>`;
}

const REASONS: Readonly<Record<RejectedFor, string>> = {
  texture: 'others around it stand out as much',
  surface: 'the surface is as warm there',
  sunlight: 'the Sun may shine there on something as bright',
};

function rejectedTable(looks: readonly ReportedLook[]): string {
  if (looks.length === 0) return '<p>No look was read.</p>';
  return bounded(looks, (shown) =>
    table<ReportedLook>(
      'Pixels that stand out of their neighbours, by look and why they are not hot',
      [
        SEEN,
        { title: 'By', cell: ({ satellite, area }) => escaped(`${satellite} ${area}`) },
        { title: 'Stood out', numeric: true, cell: ({ candidates }) => number(candidates) },
        { title: 'Texture', numeric: true, cell: ({ rejected }) => number(rejected.texture) },
        { title: 'Surface', numeric: true, cell: ({ rejected }) => number(rejected.surface) },
        { title: 'Sunlight', numeric: true, cell: ({ rejected }) => number(rejected.sunlight) },
      ],
      shown,
    ),
  ).concat(
    `<p class="quiet">${Object.entries(REASONS)
      .map(([reason, meaning]) => `<b>${reason}</b>: ${meaning}`)
      .join('. ')}.</p>`,
  );
}

/** What the fold over looks says of what it tells nobody. */
const TURNED_DOWN: Readonly<Record<TurnedDownFor, string>> = {
  weather: 'other bands show it as a cloud’s change, or sunlight’s',
  once: 'it was seen once, and not again',
  clutter: 'it was never surer than others around it',
  standing: 'it burns where it is, or goes with the wind',
};

function seriesTable(looks: readonly ReportedLook[]): string {
  const rows = looks.flatMap(({ series, ...look }) => (series === undefined ? [] : [{ ...series, look }]));
  if (rows.length === 0) return '';
  const reasons = Object.keys(TURNED_DOWN) as TurnedDownFor[];
  return bounded(rows, (shown) =>
    table<(typeof rows)[number]>(
      'What stands out of the looks before, and why it is no plume',
      [
        { title: SEEN.title, cell: ({ look }) => SEEN.cell(look) },
        { title: 'By', cell: ({ look }) => escaped(`${look.satellite} ${look.area}`) },
        { title: 'Followed', cell: ({ how }) => escaped(how) },
        { title: 'Plumes', numeric: true, cell: ({ plumes }) => number(plumes) },
        ...reasons.map((reason) => ({
          title: `${reason[0].toUpperCase()}${reason.slice(1)}`,
          numeric: true,
          cell: ({ turnedDown }: (typeof rows)[number]) => number(turnedDown[reason]),
        })),
      ],
      shown,
    ),
  ).concat(`<p class="quiet">${reasons.map((reason) => `<b>${reason}</b>: ${TURNED_DOWN[reason]}`).join('. ')}.</p>`);
}

function lightningTable(lightning: readonly ReportedLightning[]): string {
  return bounded(lightning, (shown) =>
    table<ReportedLightning>(
      'Files of lightning, some twenty seconds each',
      [
        { ...SEEN, title: 'From' },
        { title: 'By', cell: ({ satellite }) => escaped(satellite) },
        { title: 'Flashes', numeric: true, cell: ({ flashes }) => number(flashes) },
        { title: 'Groups', numeric: true, cell: ({ groups }) => number(groups) },
        { title: 'Events', numeric: true, cell: ({ events }) => number(events) },
      ],
      shown,
    ),
  );
}

function refusedTable(refused: readonly ReportedRefusal[]): string {
  if (refused.length === 0) return '<p>None was refused.</p>';
  return bounded(refused, (shown) =>
    table<ReportedRefusal>(
      'Refused',
      [
        { title: 'File', cell: ({ file }) => `<span class="path">${escaped(file)}</span>` },
        { title: 'Field', cell: ({ field }) => escaped(field === '' ? '–' : field) },
        { title: 'Why', cell: ({ message }) => escaped(message) },
        { title: 'What to do', cell: ({ remedy }) => escaped(remedy) },
      ],
      shown,
    ),
  );
}

function filesTable({ looks, lightning }: DetectRun): string {
  const used = [
    ...looks.flatMap((look) => look.files.map((file) => ({ file, as: nameOf(look) }))),
    ...lightning.map(({ file, at, satellite }) => ({ file, as: `lightning, ${seconds(at)}, ${satellite}` })),
  ];
  if (used.length === 0) return '<p>None was used.</p>';
  const rows = bounded(used, (shown) =>
    table<(typeof used)[number]>(
      'Used',
      [
        { title: 'File', cell: ({ file }) => `<span class="path">${escaped(file)}</span>` },
        { title: 'As', cell: (row) => escaped(row.as) },
      ],
      shown,
    ),
  );
  return `<details><summary>Used: ${number(used.length)}</summary><div class="card">${rows}</div></details>`;
}

function bounded<Row>(rows: readonly Row[], drawn: (shown: readonly Row[]) => string): string {
  const folded = rows.slice(OPEN_ROWS, MOST_ROWS);
  const rest = rows.length - MOST_ROWS;
  const more = folded.length === 0 ? '' : `<details><summary>${number(folded.length)} more</summary>${drawn(folded)}</details>`;
  return `${drawn(rows.slice(0, OPEN_ROWS))}${more}${rest > 0 ? `<p class="quiet">${number(rest)} more are not listed here; --json lists all.</p>` : ''}`;
}

const STYLE = `
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 310px), 1fr)); gap: 16px; margin: 16px 0; }
.pictures figure { margin: 0; padding: 14px 16px; }
.pictures h3 { font-size: 15px; }
.pictures .summary { font-size: 14px; }
.plume img { display: block; max-width: 100%; height: auto; margin: 10px auto 6px; }
.pictures img, .frame { display: block; width: 100%; height: auto; margin: 10px 0 6px; }
.pictures figcaption { font-size: 13px; }
.frame { image-rendering: pixelated; max-width: 760px; margin-left: auto; margin-right: auto; }
.frame .line { fill: none; stroke: #fff; stroke-opacity: 0.35; stroke-width: 1; vector-effect: non-scaling-stroke; }
.frame .name, .frame .number { font: calc(12 * var(--size)) system-ui, sans-serif; fill: #fff; fill-opacity: 0.8; paint-order: stroke; stroke: #000; stroke-opacity: 0.6; stroke-width: calc(2 * var(--size)); }
.frame .number { font-size: calc(15 * var(--size)); font-weight: 700; fill: #00cdff; fill-opacity: 1; stroke-opacity: 0.9; stroke-width: calc(3 * var(--size)); }
.frame .mark { fill: none; stroke: #00cdff; stroke-width: 2; vector-effect: non-scaling-stroke; }
.path { overflow-wrap: anywhere; }
.time { white-space: nowrap; }
`;

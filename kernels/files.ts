import { importsOf, typescriptOf } from './emit.ts';
import type { Kernel } from './kernel.ts';
import { EARTH, NAMED } from './spec/earth.ts';
import { innovationLayout } from './spec/kalman.ts';
import { constantOf, layout, type Layout } from './spec/layout.ts';
import { merge, mixTwo } from './spec/mixture.ts';
import { boost, coast, constantVelocity, entry, manoeuvre } from './spec/motion.ts';
import { innovatePolar, POLAR3, POLAR4, type Polar, projectPolar, updatePolar } from './spec/polar.ts';
import { predictKernel } from './spec/predict.ts';
import { separated } from './spec/separated.ts';
import { innovateSight, projectSight, updateSight } from './spec/sight.ts';

const FOLDER = new URL('../src/core/track/kernels/', import.meta.url);

type File = { readonly name: string; readonly from: string; readonly layouts?: readonly Described[]; readonly kernels: readonly Kernel[] };
type Described = { readonly layout: Layout; readonly about: string };

/** Lengths of the states that there are: position and velocity; with ln 1/β; with an acceleration. */
const LENGTHS = [6, 7, 9];
const MOST_STATES = 9;

/** Every generated file, as it should stand. */
export function generatedFiles(): { url: URL; text: string }[] {
  return files().map((file) => ({ url: new URL(file.name, FOLDER), text: textOf(file) }));
}

/** All kernels, for whoever wants them in another language. */
export const allKernels = (): readonly Kernel[] => files().flatMap((file) => file.kernels);

function files(): File[] {
  const motions = [constantVelocity, coast(EARTH), entry(EARTH), boost(EARTH), manoeuvre(EARTH)];
  return [
    ...motions.map((motion) => ({
      name: `predict${motion.name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`,
      from: 'kernels/spec/motion.ts and predict.ts',
      kernels: [predictKernel(motion)],
    })),
    {
      name: 'predict-separated.ts',
      from: 'kernels/spec/separated.ts and predict.ts',
      kernels: [predictKernel(separated(constantVelocity)), predictKernel(separated(coast(EARTH)))],
    },
    ...polarFiles(POLAR3),
    ...polarFiles(POLAR4),
    ...sightFiles(),
    { name: 'mixture.ts', from: 'kernels/spec/mixture.ts', kernels: [...LENGTHS.map(merge), mixTwo(6)] },
  ];
}

function polarFiles(polar: Polar): File[] {
  const m = polar.dimension;
  const prefix = polar.name.toUpperCase();
  const rate = <T>(...parts: T[]): T[] => (polar.rate ? parts : []);
  const plot = layout(
    `${prefix}_PLOT`,
    ['range', 1],
    ['pointing', 3],
    ['variances', 3],
    ...rate(['rate', 1] as const, ['rateVariance', 1] as const),
  );
  const work = layout(
    `${prefix}_WORK`,
    ['range', 1],
    ['sight', 3],
    ['right', 3],
    ['above', 3],
    ...rate(['rate', 1] as const, ['rateSlope', 3] as const),
    ['hph', (m * (m + 1)) / 2],
    ['ph', MOST_STATES * m],
  );
  const innovation = innovationLayout(`${prefix}_INNOVATION`, m, m);
  const inRate = polar.rate ? '; range rate, m/s, and its variance' : '';
  const sensor: Sensor = {
    layouts: [
      {
        layout: plot,
        about: `A plot: range, m; pointing, a unit vector in world axes; variances of range, m², and of the angles across, rad²${inRate}.`,
      },
      { layout: work, about: WORK },
      { layout: innovation, about: INNOVATION },
    ],
    project: (n) => projectPolar(polar, n, work),
    innovate: innovatePolar(polar, work, plot, innovation),
    update: (n) => updatePolar(polar, n, work, innovation),
  };
  return room(polar.name.toLowerCase(), 'kernels/spec/polar.ts and kalman.ts', sensor, polar.rate);
}

function sightFiles(): File[] {
  const detection = layout('SIGHT_PLOT', ['pointing', 3], ['covariance', 3]);
  const work = layout('SIGHT_WORK', ['range', 1], ['sight', 3], ['right', 3], ['above', 3], ['hph', 3], ['ph', MOST_STATES * 2]);
  const innovation = innovationLayout('SIGHT_INNOVATION', 2, 3);
  return room('sight', 'kernels/spec/sight.ts and kalman.ts', {
    layouts: [
      {
        layout: detection,
        about: 'A direction: a unit vector in world axes, and its covariance across as packed lower triangle (right, up), rad².',
      },
      { layout: work, about: WORK },
      { layout: innovation, about: INNOVATION },
    ],
    project: (n) => projectSight(n, work),
    innovate: innovateSight(work, detection, innovation),
    update: (n) => updateSight(n, work, innovation),
  });
}

const WORK = 'What `project` predicts of a state. hph is H P Hᵀ packed, ph is P Hᵀ by rows.';
const INNOVATION =
  'What `innovate` finds. S scaled to unit diagonal is L D Lᵀ; scale holds 1/√S_ii, lower what is below the diagonal of L.';

type Sensor = {
  readonly layouts: readonly Described[];
  project(n: number): Kernel;
  readonly innovate: Kernel;
  update(n: number): Kernel;
};

/** A file for what depends on the sensor alone, and one for each length of the state, or two where one would be too long. */
function room(name: string, from: string, { layouts, project, innovate, update }: Sensor, apart = false): File[] {
  return [
    { name: `${name}.ts`, from, layouts, kernels: [innovate] },
    ...LENGTHS.flatMap((n) =>
      apart
        ? [
            { name: `${name}-project-of-${n}.ts`, from, kernels: [project(n)] },
            { name: `${name}-update-of-${n}.ts`, from, kernels: [update(n)] },
          ]
        : [{ name: `${name}-of-${n}.ts`, from, kernels: [project(n), update(n)] }],
    ),
  ];
}

function textOf({ from, layouts = [], kernels }: File): string {
  const lines = [`// Generated by \`npm run generate\` from ${from}: change that, not this.`];
  lines.push(...importsOf(kernels).map(({ module, names }) => `import { ${names.join(', ')} } from '${module}';`), '');
  for (const { layout: one, about } of layouts) lines.push(...constantOf(one, about), '');
  return [...lines, kernels.map((one) => typescriptOf(one, NAMED)).join('\n')].join('\n');
}

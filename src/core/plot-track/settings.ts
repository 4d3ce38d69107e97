import { DECISIONS } from '../track/decide/decide.ts';
import { type Fault, numberFault, shown } from '../valid.ts';

/** Tunables of the multi-object tracker, declared once. They are the same for all families of scenes. */
export const MULTI_SETTINGS = {
  lifetime_s: {
    unit: 's',
    default: 2500,
    range: [10, 1e6],
    doc: 'Mean time that an object goes on existing while it is in view.',
    source: 'own choice: objects leave by the edge of the view, hardly ever inside it',
  },
  newObjectsPerScan: {
    unit: '1',
    default: 1,
    range: [1e-3, 1e5],
    doc: 'New objects expected in the first scans; later the tracker goes by how many it has confirmed.',
    source: 'own choice',
  },
  promoteExistence: {
    unit: '1',
    default: 0.6,
    range: [0.05, 0.95],
    doc: 'Probability of existence, by the scan in hand and its clutter alone, at which a tentative object joins the joint stage.',
    source: 'own choice: 0.1 to 0.6 give the same accuracy on the test scenes, the higher one smaller clusters',
  },
  confirmExistence: {
    unit: '1',
    default: 0.5,
    range: [0.05, 0.999],
    doc: 'Probability of existence above which a track is reported.',
    source: 'own choice: more likely there than not; what a missed and a false track cost alike (GOSPA)',
  },
  confirmByOnePlot: {
    unit: '1',
    default: 0.99,
    range: [0.05, 0.999],
    doc: 'The same of a track that has one plot: only the densities of clutter and of new objects speak for it.',
    source: 'own choice: where clutter is rarer than one plot in a hundred scans of new objects',
  },
  forgetExistence: {
    unit: '1',
    default: 5e-4,
    range: [1e-6, 0.1],
    doc: 'Probability of existence below which a tentative object is dropped.',
    source: 'own choice: an object that a first plot in dense clutter started survives one miss',
  },
  endExistence: {
    unit: '1',
    default: 0.02,
    range: [1e-4, 0.4],
    doc: 'Probability of existence below which a track ends.',
    source: 'own choice',
  },
  jointHypotheses: {
    unit: '1',
    default: 100,
    range: [1, 5000],
    doc: 'Most joint hypotheses kept in a cluster; at the bound the least likely go.',
    source: 'own choice: 150 gain 0.3 % in GOSPA on groups of five over 50',
  },
  dropWeight: {
    unit: '1',
    default: 1e-3,
    range: [1e-9, 0.1],
    doc: 'Share of a cluster’s probability below which a joint hypothesis goes.',
    source: 'own choice',
  },
  tentativeObjects: {
    unit: '1',
    default: 200_000,
    range: [100, 5_000_000],
    doc: 'Most tentative objects held; at the bound new plots start none until some are gone.',
    source: 'own choice: memory of about 150 MB',
  },
} as const;

export type MultiSettings = { readonly [name in keyof typeof MULTI_SETTINGS]: number };

export function defaultMultiSettings(): MultiSettings {
  return Object.fromEntries(Object.entries(MULTI_SETTINGS).map(([name, setting]) => [name, setting.default])) as MultiSettings;
}

export type Associator = keyof typeof DECISIONS;
export const ASSOCIATORS = Object.keys(DECISIONS) as Associator[];

export type MultiOptions = {
  readonly associator?: Associator;
  /** What becomes of a track that flies out of the sensor's view. With one sensor it ends: nothing will tell of it. With several that look at
   *  different parts it coasts, since the next one may see it. */
  readonly outsideView?: 'ends' | 'coasts';
  readonly settings?: Partial<MultiSettings>;
  /** Hypotheses that room is reserved for at the start; more are held all the same, but growing copies all and needs room for both. */
  readonly hypotheses?: number;
};

/** Why settings cannot be taken, the first that cannot; undefined when all can. They may come from a caller without types. */
export function multiSettingsFault(settings: Partial<MultiSettings>): Fault | undefined {
  for (const [name, value] of Object.entries(settings)) {
    const place = `settings.${name}`;
    if (!isMultiSetting(name))
      return { place, message: 'no setting is called so', remedy: `known: ${Object.keys(MULTI_SETTINGS).join(', ')}` };
    const { unit, range, doc } = MULTI_SETTINGS[name];
    const fault = numberFault(place, value, {
      unit: unit === '1' ? '' : unit,
      range,
      remedy: `leave it out for ${shown(MULTI_SETTINGS[name].default)}. ${doc}`,
    });
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function isMultiSetting(name: string): name is keyof MultiSettings {
  return Object.hasOwn(MULTI_SETTINGS, name);
}

/** Every tunable, declared once; validation, documentation and console read it from here. */
export const SETTINGS = {
  recommendProbability: {
    unit: '1',
    default: 0.95,
    range: [0.5, 0.9999],
    doc: 'Least probability of a ballistic missile at which protective action is recommended.',
    source:
      'own choice: one wrong recommendation in twenty at the threshold, far fewer above it; both phenomenologies are asked for besides',
  },
  areaProbability: {
    unit: '1',
    default: 0.95,
    range: [0.5, 0.999],
    doc: 'Probability that the estimate’s area holds the impact point.',
    source: 'own choice: the usual confidence of published error ellipses',
  },
  shelterRadius_m: {
    unit: 'm',
    default: 5_000,
    range: [0, 100_000],
    doc: 'How far around the area that holds the impact people are told to take shelter.',
    source:
      'own choice: glass breaks and injures to about 5 km from a burst of 10 kt (Planning Guidance for Response to a Nuclear Detonation, 2010: light damage), a conventional warhead much less far; more would make the area of a short rocket many times its flight',
  },
  assessmentInterval_s: {
    unit: 's',
    default: 5,
    range: [1, 60],
    doc: 'Time between two assessments of one event.',
    source: 'own choice: a picture that people can follow',
  },
  reorderLag_s: {
    unit: 's',
    default: 2,
    range: [0, 10],
    doc: 'How long a scan waits for older ones that are still on their way.',
    source: 'own choice: longer than the latency of the generic sensors',
  },
  lateHorizon_s: {
    unit: 's',
    default: 15,
    range: [0, 60],
    doc: 'How much older than the newest folded scan a scan may be and still be taken, by folding again from before it. 0 takes none.',
    source: 'own choice: a lost link that comes back, a relay with a store; beyond it a track has been assessed three times',
  },
  lateHorizonMost_s: {
    unit: 's',
    default: 45,
    range: [0, 120],
    doc: 'How far the horizon grows by itself for a sensor whose scans are always later than lateHorizon_s. 0 lets it not grow.',
    source: 'own choice: what is older has been assessed nine times without it; folding again costs in proportion',
  },
  silentAfterLooks: {
    unit: '1',
    default: 5,
    range: [2, 100],
    doc: 'Looks that may be missing before a sensor counts as silent; what its scans are late by is added.',
    source: 'own choice: with one scan in twenty lost on the way, five in a row are 3 in 10 million',
  },
  registrationInterval_s: {
    unit: 's',
    default: 10,
    range: [0, 60],
    doc: 'Time between two estimates of the radars’ biases from what they see together. 0 makes none, and leaves plots as they come.',
    source: 'own choice: five plots of each radar on each track',
  },
  jointHypotheses: {
    unit: '1',
    default: 1,
    range: [1, 50],
    doc: 'Joint hypotheses that contending tracks are followed with, at most. With 1 each track is the mixture of what it may have done.',
    source: 'own choice: in raids of sixty missiles ten miss 8 in a hundred fewer, have a fifth more doubles and cost half as much again',
  },
  signatureLasts_s: {
    unit: 's',
    default: 300,
    range: [30, 3600],
    doc: 'How long a first signature waits for the second, of a release and of a retraction.',
    source: 'own choice: longer than two people need who are asked together, shorter than a forgotten click is forgotten',
  },
  aliveInterval_s: {
    unit: 's',
    default: 10,
    range: [1, 60],
    doc: 'Time between two signs of life.',
    source: 'own choice',
  },
} as const;

export type SettingName = keyof typeof SETTINGS;
export type Settings = Record<SettingName, number>;

export function defaultSettings(): Settings {
  return {
    recommendProbability: SETTINGS.recommendProbability.default,
    areaProbability: SETTINGS.areaProbability.default,
    shelterRadius_m: SETTINGS.shelterRadius_m.default,
    assessmentInterval_s: SETTINGS.assessmentInterval_s.default,
    reorderLag_s: SETTINGS.reorderLag_s.default,
    lateHorizon_s: SETTINGS.lateHorizon_s.default,
    lateHorizonMost_s: SETTINGS.lateHorizonMost_s.default,
    silentAfterLooks: SETTINGS.silentAfterLooks.default,
    registrationInterval_s: SETTINGS.registrationInterval_s.default,
    jointHypotheses: SETTINGS.jointHypotheses.default,
    signatureLasts_s: SETTINGS.signatureLasts_s.default,
    aliveInterval_s: SETTINGS.aliveInterval_s.default,
  };
}

/** Why a setting cannot take a value, or undefined when it can. */
export function settingError(name: string, value: number): string | undefined {
  if (!isSetting(name)) return `no setting is called ${name}; there are ${Object.keys(SETTINGS).join(', ')}`;
  const [least, most] = SETTINGS[name].range;
  return value >= least && value <= most ? undefined : `${name} takes ${least} to ${most} ${SETTINGS[name].unit}, not ${value}`;
}

export function isSetting(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}

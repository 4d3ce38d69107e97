/** Figures of Stone Soup (dstl, MIT licence), v1.9.1-66-gec032a9f: those asserted by its own tests of metrics, and its radar equation as it
 *  computes it. Sets are on a line where one number a point is given. */

export const OSPA_CASES = [
  { c: 10, tracks: [0.5, 1.5, 2.5, 3.5], truth: [0, 1, 2, 3, 4], p1: 2.4, p2: 4.49444, pInfinity: 10 },
  { c: 10, tracks: [1.2, 2.2, 3.2, 4.2], truth: [1, 2, 3, 4, 5], p1: 2.16, p2: 4.47571, pInfinity: 10 },
  { c: 10, tracks: [0.5, 1.5, 2.5, 3.5, 4.5], truth: [0, 1, 2, 3, 4], p1: 0.5, p2: 0.5, pInfinity: 0.5 },
  { c: 10, tracks: [1.2, 2.2, 3.2, 4.2, 5.2], truth: [1, 2, 3, 4, 5], p1: 0.2, p2: 0.2, pInfinity: 0.2 },
] as const;

export const GOSPA_CASES = [
  { c: 10, p: 1, tracks: [0.5, 1.5, 2.5, 3.5, 4.5], truth: [0, 1, 2, 3, 4], distance: 2.5 },
  { c: 10, p: 1, tracks: [1, 2, 3, 4, 5], truth: [0, 1, 2, 3, 4], distance: 5 },
] as const;

/** Three objects and three tracks at three times; c = 2, p = 2, penalty 3. Parts are of the distance's square, switching is its root. */
export const SWITCHING = {
  c: 2,
  p: 2,
  penalty: 3,
  tracks: [
    [1, 2, 2],
    [2, 1, 1],
    [3, 100, 3],
  ],
  truth: [
    [1, 1, 1],
    [2, 2, 2],
    [3, 3, 3],
  ],
  scans: [
    { distance: 0, missed: 0, false: 0, localisation: 0, switching: 0 },
    { distance: 5.1478150704935, missed: 2, false: 2, localisation: 0, switching: 4.743416490252569 },
    { distance: 2.121320343559643, missed: 0, false: 0, localisation: 0, switching: 2.121320343559643 },
  ],
} as const;

/** Which track each object has, time after time (null: none; left out: not there), and the changes that are charged. */
export const SWITCHING_LOSSES: readonly {
  readonly links: readonly Readonly<Record<string, number | null>>[];
  readonly loss: readonly number[];
}[] = [
  {
    links: [
      { 0: 0, 1: 1, 2: 2 },
      { 0: 0, 1: 1, 2: 2 },
      { 0: 0, 1: 1, 2: null },
      { 0: 0, 1: 1, 2: 2 },
      { 0: 1, 1: 0, 2: 2 },
      { 0: 1, 1: 0, 2: 2 },
      { 0: null, 1: 2, 2: 0 },
    ],
    loss: [0, 0, 0.5, 0.5, 2, 0, 2.5],
  },
  {
    links: [
      { 0: 0, 1: 1, 2: 2 },
      { 0: null, 1: null, 2: null },
      { 0: 3, 1: null, 2: null },
    ],
    loss: [0, 1.5, 0.5],
  },
  {
    links: [
      { 0: null, 1: null, 2: null },
      { 0: 0, 1: 1, 2: 2 },
    ],
    loss: [0, 0],
  },
  { links: [{ 0: 0, 1: 1 }, { 0: 0 }, { 0: 0, 1: 1 }, { 0: 0, 1: 2 }], loss: [0, 0, 0, 1] },
];

/** Three objects with scans at 0, 1, 2, 3 s and the stretches in which tracks belong to them; the states of the first two pairs at 0 s
 *  (x, vx, y, vy). Accuracies at one time are sums over the pairs. */
export const SIAP = {
  times_s: [0, 1, 2, 3],
  holds: [
    [
      { track: 'a', from_s: 0, to_s: 2 },
      { track: 'c', from_s: 1, to_s: 3 },
    ],
    [
      { track: 'b', from_s: 0, to_s: 1 },
      { track: 'b', from_s: 2, to_s: 3 },
    ],
    [{ track: 'c', from_s: 1, to_s: 2 }],
  ],
  truthAt0: [
    [0, 1, 0, 1],
    [-2, 1, -2, 1],
    [-1, 1, 1, 0],
  ],
  tracksAt0: [
    [0.1, 1.2, 0.1, 1.2],
    [-2.5, 1.6, -2.5, 1.6],
    [-1.99, 1.99, 1.99, 1.99],
  ],
  positionAccuracyAt0: 0.848528137423857,
  velocityAccuracyAt0: 1.131370849898476,
  tracked_s: [3, 2, 1],
  fewestTracks: [2, 2, 1],
  longest_s: [2, 2, 1],
  trackNumberChangeRate: 1 / 3,
} as const;

/** A phased array and what it makes of a target at a place in its own axes, with its beam at an azimuth and elevation. */
export const RADAR_EQUATION = [
  {
    radar: {
      antennaGain_dB: 30,
      frequency_Hz: 1e8,
      pulses: 5,
      dutyCycle: 0.1,
      bandwidth_Hz: 3e7,
      beamWidth_deg: 10,
      falseAlarmProbability: 1e-6,
      noiseFigure_dB: 3,
      peakPower_W: 5e4,
    },
    beam_deg: [15, 20],
    target_m: [75_000, 10_000, 20_000],
    crossSection_m2: 10,
    signalToNoise: 16.008920727478998,
    detectionProbability: 0.6877892349860124,
    power_W: 7714.997119552148,
    gain_dB: 29.57929594545635,
    width_rad: 0.1922860477558592,
  },
  {
    radar: {
      antennaGain_dB: 36,
      frequency_Hz: 1e10,
      pulses: 10,
      dutyCycle: 0.18,
      bandwidth_Hz: 24591.9,
      beamWidth_deg: 5,
      falseAlarmProbability: 5e-3,
      noiseFigure_dB: 5,
      peakPower_W: 1e4,
    },
    beam_deg: [0, 0],
    target_m: [150_000, 0, 0],
    crossSection_m2: 10,
    signalToNoise: 8.196829809524786,
    detectionProbability: 0.8199890601772417,
  },
  {
    radar: {
      antennaGain_dB: 36,
      frequency_Hz: 1e10,
      pulses: 10,
      dutyCycle: 0.18,
      bandwidth_Hz: 24591.9,
      beamWidth_deg: 5,
      falseAlarmProbability: 5e-3,
      noiseFigure_dB: 5,
      peakPower_W: 1e4,
    },
    beam_deg: [0, 0],
    target_m: [250_000, 0, 0],
    crossSection_m2: 20,
    signalToNoise: 2.1246182866288246,
    detectionProbability: 0.1674913760861589,
  },
] as const;

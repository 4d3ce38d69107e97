/** Plots of a radar over objects that come and go: straight flights, one in four a group that has just come apart. Seeded: the same seed
 *  gives the same plots. It knows the truth and hands out none of it. */
export function simulatePlots({ radar, objects, seed }) {
  const { uniform, normal, poisson } = randomFrom(seed);
  const { view, sigmaRange_m, sigmaAzimuth_rad } = radar.sensing;
  const { detectionProbability, falsePlotsPerScan, scanPeriod_s } = radar;
  let flying = [];
  let scan = 0;

  const between = (from, to) => from + (to - from) * uniform();

  function launch() {
    const range = between(view.rangeMin_m, view.rangeMax_m);
    const azimuth = between(0.9 * view.azimuthMin_rad, 0.9 * view.azimuthMax_rad);
    const elevation = between(view.elevationMin_rad, view.elevationMax_rad);
    const speed = between(1000, 5000);
    const heading = between(0, 2 * Math.PI);
    const climb = between(-0.35, 0.35);
    const position = [
      range * Math.cos(elevation) * Math.cos(azimuth),
      range * Math.cos(elevation) * Math.sin(azimuth),
      range * Math.sin(elevation),
    ];
    const velocity = [speed * Math.cos(climb) * Math.cos(heading), speed * Math.cos(climb) * Math.sin(heading), speed * Math.sin(climb)];
    const pieces = uniform() < 0.25 ? 4 : 1;
    return Array.from({ length: pieces }, () => ({
      x: position.map((value) => value + (pieces > 1 ? 3000 * normal() : 0)),
      v: velocity.map((value) => value + (pieces > 1 ? 40 * normal() : 0)),
    }));
  }

  const polar = ([x, y, z]) => {
    const range_m = Math.hypot(x, y, z);
    return { range_m, azimuth_rad: Math.atan2(y, x), elevation_rad: Math.asin(z / range_m) };
  };
  const isSeen = ({ range_m, azimuth_rad, elevation_rad }) =>
    range_m > view.rangeMin_m &&
    range_m < view.rangeMax_m &&
    azimuth_rad > view.azimuthMin_rad &&
    azimuth_rad < view.azimuthMax_rad &&
    elevation_rad > view.elevationMin_rad &&
    elevation_rad < view.elevationMax_rad;

  return function nextScan() {
    flying = flying.filter(({ x }) => isSeen(polar(x)));
    while (flying.length < objects) flying.push(...launch());
    const plots = [];
    for (const { x } of flying) {
      const { range_m, azimuth_rad, elevation_rad } = polar(x);
      const [dr, da, de] = [normal(), normal(), normal()];
      if (uniform() < detectionProbability)
        plots.push({
          range_m: range_m + sigmaRange_m * dr,
          azimuth_rad: azimuth_rad + sigmaAzimuth_rad * da,
          elevation_rad: elevation_rad + sigmaAzimuth_rad * de,
        });
    }
    for (let k = poisson(falsePlotsPerScan); k > 0; k--)
      plots.push({
        range_m: between(view.rangeMin_m, view.rangeMax_m),
        azimuth_rad: between(view.azimuthMin_rad, view.azimuthMax_rad),
        elevation_rad: between(view.elevationMin_rad, view.elevationMax_rad),
      });
    for (const { x, v } of flying) for (let i = 0; i < 3; i++) x[i] += v[i] * scanPeriod_s;
    const one = { scan, t_s: scan * scanPeriod_s, plots };
    scan += 1;
    return one;
  };
}

/** A small generator (mulberry32) and what is drawn from it. */
function randomFrom(seed) {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const poisson = (mean) => {
    if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    let count = 0;
    for (let p = uniform(); p > Math.exp(-mean); p *= uniform()) count += 1;
    return count;
  };
  return { uniform, normal, poisson };
}

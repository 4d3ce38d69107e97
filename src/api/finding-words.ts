import type { Finding } from '../core/discern/finding.ts';
import { toDegrees } from '../core/units.ts';

/** What a finding says to people, in a few words without its name: the command line and the console read the same. */
export function findingWords(finding: Finding): string {
  switch (finding.feature) {
    case 'heat':
      return `seen hot ${finding.hits} times by ${finding.satellites} satellite${finding.satellites === 1 ? '' : 's'}`;
    case 'no-heat':
      return finding.hits === 0 ? 'never seen to burn' : `seen hot only ${finding.hits} time${finding.hits === 1 ? '' : 's'}`;
    case 'motion':
      return `${finding.speed_mps.toFixed(0)} m/s by radar`;
    case 'followed':
      return `followed by radar for ${finding.plots} plots`;
    case 'motion-of-heat':
      return `it moved ${finding.moved_sigma.toFixed(1)} times what its sights are off by in ${finding.span_s.toFixed(0)} s; the slowest rocket would have moved ${finding.slowestRocket_sigma.toFixed(1)} times that`;
    case 'acceleration-of-heat':
      return `it goes ${finding.speed_mps.toFixed(0)} m/s and becomes faster by ${finding.acceleration_mps2.toFixed(1)} m/s² (± ${finding.sigma_mps2.toFixed(1)}); the slowest rocket would by ${finding.slowestRocket_mps2.toFixed(1)}${finding.unsteady_sigma > 3 ? ', and its sights lie on no one path' : ''}`;
    case 'sun-angle':
      return `a facet tilted ${toDegrees(finding.facetTilt_rad).toFixed(0)}° would mirror the Sun into the satellite`;
    case 'no-sunlight':
      return 'no sunlight at the place';
    case 'perigee':
      return `perigee ${wholeKilometres(finding.perigee_m)}, ${finding.apogee_m === undefined ? 'no apogee' : `apogee ${wholeKilometres(finding.apogee_m)}`}`;
    case 'from-orbit':
      return 'was in an orbit before it was first hot';
    case 'below-orbits':
      return `${wholeKilometres(finding.height_m)} high${finding.slow_mps === undefined ? ', where nothing orbits' : ` at ${(finding.slow_mps / 1000).toFixed(1)} km/s, slower than any orbit there`}${finding.neverUp ? ', and not come down from an orbit' : ''}`;
    case 'speed-and-flight-path':
      return `${(finding.speed_mps / 1000).toFixed(2)} km/s at ${toDegrees(finding.angle_rad).toFixed(0)}° from the surface`;
    case 'coast-seen':
      return `seen by radar to coast for ${finding.coasted_s.toFixed(0)} s after a burn${finding.toOrbit_mps === undefined || finding.top_m === undefined ? '' : `; ${(finding.toOrbit_mps / 1000).toFixed(1)} km/s short of an orbit at its top, ${wholeKilometres(finding.top_m)} high`}`;
    case 'orbit-open':
      return `a last stage may still make an orbit of its path: ${(finding.toOrbit_mps / 1000).toFixed(1)} km/s`;
    case 'stage-open':
      return `burned until ${finding.sinceBurnout_s.toFixed(0)} s ago: the next stage may light`;
    case 'part-of':
      return `parted from what burned on, ${finding.event}: missile ${finding.missile.toFixed(2)}, space launch ${finding.launch.toFixed(2)}`;
    case 'burn-time':
      return `has burned for ${finding.burned_s.toFixed(0)} s`;
    case 'thrust':
      return THRUST_WORDS[finding.thrust];
    case 'escape':
      return `${(finding.speed_mps / 1000).toFixed(1)} km/s, faster than what is bound to the Earth`;
    case 'air-glow':
      return 'hot by the air that it came into';
    case 'level':
      return `keeps its height, ${(finding.height_m / 1000).toFixed(1)} km`;
    case 'high-or-fast':
      return 'higher or faster than wings carry';
    case 'moon':
      return `${toDegrees(finding.fromMoon_rad).toFixed(1)}° from the Moon`;
    case 'moon-unknown':
      return 'the Moon was not looked up';
    case 'gravity':
      return finding.falls ? 'falls as a free body does' : 'does not fall';
    case 'radar-absent':
      return `radar expected and silent (chance of that ${Math.exp(-finding.absence).toExponential(0)})`;
    default:
      return finding satisfies never;
  }
}

const THRUST_WORDS = {
  'against-motion': 'has thrust against its own motion',
  burning: 'burning',
  stopped: 'burned, and has stopped',
} as const;

function wholeKilometres(height_m: number): string {
  return `${(height_m / 1000).toFixed(0)} km`;
}

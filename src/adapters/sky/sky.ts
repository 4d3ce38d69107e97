import { AstroTime, Body, GeoVector, KM_PER_AU, Rotation_EQJ_EQD, RotateVector, SiderealTime } from 'astronomy-engine';
import type { Vec3 } from '../../core/math/vector.ts';
import { utcFromTai_us } from '../../core/time/scale.ts';
import type { Micros } from '../../core/units.ts';

/** Where the Sun and the Moon are, seen from the Earth's centre, on the axes that turn with the Earth. */
export type SkyPositions = { readonly sunEcef_m: Vec3; readonly moonEcef_m: Vec3 };

/** Quanta that positions are rounded to. The library computes with the platform's sines, whose last bits differ between builds; rounded,
 *  the same moment gives the same journal everywhere. Far below what a radar or a satellite resolves at these distances. */
const MOON_QUANTUM_M = 1;
const SUN_QUANTUM_M = 1000;

/** Positions of Sun and Moon at a time: precession and nutation by the library, the Earth's rotation by apparent sidereal time, polar
 *  motion (under 0.5″) left out, UT1 taken as UTC (under 0.9 s, so 0.004° of rotation).
 *  Checked  sky.test.ts, the Moon over Thule in 1960. */
export function skyAt(at_us: Micros): SkyPositions {
  const time = new AstroTime(daysSinceJ2000(at_us));
  const turn_rad = (SiderealTime(time) * Math.PI) / 12;
  return { sunEcef_m: position(Body.Sun, time, turn_rad, SUN_QUANTUM_M), moonEcef_m: position(Body.Moon, time, turn_rad, MOON_QUANTUM_M) };
}

function position(body: Body, time: AstroTime, turn_rad: number, quantum_m: number): Vec3 {
  const ofDate = RotateVector(Rotation_EQJ_EQD(time), GeoVector(body, time, false));
  const [sin, cos] = [Math.sin(turn_rad), Math.cos(turn_rad)];
  const metres = KM_PER_AU * 1000;
  return {
    x: rounded((cos * ofDate.x + sin * ofDate.y) * metres, quantum_m),
    y: rounded((cos * ofDate.y - sin * ofDate.x) * metres, quantum_m),
    z: rounded(ofDate.z * metres, quantum_m),
  };
}

/** The `+ 0` keeps a minus before zero out of the journal. */
function rounded(value: number, quantum: number): number {
  return Math.round(value / quantum) * quantum + 0;
}

/** 2000-01-01T12:00:00Z in POSIX microseconds, where the library begins to count days. */
const J2000_US = 946_728_000_000_000;

function daysSinceJ2000(at_us: Micros): number {
  return (utcFromTai_us(at_us) - J2000_US) / 86_400_000_000;
}

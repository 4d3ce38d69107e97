import { utcFromTai_us } from '../../core/time/scale.ts';
import type { Micros } from '../../core/units.ts';

/** CAP's form of a time: whole seconds and a numeric offset, where UTC is written −00:00.
 *  Source  CAP 1.2, §3.3.2. The second is rounded down, the same for a message's `sent` and for every reference to it. */
export function capTime(at_us: Micros): string {
  return `${toSecond(at_us)}-00:00`;
}

/** The parts of a UTC time, for sentences. */
export function utcParts(at_us: Micros) {
  const text = toSecond(at_us);
  const [year, month, day, hour, minute, second] = text.split(/[-T:]/).map(Number);
  return { year, month, day, hour, minute, second, time: text.slice(11) };
}

/** A leap second reads as the second after it: neither CAP's schema nor a listener takes `:60`. */
function toSecond(at_us: Micros): string {
  return new Date(Math.floor(utcFromTai_us(at_us) / 1_000_000) * 1000).toISOString().slice(0, 19);
}

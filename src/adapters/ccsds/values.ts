import type { Micros } from '../../core/units.ts';
import { decimal } from '../plots/fields.ts';
import { microsOfEpoch, TIME_SYSTEMS } from '../plots/tdm-time.ts';
import type { Field } from './fields.ts';
import { refuseKeyword } from './kvn.ts';
import type { CcsdsBlock } from './message.ts';
import type { Faults, RawBlock, RawEntry } from './raw.ts';
import { converted, isSameUnit } from './units.ts';

/** Time systems of the standard that are no time scale here: what they count is the mission's, or needs tables that the project does not have. */
const OTHER_SYSTEMS: readonly string[] = ['GMST', 'MET', 'MRT', 'SCLK', 'TCB', 'TCG', 'UT1'];
const ALL_SYSTEMS = [...TIME_SYSTEMS, ...OTHER_SYSTEMS];

export function isTimeSystem(name: string): boolean {
  return ALL_SYSTEMS.includes(name.toUpperCase());
}

export const TIME_SYSTEM_REMEDY = `use one of ${ALL_SYSTEMS.join(', ')}`;

/** The epoch on the core's scale; undefined where its time system cannot be brought to it. */
export function microsOf(epoch: string, timeSystem: string): Micros | undefined {
  return microsOfEpoch(epoch, timeSystem.toUpperCase());
}

/** A time code by its form alone; of a mission's clock it may be a number. */
const CODE = /^\d{4}-(?:\d\d-\d\d|\d{3})T\d\d:\d\d:\d\d(?:\.\d*)?Z?$/;

/** Whether a text is an epoch in a time system. */
export function isEpoch(text: string, timeSystem: string): boolean {
  if (TIME_SYSTEMS.includes(timeSystem.toUpperCase())) return microsOf(text, timeSystem) !== undefined;
  return CODE.test(text) || decimal(text) !== undefined;
}

/** What the keywords of a part say, checked: each once, numbers that are numbers in the unit of the standard, epochs that are in the calendar, nothing missing that must be there. Undefined where something was
 *  refused. */
export function readValues(
  raw: RawBlock,
  fields: readonly Field[],
  timeSystem: string,
  faults: Faults,
): CcsdsBlock<Readonly<Record<string, string | number>>> | undefined {
  const before = faults.count;
  // Keywords of the standard only, so that these are plain objects.
  const values: Record<string, string | number> = {};
  const lines = new Map<string, number>();
  const wrong = new Set<string>();
  for (const entry of raw.entries) {
    const { keyword, line } = entry;
    const field = fields.find((one) => one.keyword === keyword);
    const first = lines.get(keyword);
    lines.set(keyword, line);
    if (field === undefined)
      refuseKeyword(
        entry,
        fields.map((one) => one.keyword),
        faults,
      );
    else if (first !== undefined)
      faults.refuse({ line, field: keyword, message: `line ${first} says it too`, remedy: 'leave one of the two out' });
    // What says nothing is absent.
    else if (entry.value !== '') {
      const value = valueOf(entry, field, timeSystem, faults);
      if (value === undefined) wrong.add(keyword);
      else values[keyword] = value;
    }
  }
  for (const { keyword, must } of fields) {
    if (!must || Object.hasOwn(values, keyword) || wrong.has(keyword)) continue;
    faults.refuse({
      line: lines.get(keyword) ?? raw.line,
      field: keyword,
      message: lines.has(keyword) ? 'it says nothing' : `it is missing in the ${raw.name}`,
      remedy: keyword === 'OBJECT_ID' ? 'give it; where there is none, write UNKNOWN' : 'give it',
    });
  }
  return faults.count > before ? undefined : { comments: raw.comments, values };
}

function valueOf(
  { keyword, value, unit: stated, line }: RawEntry,
  field: Field,
  timeSystem: string,
  faults: Faults,
): string | number | undefined {
  if (field.type === 'text') return value;
  if (field.type === 'epoch') {
    const system = keyword === 'CREATION_DATE' ? 'UTC' : timeSystem;
    if (isEpoch(value, system)) return value;
    return faults.refuse({
      line,
      field: keyword,
      message: `"${value.slice(0, 40)}" is no time`,
      remedy: 'write 2007-08-29T06:00:02.000 or 2007-241T06:00:02.000: a time that the calendar has, of a year from 1685 to 2254',
    });
  }
  // In brackets behind a number stands its unit.
  const bracket = value.endsWith(']') ? value.lastIndexOf('[') : -1;
  const plain = bracket < 0 ? value : value.slice(0, bracket).trimEnd();
  const unit = bracket < 0 ? stated : value.slice(bracket + 1, -1);
  const shown = plain.slice(0, 40);
  const number = decimal(plain);
  if (number === undefined || !Number.isFinite(number))
    return faults.refuse({ line, field: keyword, message: `"${shown}" is no number`, remedy: 'write a decimal number' });
  if (field.type === 'integer' && !/^[+-]?\d+$/.test(plain))
    return faults.refuse({ line, field: keyword, message: `"${shown}" is no whole number`, remedy: 'write digits alone' });
  if (unit === undefined) return number;
  if (field.unit === undefined)
    return faults.refuse({
      line,
      field: keyword,
      message: `it has no unit, and "${unit.slice(0, 20)}" is said`,
      remedy: 'leave the unit out',
    });
  if (isSameUnit(unit, field.unit)) return number;
  const other = converted(number, unit, field.unit);
  if (other === undefined)
    return faults.refuse({
      line,
      field: keyword,
      message: `it is in ${field.unit}, and "${unit.slice(0, 20)}" is said`,
      remedy: `give it in ${field.unit}`,
    });
  faults.note(`given in ${unit} and brought to ${field.unit}: ${keyword}`);
  return other;
}

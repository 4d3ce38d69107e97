/** A unit as its dimensions, and how many of the base units it is: metres, seconds, kilograms, degrees, hertz. */
type Measure = { readonly factor: number; readonly dimensions: string };

type Base = { readonly of: string; readonly factor: number };
const BASES: Readonly<Record<string, Base>> = {
  m: { of: 'length', factor: 1 },
  km: { of: 'length', factor: 1000 },
  s: { of: 'time', factor: 1 },
  min: { of: 'time', factor: 60 },
  h: { of: 'time', factor: 3600 },
  d: { of: 'time', factor: 86_400 },
  day: { of: 'time', factor: 86_400 },
  kg: { of: 'mass', factor: 1 },
  g: { of: 'mass', factor: 1e-3 },
  deg: { of: 'angle', factor: 1 },
  rad: { of: 'angle', factor: 180 / Math.PI },
  rev: { of: 'angle', factor: 360 },
  hz: { of: 'frequency', factor: 1 },
  er: { of: 'Earth radius', factor: 1 },
  '1': { of: '', factor: 1 },
};

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** What a unit means, with powers as `**2`, `^2` or `²`, products as `*`, `×`, `·` or a dot, and quotients by a stroke or a negative power; undefined for what is none. */
function measureOf(text: string): Measure | undefined {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/°/g, 'deg')
    .replace(/⁻/g, '-')
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => String(RAISED.indexOf(digit)))
    .replace(/\*\*|\^/g, '');
  const powers = new Map<string, number>();
  let factor = 1;
  let sign = 1;
  for (const part of plain.split(/([*×·./])/)) {
    if (part === '/') sign = -1;
    if (part === '' || /^[*×·./]$/.test(part)) continue;
    const [, name = '', power = '1'] = /^([a-z]+|1)(-?\d)?$/.exec(part.trim()) ?? [];
    const base = Object.hasOwn(BASES, name) ? BASES[name] : undefined;
    if (base === undefined) return undefined;
    const exponent = sign * Number(power);
    sign = 1;
    if (base.of !== '') powers.set(base.of, (powers.get(base.of) ?? 0) + exponent);
    for (let k = 0; k < Math.abs(exponent); k++) factor = exponent > 0 ? factor * base.factor : factor / base.factor;
  }
  const dimensions = [...powers]
    .filter(([, power]) => power !== 0)
    .map(([name, power]) => `${name}${power}`)
    .sort()
    .join(' ');
  return { factor, dimensions };
}

/** A number that is said in one unit, in another; undefined where they measure different things, or one of them is no unit. */
export function converted(value: number, from: string, to: string): number | undefined {
  const [given, wanted] = [measureOf(from), measureOf(to)];
  if (given === undefined || wanted === undefined || given.dimensions !== wanted.dimensions) return undefined;
  const ratio = given.factor / wanted.factor;
  // By a power of ten only the point moves: 873.16 m are 0.87316 km, which a division in doubles misses.
  const power = Math.round(Math.log10(ratio));
  if (Math.abs(ratio / 10 ** power - 1) > 1e-12) return value * ratio;
  const [digits, exponent] = value.toExponential().split('e');
  return Number(`${digits}e${Number(exponent) + power}`);
}

/** Whether two units are one and the same, however they are spelt. */
export function isSameUnit(a: string, b: string): boolean {
  return converted(1, a, b) === 1;
}

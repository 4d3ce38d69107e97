/** Text form of plain data that loses nothing: JSON with what JSON drops put back.
 *
 *  JSON turns −0 into 0 (an `atan2` then moves by 2π), NaN and the infinities into null, and typed arrays into objects. Here they
 *  become one-key objects: `{"$n":"-0"}`, `{"$n":"NaN"}`, `{"$f":[…]}`. Keys keep the order in which the value was built, which is
 *  the same wherever the core runs, so equal states give equal bytes. `undefined` fields are left out, as in JSON. */
export function encode(value: unknown): string {
  return isOrdinary(value) ? JSON.stringify(value) : JSON.stringify(value, wrap);
}

/** Whether a text of `encode` is what JSON itself would have written: nothing had to be put back. */
export function isPlainJson(text: string): boolean {
  return !text.includes('"$');
}

/** The value that `encode` was given. Throws `RangeError` for what is no text, or no whole one. */
export function decode(text: string): unknown {
  if (typeof text !== 'string') throw new RangeError(`decode: this is a ${typeof text} and no text; give what encode has written`);
  try {
    return isPlainJson(text) ? JSON.parse(text) : JSON.parse(text, unwrap);
  } catch {
    throw new RangeError('decode: the text is cut, or encode has not written it; read it anew, whole, or begin without it');
  }
}

/** Whether JSON loses nothing of a value. Most values are such, and the platform's own writer, without a function that it asks of every part,
 *  takes a quarter of the time for the same text. */
function isOrdinary(value: unknown): boolean {
  if (typeof value === 'number') return isPlain(value);
  if (value === null || typeof value !== 'object') return true;
  if (Array.isArray(value)) {
    for (const part of value) if (!isOrdinary(part)) return false;
    return true;
  }
  if (value instanceof Float64Array) return false;
  for (const part of Object.values(value)) if (!isOrdinary(part)) return false;
  return true;
}

function wrap(_key: string, value: unknown): unknown {
  if (typeof value === 'number') return isPlain(value) ? value : { $n: special(value) };
  if (value instanceof Float64Array) return { $f: Array.from(value, (x) => (isPlain(x) ? x : special(x))) };
  return value;
}

function unwrap(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if ('$n' in value && typeof value.$n === 'string') return number(value.$n);
  if ('$f' in value && Array.isArray(value.$f))
    return Float64Array.from(value.$f, (x: unknown) => (typeof x === 'string' ? number(x) : Number(x)));
  return value;
}

function isPlain(x: number): boolean {
  return Number.isFinite(x) && !Object.is(x, -0);
}

function special(x: number): string {
  if (Object.is(x, -0)) return '-0';
  if (Number.isNaN(x)) return 'NaN';
  return x > 0 ? 'Infinity' : '-Infinity';
}

function number(text: string): number {
  switch (text) {
    case '-0':
      return -0;
    case 'Infinity':
      return Infinity;
    case '-Infinity':
      return -Infinity;
    default:
      return NaN;
  }
}

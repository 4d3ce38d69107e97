const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const LETTER_E = 0x65;
/** Turns E into e. */
const SMALL = 0x20;

/** Digits that a double holds whatever they are, and powers of ten that it holds exactly: with both, one multiplication or division rounds
 *  once and is therefore right.  Source  [C1990] §3. */
const EXACT_DIGITS = 15;
const EXACT_POWERS = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));

/** The plain decimal number that stands in `bytes` from `from` to before `to`, correctly rounded; not a number where none does. What `Number`
 *  takes besides (hexadecimal, Infinity, blanks) is nobody's measurement.   chars  the same bytes as text, one character a byte. */
export function decimalAt(bytes: Uint8Array, from: number, to: number, chars: () => string): number {
  let at = from;
  const isNegative = bytes[at] === MINUS;
  if (isNegative || bytes[at] === PLUS) at += 1;
  let [mantissa, digits, significant, decimals] = [0, 0, 0, 0];
  let point = false;
  for (; at < to; at++) {
    const byte = bytes[at];
    if (byte >= ZERO && byte <= NINE) {
      mantissa = 10 * mantissa + (byte - ZERO);
      digits += 1;
      if (mantissa > 0) significant += 1;
      if (point) decimals += 1;
    } else if (byte === POINT && !point) point = true;
    else break;
  }
  if (digits === 0) return Number.NaN;
  let exponent = 0;
  if (at < to) {
    if ((bytes[at] | SMALL) !== LETTER_E) return Number.NaN;
    exponent = exponentAt(bytes, at + 1, to);
    if (Number.isNaN(exponent)) return Number.NaN;
  }
  const power = exponent - decimals;
  if (significant > EXACT_DIGITS || power >= EXACT_POWERS.length || power <= -EXACT_POWERS.length) return Number(chars().slice(from, to));
  const size = power < 0 ? mantissa / EXACT_POWERS[-power] : mantissa * EXACT_POWERS[power];
  return isNegative ? -size : size;
}

function exponentAt(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  const isNegative = bytes[at] === MINUS;
  if (at < to && (isNegative || bytes[at] === PLUS)) at += 1;
  if (at >= to) return Number.NaN;
  let value = 0;
  for (; at < to; at++) {
    const byte = bytes[at];
    if (byte < ZERO || byte > NINE) return Number.NaN;
    value = 10 * value + (byte - ZERO);
  }
  return isNegative ? -value : value;
}

/** Why a cell is no number, and what to write instead. */
export function whyNoNumber(text: string): { readonly message: string; readonly remedy: string } {
  if (text.trim() === '') return { message: 'there is no value', remedy: 'write a decimal number, such as 1234.5 or 1.2345e3' };
  const message = `"${text.slice(0, LONGEST_SHOWN)}" is no decimal number`;
  if (/^\s*[+-]?\d+,\d+([eE][+-]?\d+)?\s*$/.test(text)) return { message, remedy: 'write decimals after a point: 1234.5' };
  return { message, remedy: 'write a decimal number, such as 1234.5 or 1.2345e3' };
}

const LONGEST_SHOWN = 40;

/** Characters of six bits, first character first: letters from 1 on, a blank is 32, digits from 48 on, as ASCII has them but for two bits. Codes that
 *  ICAO keeps for later are shown as the ASCII character that they would be, and 0, of which an identification that is not known is made, as "?", so that
 *  no two look alike.     Source  ICAO Annex 10, vol. IV, table 3-9 */
export function sixBitText(value: number, characters: number): string {
  let text = '';
  for (let k = characters - 1; k >= 0; k -= 1) {
    const code = Math.floor(value / 64 ** k) % 64;
    text += code === NOTHING ? '?' : code === QUESTION ? '@' : String.fromCharCode(code < 32 ? code + 64 : code);
  }
  return text;
}

const NOTHING = 0;
const QUESTION = 63;

/** The same back. A RangeError where a character has no code of six bits. */
export function sixBitValue(text: string): number {
  let value = 0;
  for (const character of text) {
    const code = character.charCodeAt(0);
    if (code < 32 || code > 95) throw new RangeError(`"${character}" is no character of six bits: capital letters, digits and blanks are`);
    value = value * 64 + (character === '?' ? NOTHING : character === '@' ? QUESTION : code % 64);
  }
  return value;
}

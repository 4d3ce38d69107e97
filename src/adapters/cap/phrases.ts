import type { Facts, HazardFacts, Mark } from './facts.ts';

/** What one language makes of the facts. */
export type Texts = {
  readonly event: string;
  readonly headline: string;
  readonly description: string;
  readonly instruction: string;
  readonly areaDescription: string;
};

export type Phrasebook = {
  /** RFC 3066 code, as CAP asks for. */
  readonly language: string;
  /** Stands at the beginning and at the end of every text of an exercise or a test. */
  readonly marks: { readonly exercise: string; readonly test: string };
  readonly marked: (text: string, mark: string) => string;
  readonly texts: (facts: Facts) => Texts;
  /** For those who are only in reach of what may turn from its course. */
  readonly inReach: (facts: Facts) => Texts;
  /** Of a hazard. No cause is in it: what to do does not depend on one, and nobody must take it for a warning of an attack. */
  readonly hazard: (facts: HazardFacts) => Texts;
};

/** The texts in one language, with an exercise's or a test's mark around each, so that no cut-off quotation loses it. */
export function textsIn(book: Phrasebook, facts: Facts, forWhom: 'texts' | 'inReach' = 'texts'): Texts {
  return markedTexts(book, book[forWhom](facts), facts.mark);
}

/** The same of a hazard. */
export function hazardTextsIn(book: Phrasebook, facts: HazardFacts): Texts {
  return markedTexts(book, book.hazard(facts), facts.mark);
}

function markedTexts(book: Phrasebook, texts: Texts, name: Mark): Texts {
  if (name === 'none') return texts;
  const mark = book.marks[name];
  const marked = (text: string): string => book.marked(text, mark);
  return {
    event: `${mark}: ${texts.event}`,
    headline: marked(texts.headline),
    description: marked(texts.description),
    instruction: marked(texts.instruction),
    areaDescription: texts.areaDescription,
  };
}

import type { Actor } from '../core/tell/emission.ts';
import type { EventEnd } from '../core/theatre-track/fate.ts';
import type { ClosingReason, PieceExclusion, TurnedEvidence, Warning } from '../core/warn/warning.ts';

// What the core says of a warning in fields, in words: the command line, the console and the note to operators read the same.

/** How the evidence has turned. */
export function turnedWords(turned: TurnedEvidence): string {
  switch (turned.kind) {
    case 'other-cause':
      return `the evidence now speaks for: ${turned.cause} (${turned.probability.toFixed(2)})`;
    case 'radar-absent':
      return 'radar should see it and does not';
    case 'track-lost':
      return 'its track is lost: sensors should see it and do not';
    default:
      return turned satisfies never;
  }
}

/** Of what has parted in flight, how many pieces the area holds; nothing of one object. */
export function piecesWords({ pieces = [] }: Pick<Warning, 'pieces'>): string {
  const held = pieces.filter(({ inArea }) => inArea).map(({ event }) => event);
  if (held.length < 2) return '';
  return held.length === 2
    ? `two pieces: area holds both (${held.join(', ')})`
    : `${held.length} pieces: area holds all (${held.join(', ')})`;
}

/** Why the area of a piece counts no more. */
export function exclusionWords(why: PieceExclusion): string {
  switch (why.kind) {
    case 'come-down':
      return 'on the ground by prediction; nobody saw it fall';
    case 'light':
      return `empty: the air slows it like no more than ${Math.round(why.ballisticCoefficientMost_kgpm2)} kg/m²`;
    case 'elsewhere':
      return 'it comes down far from the others, and is warned of by itself';
    default:
      return turnedWords(why);
  }
}

/** Why a warning was closed. */
export function closingWords(reason: ClosingReason): string {
  switch (reason.kind) {
    case 'people':
      return reason.text ?? 'decided by the people on duty';
    case 'one-phenomenology':
      return 'only one phenomenology has seen it: what the other one saw was another object';
    case 'window-over':
      return 'nobody released it, and its impact window is over';
    case 'same-object':
      return `the same object as warning ${reason.warning}, which goes on`;
    default:
      return turnedWords(reason);
  }
}

/** Whose act it was. */
export function actorWords({ act, person, role, session, reason }: Actor): string {
  return `${act} by ${person} (${role}), session ${session}${reason === undefined ? '' : `: ${reason}`}`;
}

/** Why nothing more is said of an event. */
export function eventEndWords(reason: EventEnd, into?: string): string {
  switch (reason) {
    case 'come-down':
      return 'on the ground by prediction; nobody saw it fall';
    case 'lost':
      return 'lost: sensors should see it and do not';
    case 'forgotten':
      return 'no sensor could see it for two hours';
    case 'diverged':
      return 'its figures make no sense any more';
    case 'same-object':
      return `the same object as ${into ?? 'an older track'}`;
    case 'unmade':
      return 'by late scans it is no object of its own';
    case 'not-seen-again':
      return 'not seen again';
    default:
      return reason satisfies never;
  }
}

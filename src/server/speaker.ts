import type { Emission } from '../core/tell/emission.ts';
import type { Said } from './folding.ts';
import type { WarningMessage } from '../core/warn/warning.ts';

/** Where an emission comes from: the entry that caused it, and whether it was said while the theatre opened, by replay. `recorded` is
 *  false while the disk takes nothing (enduring.ts): whoever shows it says so beside it. `text`: the emission as `encode` writes it, for whoever writes
 *  it on; absent of a message that no record stands behind, which says so besides. */
export type Origin = { readonly seq: number; readonly replayed: boolean; readonly recorded: boolean; readonly text?: string };

export type SpeakerAlarm = { readonly kind: 'listener-failed'; readonly detail: string };

/** Tells a listener what the core says. */
export function createSpeaker(listener: ((emission: Emission, origin: Origin) => void) | undefined, alarm: (alarm: SpeakerAlarm) => void) {
  let speaking = false;

  function speak({ emissions, texts }: Said, origin: Origin): void {
    if (listener === undefined) return;
    speaking = true;
    for (const [k, emission] of emissions.entries()) {
      try {
        if (emission.kind === 'message' && !origin.recorded)
          listener({ ...emission, message: asRecorded(emission.message, origin.recorded) }, origin);
        else listener(emission, { ...origin, text: texts[k] });
      } catch (error) {
        // A display that fails must not keep a warning from its channels.
        alarm({ kind: 'listener-failed', detail: error instanceof Error ? error.message : String(error) });
      }
    }
    speaking = false;
  }

  return {
    speak,
    get speaking() {
      return speaking;
    },
  };
}

/** A message that no record stands behind says so itself, wherever it is read. */
export function asRecorded(message: WarningMessage, recorded: boolean): WarningMessage {
  return recorded ? message : { ...message, notRecorded: true };
}

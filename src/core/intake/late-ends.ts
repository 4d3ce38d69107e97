import type { Track } from '../theatre-track/track.ts';
import type { EndedTrack } from '../theatre-track/tracker.ts';

/** How the tracks ended that people knew, in the order in which they did. What one went into is there, or one that people knew: there it may have
 *  gone on through others. */
export function endsOf(
  tracks: readonly Track[],
  gone: readonly Track[],
  ends: readonly EndedTrack[],
  rename: (id: string) => string,
): EndedTrack[] {
  const byName = new Map<string, EndedTrack>();
  for (const end of ends) {
    const name = rename(end.track.id);
    byName.delete(name);
    byName.set(name, { ...end, ...(end.into === undefined ? {} : { into: rename(end.into) }) });
  }
  const isKnown = (name: string): boolean => tracks.some(({ id }) => id === name) || gone.some(({ id }) => id === name);
  const order = [...byName.keys()];
  return [...gone]
    .sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id))
    .map((track) => {
      let end = byName.get(track.id);
      for (let k = 0; k < ends.length && end?.into !== undefined && !isKnown(end.into); k++) end = byName.get(end.into);
      return endOf(track, end);
    });
}

/** What is tentative when it is folded again, and given up, never was an object of its own. */
function endOf(track: Track, ended: EndedTrack | undefined): EndedTrack {
  const wasTentative = ended === undefined || ended.reason === 'existence' || ended.reason === 'not-seen-again';
  return wasTentative ? { track, reason: 'unmade' } : { ...ended, track };
}

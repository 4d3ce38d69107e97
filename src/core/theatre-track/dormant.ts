import { heightOf, predictTrack } from './follow.ts';
import { isAsked } from './from-heat.ts';
import { lastObserved_us, type Track } from './track.ts';
import { joinFallen, joinTwins } from './twins.ts';
import type { Micros } from '../units.ts';

/** How long a lost track is remembered, and how many: at the bound the one that was lost longest ago is forgotten. A radar that sees a body now
 *  and then finds it again within a minute or two; later its place says too little. */
const REMEMBERED_S = 300;
/** Lines of sight stay where they are, and what is met half way to the other side of the Earth is flown back to them. */
const REMEMBERED_HOT_S = 1_800;
const MAX_DORMANT = 50;

/** Woken: the older track goes on, and the younger, which was it, ends. */
export type Woken = { readonly track: Track; readonly into: Track };

/** Compares tracks that have been lost with those that people have just got to know, and that began after the lost one was last seen: where they
 *  agree in position and velocity it is one object, and the lost track goes on with what the other has seen. One object stays one event that way
 *  over a gap in which nobody saw it.
 *  `dormant`: lost tracks, oldest loss first; changed in place. `lostNow` joins them. `tracks`: all that live, at `at_us`. */
export function wakeLost(dormant: Track[], lostNow: readonly Track[], tracks: readonly Track[], at_us: Micros): Woken[] {
  dormant.push(...lostNow);
  const news = tracks.filter(
    (track) =>
      track.status === 'confirmed' && (track.confirmed_us === at_us || lostNow.length > 0 || (track.at_us === at_us && isAsked(track))),
  );
  const woken: Woken[] = [];
  for (const track of news) {
    const found = dormant.find((lost) => {
      if (isAsked(track) && isFallen(lost, track, at_us)) return true;
      if (track.confirmed_us !== at_us && !lostNow.includes(lost)) return false;
      return track.born_us > lastObserved_us(lost) && isItself(lost, track, at_us);
    });
    if (found === undefined) continue;
    dormant.splice(dormant.indexOf(found), 1);
    woken.push({ track, into: found });
  }
  const kept = dormant.filter((lost) => at_us - lastObserved_us(lost) < rememberedFor_s(lost) * 1e6).slice(-MAX_DORMANT);
  dormant.splice(0, dormant.length, ...kept);
  return woken;
}

function rememberedFor_s({ seen }: Track): number {
  return seen.heat.hits > 0 ? REMEMBERED_HOT_S : REMEMBERED_S;
}

function isFallen(lost: Track, track: Track, at_us: Micros): boolean {
  predictTrack(lost, at_us);
  return joinFallen([lost], [track], []).length > 0;
}

function isItself(lost: Track, track: Track, at_us: Micros): boolean {
  predictTrack(lost, at_us);
  return heightOf(lost.imm) > 0 && joinTwins([lost, track]).length > 0;
}

import { announcementFault, type Announcement } from '../assess/announcement.ts';
import type { KnownAnnouncement } from '../assess/announced.ts';
import type { Micros } from '../units.ts';
import { describeFault } from '../valid.ts';

/** Most announcements kept; a further one is refused. Those whose window is over are forgotten first: what flies by then has its own with it. */
export const MAX_ANNOUNCEMENTS = 200;

export type AnnouncementRefusal = { readonly reason: 'bad-announcement' | 'announcement-limit'; readonly detail: string };

/** Keeps an announcement; of the same id the newer one counts, from now on. Returns why not. */
export function keepAnnouncement(kept: KnownAnnouncement[], announcement: Announcement, now_us: Micros): AnnouncementRefusal | undefined {
  const fault = announcementFault(announcement);
  if (fault !== undefined) return { reason: 'bad-announcement', detail: describeFault(fault) };
  const { id, window } = announcement;
  if (window.to_us < now_us)
    return { reason: 'bad-announcement', detail: `the window of announcement ${id} is over; nothing can be as announced in it` };
  for (let k = kept.length - 1; k >= 0; k--)
    if (kept[k].announcement.window.to_us < now_us || kept[k].announcement.id === id) kept.splice(k, 1);
  if (kept.length >= MAX_ANNOUNCEMENTS)
    return { reason: 'announcement-limit', detail: `${MAX_ANNOUNCEMENTS} announcements are kept, and none of their windows is over` };
  kept.push({ announcement, known_us: now_us });
  return undefined;
}

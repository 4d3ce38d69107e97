import { expect, test } from 'vitest';
import { timeUnits, utcOf } from '../src/adapters/netcdf/time-units.ts';
import { microsFromIso } from '../src/core/time/iso.ts';

// A process of its own: threads have the zone of theirs. Read by the platform, a time of lightning without a zone was five hours off in New York.
test('times of files are the same moments whatever zone the machine is in', () => {
  const zone = process.env.TZ;
  const moment = microsFromIso('2023-01-26T19:00:00Z');
  try {
    const here = new Set<number>();
    for (const TZ of ['UTC', 'America/New_York', 'Asia/Tokyo']) {
      process.env.TZ = TZ;
      here.add(Date.parse('2023-01-26 19:00:00'));
      expect(utcOf('2023-01-26 19:00:00')).toBe(moment);
      expect(utcOf('2023-01-26T19:00:00')).toBe(moment);
      expect(timeUnits('seconds since 2023-01-26 19:00:00.000')?.epoch_us).toBe(moment);
    }
    expect(here.size).toBe(3);
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});

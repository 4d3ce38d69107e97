import type { Checker, Setting } from '../observation.ts';

/** Objects that are seen for a moment more than there are: clutter that lies in line, a stage. */
const SPARE_EVENTS = 1;

/** One object is one event. Only where every sensor tells the truth: one that does not may well show two. */
export const oneObject: Checker = {
  name: 'one-object',
  sentence: 'Where sensors are well, there are no more events than objects, and no more alerts than flights that come down.',
  watch: (setting) => {
    if (!areWell(setting)) return () => undefined;
    const { flights, disturbances } = setting.world.scenario;
    const heat = disturbances.filter(({ kind }) => kind !== 'tape').length;
    const most = flights.length + 2 * heat + SPARE_EVENTS;
    // A recorded stage goes up as a missile does, and is told from one by its powered return alone.
    const missiles = flights.filter(({ kind }) => kind !== 'space-launch').length;
    const events = new Set<string>();
    const alerts = new Set<string>();
    return (seen) => {
      if (seen.kind !== 'said') return undefined;
      const { emission } = seen;
      if (emission.kind === 'notice') {
        events.add(emission.notice.event);
        if (events.size > most) return `${events.size} events of ${flights.length} flights and ${heat} other things`;
      }
      if (emission.kind === 'message' && emission.message.purpose === 'alert') {
        alerts.add(emission.message.warning.id);
        if (alerts.size > missiles) return `${alerts.size} alerts for ${missiles} flights that come down`;
      }
      return undefined;
    };
  },
};

function areWell({ world }: Setting): boolean {
  if (world.settings.some(({ name }) => name === 'recommendProbability')) return false;
  const { sensors, flights } = world.scenario;
  if (world.tricks.length > 0 || flights.length > 4 || world.disk.length > 0 || world.crashes.length > 0 || world.visitors.length > 0)
    return false;
  return sensors.every(
    (one) =>
      one.errors === undefined &&
      one.outages.length === 0 &&
      one.latency_s <= 2 &&
      (one.lostShare ?? 0) === 0 &&
      (one.doubledShare ?? 0) === 0 &&
      one.spec.falseDetectionsPerScan <= 0.2 &&
      one.spec.revisit_s <= 5,
  );
}

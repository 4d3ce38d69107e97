import type { MeasurementKernels } from '../look/measurement-kernels.ts';
import { kernelsOf, type SensorView } from '../look/sensor-view.ts';
import type { ObjectFilter } from './object-filter.ts';
import { rangeBank } from './range-bank.ts';

/** The filter of a run of these sensors, with one motion: `make` makes it for one kind of measurement. Sensors that measure the same have it as it is;
 *  several kinds share the states, and each reads them by its own kernels. Where directions are among them, a state is a bank of ranges. */
export function filterOf(make: (kernels: MeasurementKernels) => ObjectFilter, sensors: readonly SensorView[]): ObjectFilter {
  const kinds = [...new Set(sensors.map(kernelsOf))].sort((a, b) => b.dimension - a.dimension);
  const filters = kinds.map((kernels) => ({ kernels, filter: make(kernels) }));
  const filter = kinds.length === 1 ? filters[0].filter : byKind(filters);
  return kinds.some(({ dimension }) => dimension === 2) ? rangeBank(filter, sensors) : filter;
}

type OfKind = { readonly kernels: MeasurementKernels; readonly filter: ObjectFilter };

function byKind(kinds: readonly OfKind[]): ObjectFilter {
  const [{ filter: first }] = kinds;
  const filters = new Map(kinds.map(({ kernels, filter }) => [kernels, filter]));
  const of = (kernels: MeasurementKernels): ObjectFilter => filters.get(kernels) ?? first;
  const { body } = first;
  return {
    model: kinds.map(({ filter }) => filter.model).join('; '),
    stateSize: first.stateSize,
    workSize: Math.max(...kinds.map(({ filter }) => filter.workSize)),
    ...(body && {
      body: {
        logDensity: (s, o, factor, sensor, plots, j) => (of(plots.kernels).body ?? body).logDensity(s, o, factor, sensor, plots, j),
      },
    }),
    predict: (s, o, dt_s) => first.predict(s, o, dt_s),
    project: (s, o, sensor, w, wo) => of(kernelsOf(sensor)).project(s, o, sensor, w, wo),
    logDensity: (w, wo, plots, j) => of(plots.kernels).logDensity(w, wo, plots, j),
    update: (s, from, w, wo, to, plots, j) => of(plots.kernels).update(s, from, w, wo, to, plots, j),
    start: (plots, j, sensor, s, o) => of(plots.kernels).start(plots, j, sensor, s, o),
    estimate: (s, o, out, at) => first.estimate(s, o, out, at),
    blend: (s, from, weights, to) => first.blend(s, from, weights, to),
  };
}

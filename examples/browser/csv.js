/** Scans of a table of plots, in order; a number that no line has is a scan without plots. Throws with the line that cannot be read. */
export function scansOfCsv(text, period_s) {
  const [header, ...lines] = text.trim().split(/\r?\n/);
  const names = header.split(',').map((name) => name.trim());
  const at = Object.fromEntries(['scan', 't', 'el', 'az', 'range'].map((name) => [name, names.indexOf(name)]));
  const missing = Object.keys(at).filter((name) => at[name] < 0);
  if (missing.length > 0) throw new Error(`The header has no column ${missing.join(', ')}.`);
  const scans = new Map();
  lines.forEach((line, i) => {
    const cells = line.split(',').map(Number);
    const [scan, t, el, az, range] = Object.values(at).map((k) => cells[k]);
    if (![scan, t, el, az, range].every(Number.isFinite)) throw new Error(`Line ${i + 2} has a value that is no number.`);
    if (!scans.has(scan)) scans.set(scan, { scan, t_s: t, plots: [] });
    scans.get(scan).plots.push({ range_m: range, azimuth_rad: az, elevation_rad: el });
  });
  const numbers = [...scans.keys()].sort((a, b) => a - b);
  const [first, last] = [numbers[0], numbers[numbers.length - 1]];
  if (numbers.length === 0 || last - first > 100_000) throw new Error('There are no scans in it, or their numbers make no sense.');
  const all = [];
  for (let scan = first; scan <= last; scan++) all.push(scans.get(scan) ?? { scan, t_s: all[all.length - 1].t_s + period_s, plots: [] });
  return all;
}

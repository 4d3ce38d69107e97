import process from 'node:process';

/** Processor time of this process until now. */
export function processor_s(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

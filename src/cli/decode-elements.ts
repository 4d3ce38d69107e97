import { ElementsFileError } from '../adapters/orbit-elements/report.ts';
import { readElements } from '../adapters/orbit-elements/read-elements.ts';
import { describeRefusal } from '../adapters/plots/report.ts';
import type { ElementsLine, ElementsSummary } from '../api/wire-decode.ts';
import type { MeanElements } from '../core/catalogue/mean-elements.ts';
import { isoFromMicros } from '../core/time/iso.ts';
import { toDegrees } from '../core/units.ts';
import { CommandError, EXIT, type ExitStatus } from './exit.ts';
import type { Output } from './output.ts';

/** Sets that are written at once. */
const AT_ONCE = 200;

/** Tells each set of orbit elements of a file unless `shown` is false, and what became of all. Throws where none could be used. */
export async function decodeElements(name: string, bytes: AsyncIterable<Uint8Array>, output: Output, shown = true): Promise<ExitStatus> {
  const { sets, report } = readElements(bytes, name);
  const held: ElementsLine[] = [];
  const tell = (): void => {
    const lines = held.splice(0);
    output.manyObjects(lines);
    if (!output.json) output.manyLines(lines.map(({ elements }) => textOf(elements)));
  };
  try {
    for await (const { line, elements } of sets) {
      if (!shown) continue;
      held.push({ elements: edgeOf(line, elements) });
      if (held.length >= AT_ONCE) tell();
    }
  } catch (error) {
    if (!(error instanceof ElementsFileError)) throw error;
    tell();
    const { message, line, field, remedy } = error.refusal;
    throw new CommandError(message, [name, ...(line > 0 ? [`line ${line}`] : []), field].filter((word) => word !== '').join(', '), remedy);
  }
  tell();
  for (const refusal of report.refusals.slice(0, MOST_TOLD)) output.remark(describeRefusal(refusal));
  if (report.refused > MOST_TOLD) output.remark(`${name}: and ${report.refused - MOST_TOLD} more refused`);
  const { read, kept, refused, objects, reasons, notes, format } = report;
  const summary: ElementsSummary = { format: format ?? null, sets: read, kept, refused, objects, reasons: [...reasons], notes: [...notes] };
  output.object({ summary });
  output.line(
    `${kept} of ${read} sets of elements, of ${objects} objects (${format ?? 'no form'})${notes.map((note) => `\nnote: ${note}`).join('')}`,
  );
  if (kept === 0) throw new CommandError('no set of elements in it can be used', name, 'give TLE, or OMM in JSON, CSV, KVN or XML');
  return refused > 0 ? EXIT.checkFailed : EXIT.ok;
}

const MOST_TOLD = 20;

function edgeOf(line: number, elements: MeanElements): ElementsLine['elements'] {
  const { catalogueNumber, name, internationalDesignator, epoch_us, meanMotion_radps, eccentricity, bstar } = elements;
  return {
    line,
    catalogueNumber,
    name,
    internationalDesignator,
    epoch: isoFromMicros(epoch_us),
    meanMotion_revpd: (meanMotion_radps * 86_400) / (2 * Math.PI),
    eccentricity,
    inclination_deg: toDegrees(elements.inclination_rad),
    ascendingNode_deg: toDegrees(elements.ascendingNode_rad),
    argumentOfPerigee_deg: toDegrees(elements.argumentOfPerigee_rad),
    meanAnomaly_deg: toDegrees(elements.meanAnomaly_rad),
    bstar,
  };
}

function textOf({ catalogueNumber, name, epoch, meanMotion_revpd, eccentricity, inclination_deg }: ElementsLine['elements']): string {
  const orbit = `${meanMotion_revpd.toFixed(5)} rev/d  e ${eccentricity.toFixed(6)}  i ${inclination_deg.toFixed(3)}°`;
  return `${String(catalogueNumber).padStart(5, '0')}  ${epoch}  ${orbit}  ${name}`.trimEnd();
}

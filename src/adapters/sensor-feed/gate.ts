import { verify } from 'node:crypto';
import type { Entry, Input } from '../../core/journal.ts';
import type { Line } from '../../core/sense/line.ts';
import type { Scan } from '../../core/sense/scan.ts';
import type { Micros } from '../../core/units.ts';
import type { Frame } from './frame.ts';
import { keyIdOf, readFrame, SIGNATURE_BYTES } from './frame.ts';
import type { KeyBinding, Registry } from './registry.ts';
import { scanError } from './valid.ts';

/** What became of a frame. Either way `input` goes into the journal, on the gate's line. */
export type Received =
  | { readonly kind: 'accepted'; readonly line: Line; readonly input: Scan }
  | { readonly kind: 'rejected'; readonly line: Line; readonly input: Extract<Input, { readonly kind: 'rejected' }> };

export type Gate = {
  /** `now_us` is the theatre's time. */
  receive(bytes: Uint8Array, now_us: Micros): Received;
};

/** How far a sensor's clock may be ahead. Without this bound one frame of a clock that jumped would silence its sensor until then. */
const MAX_AHEAD_S = 10;

/** The gate of one line. It lets in what a registered key signed, of that key's sensor, kind and line, newer than what the key signed
 *  before, with numbers that can be a measurement. Everything else is turned away whole, with the reason.
 *
 *  A gap in the sequence is let in: frames get lost, and a sensor must not fall silent for it. `heardUntil` gives each sensor's last
 *  measurement time before this start (`lastHeard`), so that frames recorded before a restart cannot be played again after it. */
export function createGate(registry: Registry, line: Line, heardUntil: ReadonlyMap<string, Micros> = new Map()): Gate {
  const lastSequence = new Map<string, number>();
  const lastMeasured = new Map(heardUntil);

  /** Before the signature is verified nothing in a frame can be held against a sensor: anybody can write a sensor's name. */
  const unverified = (reason: string): Received => ({ kind: 'rejected', line, input: { kind: 'rejected', source: 'unverified', reason } });
  const rejected = (sensor: string, reason: string): Received => ({ kind: 'rejected', line, input: { kind: 'rejected', source: sensor, reason } });

  return {
    receive: (bytes, now_us) => {
      const keyId = keyIdOf(bytes);
      if (keyId === undefined) return unverified('not a sensor frame');
      const binding = registry.get(keyId);
      if (binding === undefined) return unverified(`key ${keyId} is not registered`);
      const signed = bytes.subarray(0, bytes.length - SIGNATURE_BYTES);
      if (!verify(null, signed, binding.publicKey, bytes.subarray(bytes.length - SIGNATURE_BYTES))) {
        return unverified(`signature does not fit key ${keyId}`);
      }
      const reading = readFrame(signed);
      if (reading.kind === 'malformed') return rejected(binding.sensor, reading.reason);
      const { sequence, scan } = reading.frame;
      const error = claimError(reading.frame, binding, line) ?? futureError(scan.measuredAt_us, now_us) ?? orderError(sequence, lastSequence.get(keyId), scan.measuredAt_us, lastMeasured.get(scan.sensor));
      if (error !== undefined) return rejected(binding.sensor, error);
      lastSequence.set(keyId, sequence);
      lastMeasured.set(scan.sensor, scan.measuredAt_us);
      const invalid = scanError(scan);
      return invalid === undefined ? { kind: 'accepted', line, input: scan } : rejected(binding.sensor, invalid);
    },
  };
}

/** Each sensor's newest measurement time in a journal, for a gate that opens again. */
export function lastHeard(entries: Iterable<Entry>): ReadonlyMap<string, Micros> {
  const heard = new Map<string, Micros>();
  for (const { input } of entries) {
    if (input.kind !== 'infrared-scan' && input.kind !== 'radar-scan') continue;
    heard.set(input.sensor, Math.max(input.measuredAt_us, heard.get(input.sensor) ?? -Infinity));
  }
  return heard;
}

/** The key says what its sensor is; the frame may only agree. */
function claimError({ line: claimed, scan }: Frame, binding: KeyBinding, line: Line): string | undefined {
  const kind = scan.kind === 'radar-scan' ? 'radar' : 'infrared-satellite';
  if (binding.line !== line) return `key is of line ${binding.line}, this gate of line ${line}`;
  if (claimed !== binding.line) return `frame claims line ${claimed}, its key is of line ${binding.line}`;
  if (scan.sensor !== binding.sensor) return `frame claims sensor ${scan.sensor}, its key is of ${binding.sensor}`;
  if (kind !== binding.kind) return `frame claims kind ${kind}, its key is of kind ${binding.kind}`;
  return undefined;
}

function futureError(measured_us: Micros, now_us: Micros): string | undefined {
  const ahead_s = (measured_us - now_us) / 1e6;
  return ahead_s > MAX_AHEAD_S ? `measured ${ahead_s} s in the future` : undefined;
}

function orderError(sequence: number, lastSequence: number | undefined, measured_us: Micros, lastMeasured_us: Micros | undefined): string | undefined {
  if (lastSequence !== undefined && sequence <= lastSequence) return `sequence ${sequence} comes after ${lastSequence}: a frame played again or out of order`;
  if (lastMeasured_us !== undefined && measured_us <= lastMeasured_us) return `measured at ${measured_us} µs, not after the sensor's last, ${lastMeasured_us} µs`;
  return undefined;
}

import { verify } from 'node:crypto';
import type { Entry, Input } from '../../core/journal.ts';
import type { Line } from '../../core/sense/line.ts';
import { type Scan, isScan, SENSOR_OF } from '../../core/sense/scan.ts';
import type { Micros } from '../../core/units.ts';
import type { Frame } from './frame.ts';
import { keyIdOf, readFrame, SIGNATURE_BYTES } from './frame.ts';
import type { KeyBinding, Registry } from './registry.ts';
import { scanError } from './valid.ts';
import type { Window } from './window.ts';
import { createWindow } from './window.ts';

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

/** Times at which each sensor measured what was heard of it. */
export type Heard = ReadonlyMap<string, Window>;

/** The gate of one line. It lets in what a registered key signed, of that key's sensor, kind and line, once, with numbers that can be a
 *  measurement. Everything else is turned away whole, with the reason.
 *
 *  Frames may get lost or overtake each other on the way: a gap passes, and so does a frame that comes late, within a window; a frame
 *  that comes again does not. A sensor makes one scan at one time, so the times in the journal (`heardIn`) tell a frame that was recorded
 *  before a restart and is played again after it. */
export function createGate(registry: Registry, line: Line, heard: Heard = new Map()): Gate {
  const sequences = new Map<string, Window>();
  const times = new Map(heard);

  /** Before the signature is verified nothing in a frame can be held against a sensor: anybody can write a sensor's name. */
  const unverified = (reason: string): Received => ({ kind: 'rejected', line, input: { kind: 'rejected', source: 'unverified', reason } });
  const rejected = (sensor: string, reason: string): Received => ({
    kind: 'rejected',
    line,
    input: { kind: 'rejected', source: sensor, reason },
  });

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
      const claim = claimError(reading.frame, binding, line) ?? futureError(scan.measuredAt_us, now_us);
      if (claim !== undefined) return rejected(binding.sensor, claim);
      const sequencesOfKey = windowOf(sequences, keyId);
      const timesOfSensor = windowOf(times, scan.sensor);
      if (timesOfSensor.has(scan.measuredAt_us))
        return rejected(binding.sensor, `scan of ${scan.measuredAt_us} µs again, or too old to tell`);
      if (sequencesOfKey.has(sequence)) return rejected(binding.sensor, `frame ${sequence} again, or too old to tell`);
      sequencesOfKey.take(sequence);
      const invalid = scanError(scan);
      if (invalid !== undefined) return rejected(binding.sensor, invalid);
      timesOfSensor.take(scan.measuredAt_us);
      return { kind: 'accepted', line, input: scan };
    },
  };
}

/** What a journal has heard of each sensor, for a gate that opens again. */
export function heardIn(entries: Iterable<Entry>): Heard {
  const heard = new Map<string, Window>();
  for (const { input } of entries) {
    if (isScan(input)) windowOf(heard, input.sensor).take(input.measuredAt_us);
  }
  return heard;
}

function windowOf(windows: Map<string, Window>, key: string): Window {
  let found = windows.get(key);
  if (found === undefined) {
    found = createWindow();
    windows.set(key, found);
  }
  return found;
}

/** The key says what its sensor is; the frame may only agree. */
function claimError({ line: claimed, scan }: Frame, binding: KeyBinding, line: Line): string | undefined {
  const kind = SENSOR_OF[scan.kind];
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

import type { KeyObject } from 'node:crypto';
import { createHash, sign } from 'node:crypto';
import type { Line } from '../../core/sense/line.ts';
import type { Scan } from '../../core/sense/scan.ts';
import type { SensorSpec } from '../../core/sense/sensor.ts';
import { KEY_ID_BYTES, writeFrame } from './frame.ts';

/** What a key stands for. One key speaks for one sensor, of one kind, on one line, and for nothing else (H2, H6). */
export type KeyBinding = {
  readonly publicKey: KeyObject;
  readonly sensor: string;
  readonly kind: SensorSpec['kind'];
  readonly line: Line;
};

export type Registry = ReadonlyMap<string, KeyBinding>;

/** The keys by the id that frames carry. Throws when a key is no Ed25519 public key or is bound twice. */
export function createRegistry(bindings: readonly KeyBinding[]): Registry {
  const registry = new Map<string, KeyBinding>();
  for (const binding of bindings) {
    const id = keyId(binding.publicKey);
    if (registry.has(id)) throw new Error(`the key of sensor ${binding.sensor} is bound twice: give each sensor and line a key of its own`);
    registry.set(id, binding);
  }
  return registry;
}

/** Id of a public key: the first 8 bytes of SHA-256 over its 32 raw bytes, hexadecimal. */
export function keyId(publicKey: KeyObject): string {
  const { x } = publicKey.export({ format: 'jwk' });
  if (publicKey.asymmetricKeyType !== 'ed25519' || publicKey.type !== 'public' || x === undefined)
    throw new Error('a sensor key is an Ed25519 public key');
  return createHash('sha256')
    .update(Buffer.from(x, 'base64url'))
    .digest('hex')
    .slice(0, 2 * KEY_ID_BYTES);
}

/** The signing end, for simulated sensors and for makers of gateways: the bytes of one signed frame. */
export function signScan(
  key: { readonly privateKey: KeyObject; readonly keyId: string; readonly line: Line },
  sequence: number,
  scan: Scan,
): Uint8Array {
  const bytes = writeFrame({ line: key.line, keyId: key.keyId, sequence, scan });
  return Buffer.concat([bytes, sign(null, bytes, key.privateKey)]);
}

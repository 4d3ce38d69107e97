import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import type { Micros } from '../core/units.ts';

/** How a journal stood after entry `seq`: its chain (every record up to there) and its digest (everything said). */
export type Head = {
  readonly seq: number;
  readonly at_us: Micros;
  /** The entry that the head before it stands at, −1 for the first, so that none can be taken away unnoticed once another follows. Absent in
   *  heads of earlier versions, and in what is only signed in the form of a head. */
  readonly before?: number;
  readonly chain: string;
  readonly digest: string;
};

/** A head with the theatre's word for it. `key` is the public key: 32 bytes of Ed25519, hexadecimal. */
export type SignedHead = Head & { readonly key: string; readonly signature: string };

/** Key of the journal's facts that names the theatre's public key from there on. */
export const HEAD_KEY = 'head-key';

/** Entries between two signed heads; messages that go out and the closing get one besides. */
export const HEAD_EVERY = 500;

export type Signer = { readonly key: string; sign(head: Head): SignedHead };

export function createSigner(privateKey: KeyObject): Signer {
  const key = hexOf(createPublicKey(privateKey));
  return { key, sign: (head) => ({ ...head, key, signature: sign(null, statement(head), privateKey).toString('hex') }) };
}

/** A fresh key, as the text that it is kept in (PKCS #8, PEM). */
export function newSigningKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** The signer of such a text; undefined when it is none, or of another kind of key. */
export function signerOf(pem: string): Signer | undefined {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === 'ed25519' ? createSigner(key) : undefined;
  } catch {
    return undefined;
  }
}

/** The public key of such a text, or of one that holds the public key alone; undefined when it is none. */
export function publicKeyOf(pem: string): string | undefined {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === 'ed25519' ? hexOf(key) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the head was signed with the key that it names. */
export function headHolds(head: SignedHead): boolean {
  // Text in one form only, so that no byte of it can change unnoticed.
  if (!HEX.test(head.key) || !HEX.test(head.signature)) return false;
  try {
    const publicKey = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(head.key, 'hex').toString('base64url') },
      format: 'jwk',
    });
    return verify(null, statement(head), publicKey, Buffer.from(head.signature, 'hex'));
  } catch {
    return false;
  }
}

const HEX = /^[0-9a-f]+$/;

/** A head as one line of text, and back; undefined for a line that is no head. */
export function headLine({ seq, at_us, before, chain, digest, key, signature }: SignedHead): string {
  return JSON.stringify({ seq, at_us, before, chain, digest, key, signature });
}

export function readHead(line: string): SignedHead | undefined {
  try {
    const read = JSON.parse(line) as Partial<SignedHead> | null;
    const texts = [read?.chain, read?.digest, read?.key, read?.signature];
    const numbers = [read?.seq, read?.at_us, read?.before ?? 0];
    const whole = texts.every((one) => typeof one === 'string') && numbers.every((one) => Number.isSafeInteger(one));
    return whole && headLine(read as SignedHead) === line ? (read as SignedHead) : undefined;
  } catch {
    return undefined;
  }
}

/** The head before goes into the title, so that a statement with it never reads as one without. */
function statement({ seq, at_us, before, chain, digest }: Head): Buffer {
  const title = before === undefined ? 'tocsin journal head' : `tocsin journal head after ${before}`;
  return Buffer.from(`${title}\n${seq}\n${at_us}\n${chain}\n${digest}\n`);
}

function hexOf(publicKey: KeyObject): string {
  return Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex');
}

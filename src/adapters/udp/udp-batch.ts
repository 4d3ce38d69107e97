/** Datagrams as one run of octets, in which they go from thread to thread: of each its time (float64), its length (uint16) and its octets. */
const HEAD = 10;

/** Gathers datagrams; `take` gives what was gathered and begins anew. */
export function createBatch(): { add(payload: Uint8Array, at_s: number): void; readonly octets: number; take(): Uint8Array<ArrayBuffer> } {
  let bytes = new Uint8Array(64 * 1024);
  let length = 0;
  return {
    get octets() {
      return length;
    },
    add(payload, at_s) {
      const next = length + HEAD + payload.length;
      if (next > bytes.length) {
        const longer = new Uint8Array(Math.max(next, 2 * bytes.length));
        longer.set(bytes.subarray(0, length));
        bytes = longer;
      }
      const view = new DataView(bytes.buffer, length);
      view.setFloat64(0, at_s);
      view.setUint16(8, payload.length);
      bytes.set(payload, length + HEAD);
      length = next;
    },
    take() {
      const taken = bytes.slice(0, length);
      length = 0;
      return taken;
    },
  };
}

/** The datagrams of such a run, in their order. */
export function datagramsIn(bytes: Uint8Array): { readonly payload: Uint8Array; readonly at_s: number }[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const found = [];
  for (let at = 0; at + HEAD <= bytes.length; ) {
    const end = at + HEAD + view.getUint16(at + 8);
    found.push({ at_s: view.getFloat64(at), payload: bytes.subarray(at + HEAD, end) });
    at = end;
  }
  return found;
}

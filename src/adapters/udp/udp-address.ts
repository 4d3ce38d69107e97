import { isIP, isIPv4 } from 'node:net';

/** Where datagrams are listened for. */
export type UdpAddress = {
  readonly host: string;
  readonly port: number;
  /** The host is a group that is joined, on this interface where one is named. */
  readonly isGroup: boolean;
  readonly interface?: string;
};

/** Whether a name of a source is one of datagrams. */
export const isUdp = (name: string): boolean => name.startsWith('udp://');

/** `udp://127.0.0.1:8600`, `udp://232.1.1.11:8600?interface=10.0.0.5`, `udp://[::1]:8600`. A RangeError says what is wrong. */
export function udpAddress(text: string): UdpAddress {
  const found = /^udp:\/\/(?:\[(?<six>[0-9a-f:]+)\]|(?<four>[^:/?[\]]+)):(?<port>\d+)(?:\?interface=(?<face>[^&]+))?$/i.exec(text)?.groups;
  const host = found?.['six'] ?? found?.['four'] ?? '';
  const port = Number(found?.['port'] ?? 0);
  if (isIP(host) === 0 || port < 1 || port > 65_535)
    throw new RangeError(
      `"${text}" is no address of datagrams; write udp://ADDRESS:PORT, as in udp://127.0.0.1:8600, the address in numbers`,
    );
  const isGroup = isIPv4(host) ? Number(host.split('.')[0]) >= 224 && Number(host.split('.')[0]) < 240 : /^ff/i.test(host);
  const face = found?.['face'];
  if (face !== undefined && !isGroup)
    throw new RangeError(`"${text}": an interface is chosen for a group of multicast, and ${host} is none`);
  return { host, port, isGroup, ...(face !== undefined && { interface: face }) };
}

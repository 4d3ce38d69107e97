/** Datagrams that Linux let go because nobody fetched them in time, of all sockets at a port: the last column of its table. Null where there is no table.
 *      Source  proc_pid_net(5), /proc/net/udp */
export function lostAt(port: number, table: () => string): number | null {
  let text: string;
  try {
    text = table();
  } catch {
    return null;
  }
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  let lost: number | null = null;
  for (const line of text.split('\n').slice(1)) {
    const columns = line.trim().split(/\s+/);
    if (columns[1]?.endsWith(`:${hex}`) === true) lost = (lost ?? 0) + Number(columns.at(-1));
  }
  return lost;
}

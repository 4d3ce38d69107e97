import { createSocket } from 'node:dgram';
import { argv } from 'node:process';
import { datagramsOfReports, RECORDS_IN_DATAGRAM } from './asterix-reports.ts';

// Sends target reports at a steady rate: `PORT PLOTS_A_SECOND SECONDS`. Says in the end how many datagrams went out.
const [port = 0, plots = 0, seconds = 0] = argv.slice(2).map(Number);
const datagrams = datagramsOfReports(1000);
const socket = createSocket('udp4');
const begin = performance.now();
const wanted = Math.round((plots * seconds) / RECORDS_IN_DATAGRAM);
let sent = 0;

function due(): void {
  const until = Math.min(wanted, Math.round(((performance.now() - begin) / 1000) * (plots / RECORDS_IN_DATAGRAM)));
  for (; sent < until; sent += 1) socket.send(datagrams[sent % datagrams.length] as Uint8Array, port, '127.0.0.1');
  if (sent < wanted) setTimeout(due, 1);
  // What is on its way is let arrive.
  else
    setTimeout(() => {
      process.stdout.write(`${sent}\n`);
      socket.close();
    }, 500);
}
due();

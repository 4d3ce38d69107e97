// Serves this page and the built core on this machine: node examples/browser/serve.mjs [PORT]
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const page = fileURLToPath(new URL('.', import.meta.url));
const core = fileURLToPath(new URL('../../dist/core/', import.meta.url));
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.map': 'application/json' };

const server = createServer((request, response) => {
  const path = normalize(pathOf(request.url ?? '/'));
  const [folder, name] = path.startsWith(`${sep}core${sep}`) ? [core, path.slice(6)] : [page, path === sep ? 'index.html' : path];
  const file = join(folder, name);
  const type = TYPES[extname(file)];
  if (request.method !== 'GET' || !file.startsWith(folder) || type === undefined || !statSync(file, { throwIfNoEntry: false })?.isFile()) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    return;
  }
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  createReadStream(file).pipe(response);
});

/** Of what is no address nothing is found; it must not end the server. */
function pathOf(url) {
  try {
    return decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return url;
  }
}

if (!statSync(join(core, 'index.js'), { throwIfNoEntry: false })) {
  console.error('The core is not built yet: npm run build');
  process.exitCode = 1;
} else {
  server.listen(Number(process.argv[2] ?? 5180), '127.0.0.1', () => {
    const address = server.address();
    console.log(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : ''}/`);
  });
}

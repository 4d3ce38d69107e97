import type { IncomingHttpHeaders } from 'node:http';

/** Everything from this server and nothing from anywhere else; no inline script or style, no eval, no frames, no forms that leave. */
export const CONTENT_SECURITY_POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'"],
  'connect-src': ["'self'"],
  'font-src': ["'none'"],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};

/** Names under which a browser on this machine reaches this server. */
const OWN_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Why a request comes from a stranger; undefined when it does not.
 *  The host is checked because a page elsewhere may point its own name at this address (DNS rebinding) and then read everything;
 *  the origin, because a page elsewhere may post here, or open the feed, with this browser's cookie; where the browser says that it asks for
 *  another site, because reading without a cookie has its effect too: each /events takes a seat and one of the browser's few connections. */
export function strangerError(method: string, url: string, headers: IncomingHttpHeaders): string | undefined {
  const host = headers.host ?? '';
  if (!OWN_NAMES.has(host.replace(/:\d+$/, ''))) return `this server answers to 127.0.0.1 and localhost, not to "${host}"`;
  if (!mayCross(method, url, headers)) return 'a page from elsewhere may link to the console at /, and to nothing else here';
  const { origin } = headers;
  const needsOrigin = method !== 'GET' && method !== 'HEAD';
  if (origin === undefined) return undefined; // no browser: a browser names its origin on every post and every WebSocket
  if (origin === `http://${host}`) return undefined;
  return needsOrigin || headers.upgrade !== undefined ? `a page from ${origin} may not act here` : undefined;
}

/** Whether this is no request for another site, or one that opens the console: a link from elsewhere. */
function mayCross(method: string, url: string, headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return true;
  return method === 'GET' && url === '/' && headers['sec-fetch-mode'] === 'navigate';
}

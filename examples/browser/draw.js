/** Colours that are told apart on light and on dark ground, by the track's name. */
const HUES = [212, 28, 140, 280, 350, 180, 50, 245, 100, 315];
const AHEAD_S = 60;
/** A canvas smaller than this has no room inside its margins. */
const LEAST_PX = 60;

/** What a canvas needs to be drawn on crisply: its size in CSS pixels and the context scaled to the screen's; nothing while the page is without its layout. */
function opened(canvas) {
  const scale = window.devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  if (width < LEAST_PX || height < LEAST_PX) return undefined;
  if (canvas.width !== Math.round(width * scale)) canvas.width = Math.round(width * scale);
  if (canvas.height !== Math.round(height * scale)) canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  context.font = '11px system-ui, "DejaVu Sans", sans-serif';
  return { context, width, height };
}

function palette() {
  const style = getComputedStyle(document.documentElement);
  const dark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  return {
    text: style.getPropertyValue('--text'),
    quiet: style.getPropertyValue('--quiet'),
    edge: style.getPropertyValue('--edge'),
    panel: style.getPropertyValue('--panel'),
    track: (id) => `hsl(${HUES[Number(id) % HUES.length]} ${dark ? '80% 68%' : '72% 40%'})`,
  };
}

/** From above: the radar below, the middle of its view upwards. */
export function drawPlan(canvas, { view, history, tracks, since_s }) {
  const open = opened(canvas);
  if (open === undefined) return;
  const { context, width, height } = open;
  const colours = palette();
  const centre = (view.azimuthMin_rad + view.azimuthMax_rad) / 2;
  const spread = Math.min(Math.PI, (view.azimuthMax_rad - view.azimuthMin_rad) / 2);
  const { near, far } = groundOf(view);
  // The sector's box, forward from its lowest corner to the top of its far arc.
  const isWide = spread > Math.PI / 2;
  const lowest = isWide ? far * Math.cos(spread) : near * Math.cos(spread);
  const across = isWide ? far : far * Math.sin(spread);
  const scale = Math.min((width - 24) / (2 * across), (height - 40) / (far - lowest));
  const [originX, originY] = [width / 2, 16 + far * scale];
  const place = ([x, y]) => {
    const [forward, right] = [x * Math.cos(centre) + y * Math.sin(centre), y * Math.cos(centre) - x * Math.sin(centre)];
    return [originX + right * scale, originY - forward * scale];
  };

  context.strokeStyle = colours.edge;
  context.fillStyle = colours.quiet;
  const rings = ringsBetween(near, far);
  for (const range of [near, ...rings, far]) {
    context.strokeStyle = colours.edge;
    context.lineWidth = 1;
    context.beginPath();
    context.arc(originX, originY, range * scale, -Math.PI / 2 - spread, -Math.PI / 2 + spread);
    context.stroke();
    const y = originY - range * scale;
    if (rings.includes(range) && y < height)
      write(context, colours, `${Math.round(range / 1000).toLocaleString('en')} km`, originX + 4, y - 4);
  }
  context.strokeStyle = colours.edge;
  context.lineWidth = 1;
  for (const side of [-1, 1]) {
    const angle = -Math.PI / 2 + side * spread;
    context.beginPath();
    context.moveTo(originX + near * scale * Math.cos(angle), originY + near * scale * Math.sin(angle));
    context.lineTo(originX + far * scale * Math.cos(angle), originY + far * scale * Math.sin(angle));
    context.stroke();
  }
  drawPlots(context, colours, history, (plot) => place(positionOf(plot)));
  drawTracks(context, colours, tracks, since_s, place);
}

/** Height over the distance along the ground. */
export function drawHeight(canvas, { view, history, tracks, since_s }) {
  const open = opened(canvas);
  if (open === undefined) return;
  const { context, width, height } = open;
  const colours = palette();
  const [left, bottom] = [46, height - 22];
  const { near, far } = groundOf(view);
  const [low, high] = [view.rangeMin_m * Math.sin(view.elevationMin_rad), view.rangeMax_m * Math.sin(view.elevationMax_rad)];
  const place = ([x, y, z]) => [
    left + ((Math.hypot(x, y) - near) / (far - near)) * (width - left - 12),
    bottom - ((z - low) / (high - low)) * (bottom - 12),
  ];
  context.strokeStyle = colours.edge;
  context.fillStyle = colours.quiet;
  context.lineWidth = 1;
  const step = stepOf(high - low);
  for (let h = Math.ceil(low / step) * step; h <= high; h += step) {
    const y = place([near, 0, h])[1];
    context.beginPath();
    context.moveTo(left, y);
    context.lineTo(width - 12, y);
    context.stroke();
    context.textAlign = 'right';
    context.fillText(`${Math.round(h / 1000).toLocaleString('en')}`, left - 6, y + 4);
  }
  context.textAlign = 'center';
  for (const range of ringsBetween(near, far))
    context.fillText(`${Math.round(range / 1000).toLocaleString('en')} km`, place([range, 0, 0])[0], height - 7);
  context.textAlign = 'left';
  drawPlots(context, colours, history, (plot) => place(positionOf(plot)));
  drawTracks(context, colours, tracks, since_s, place);
}

/** Distances along the ground at which the view begins and ends. */
function groundOf(view) {
  return { near: view.rangeMin_m * Math.cos(view.elevationMax_rad), far: view.rangeMax_m * Math.cos(view.elevationMin_rad) };
}

/** Round distances inside the view, none of them at its very edge. */
function ringsBetween(near, far) {
  const step = stepOf(far - near);
  const first = Math.ceil((near + 0.05 * (far - near)) / step) * step;
  return Array.from({ length: 12 }, (_, i) => first + i * step).filter((range) => range < far - 0.03 * (far - near));
}

/** A round step that divides a length into three to six. */
function stepOf(length) {
  const unit = 10 ** Math.floor(Math.log10(length));
  return [unit, unit / 2, unit / 5, unit / 10].find((step) => length / step >= 3) ?? unit / 10;
}

function positionOf({ range_m, azimuth_rad, elevation_rad }) {
  const flat = range_m * Math.cos(elevation_rad);
  return [flat * Math.cos(azimuth_rad), flat * Math.sin(azimuth_rad), range_m * Math.sin(elevation_rad)];
}

/** Text with a rim in the colour of the ground, so that it stays legible over lines. */
function write(context, colours, text, x, y) {
  const { globalAlpha } = context;
  context.globalAlpha = 1;
  context.strokeStyle = colours.panel;
  context.lineWidth = 3;
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
  context.globalAlpha = globalAlpha;
}

/** Plots of the newest scan dark, of those before fainter and fainter. */
function drawPlots(context, colours, history, place) {
  context.fillStyle = colours.text;
  history.forEach((plots, age) => {
    context.globalAlpha = age === 0 ? 0.85 : 0.22 * (1 - age / history.length);
    const size = age === 0 ? 2.6 : 2;
    for (const plot of plots) {
      const [x, y] = place(plot);
      context.fillRect(x - size / 2, y - size / 2, size, size);
    }
  });
  context.globalAlpha = 1;
}

/** A track's path, where it is `since_s` after the scan, and where it will be in a minute; as solid as its existence is sure. */
function drawTracks(context, colours, tracks, since_s, place) {
  context.lineJoin = 'round';
  const labels = [];
  for (const { id, path, x, existence, alive } of tracks) {
    const colour = colours.track(id);
    const now = [x[0] + x[3] * since_s, x[1] + x[4] * since_s, x[2] + x[5] * since_s];
    const ahead = [now[0] + x[3] * AHEAD_S, now[1] + x[4] * AHEAD_S, now[2] + x[5] * AHEAD_S];
    context.strokeStyle = colour;
    context.globalAlpha = alive ? 0.35 + 0.65 * existence : 0.2;
    context.lineWidth = 1.8;
    context.beginPath();
    path.forEach((point, i) => {
      const [px, py] = place(point);
      if (i === 0) context.moveTo(px, py);
      else context.lineTo(px, py);
    });
    if (alive) context.lineTo(...place(now));
    context.stroke();
    if (!alive) continue;
    context.lineWidth = 1;
    context.setLineDash([2, 3]);
    context.beginPath();
    context.moveTo(...place(now));
    context.lineTo(...place(ahead));
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = colour;
    context.beginPath();
    context.arc(...place(now), 3.4, 0, 2 * Math.PI);
    context.fill();
    context.lineWidth = 1.2;
    context.strokeStyle = colours.panel;
    context.stroke();
    const [nx, ny] = place(now);
    // In a crowd one name says as much as ten on top of each other.
    if (labels.some(([lx, ly]) => Math.abs(lx - nx) < 18 && Math.abs(ly - ny) < 12)) continue;
    labels.push([nx, ny]);
    write(context, colours, id, nx + 6, ny - 5);
  }
  context.globalAlpha = 1;
}

import { useCallback, useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { Position } from 'geojson';
import type { View } from '../../api/wire-feed.ts';
import type { EventRow } from '../rows.ts';
import { useTheme } from '../theme.ts';
import { prepare } from './canvas.ts';
import { lonLat } from './geometry.ts';
import { Inset, insetBox, isTooSmall } from './Inset.tsx';
import { loadCoarse, loadFine, type Land } from './land.ts';
import { Legend } from './Legend.tsx';
import { paintBase } from './paint-base.ts';
import { areaOf, paintOverlay, tracksOf } from './paint-overlay.ts';
import { fitted, moved, pixelOf, projectionOf, zoomed, type Camera, type Size } from './projection.ts';

export type MapCommands = { readonly fit: () => void; readonly turnOver: () => void };

type Props = {
  readonly view: View;
  readonly version: number;
  readonly selected: EventRow | undefined;
  readonly watermark: string;
  /** Where the keys F and G reach the map. */
  readonly commands: { current: MapCommands | undefined };
};

const START: Camera = { kind: 'globe', longitude_deg: 0, latitude_deg: 20, zoom: 1 };
const PAN_PX = 60;
/** Where the map's buttons stand. */
const TOOLS = { x: 0, y: 0, width: 350, height: 44 };
/** Least that a fit shows around the middle: 250 km of an event, 1,000 km where only sensors stand. */
const EVENT_RADIUS_RAD = 0.04;
const SENSORS_RADIUS_RAD = 0.16;

/** The map: a still picture of the Earth below, what moves above it. It follows nothing by itself: a map that jumps loses its reader. */
export function MapPane({ view, version, selected, watermark, commands }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const base = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  const [camera, setCamera] = useState(START);
  const [land, setLand] = useState<{ readonly coarse?: Land; readonly fine?: Land }>({});
  const [turning, setTurning] = useState(false);
  const [coverage, setCoverage] = useState(false);
  const { palette } = useTheme();

  useEffect(() => {
    void loadCoarse()
      .then((coarse) => setLand((now) => ({ ...now, coarse })))
      .then(loadFine)
      .then((fine) => setLand((now) => ({ ...now, fine })))
      .catch(() => undefined); // the link's alarm says that the server is away; the globe still turns, without land
  }, []);

  useEffect(() => {
    if (!frame.current) return;
    const observer = new ResizeObserver(([{ contentRect }]) =>
      setSize({ width: Math.round(contentRect.width), height: Math.round(contentRect.height) }),
    );
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);

  const fit = useCallback(
    () => setCamera((now) => fitted(now, size, pointsOf(view, selected), selected ? EVENT_RADIUS_RAD : SENSORS_RADIUS_RAD)),
    [view, selected, size],
  );
  const turnOver = useCallback(() => setCamera((now) => ({ ...now, kind: now.kind === 'globe' ? 'flat' : 'globe' })), []);
  useEffect(() => {
    // The ref is the parent's, handed down to be filled: its keys act on this map.
    // oxlint-disable-next-line react/immutability
    commands.current = { fit, turnOver };
  }, [commands, fit, turnOver]);

  // Fits by itself when there is first something to look at: a size and sensors, another event, its first impact point. Once somebody
  // has moved the map it fits only for another event, or when told to.
  const touched = useRef(false);
  const fittedFor = useRef({ event: '', stage: '' });
  const event = selected?.id ?? 'sensors';
  const stage = selected?.event.assessment?.impact ? 'impact' : 'no impact';
  const ready = size.width > 0 && size.height > 0 && pointsOf(view, selected).length > 0;
  useEffect(() => {
    const before = fittedFor.current;
    if (!ready || (before.event === event && (before.stage === stage || touched.current))) return;
    fittedFor.current = { event, stage };
    touched.current = false;
    fit();
  }, [ready, event, stage, fit]);

  const area = selected && areaOf(selected);
  const small = area !== undefined && isTooSmall(area, camera, size);
  const box = insetBox(size, area && pixelOf(projectionOf(camera, size), camera, size, area[0]));
  const { x, y, width, height } = box;

  const shown = turning ? land.coarse : (land.fine ?? land.coarse);
  useEffect(() => {
    const context = prepare(base.current, size);
    if (context) paintBase(context, camera, size, { land: shown, watermark, palette });
  }, [camera, size, shown, watermark, palette]);
  useEffect(() => {
    const context = prepare(overlay.current, size);
    if (context)
      paintOverlay(context, camera, size, {
        view,
        selected,
        coverage,
        palette,
        covered: small ? [TOOLS, { x, y, width, height }] : [TOOLS],
      });
  }, [camera, size, view, version, selected, coverage, palette, small, x, y, width, height]);

  const look = () => steer((now) => fitted(now, size, area ?? [], 0));
  const steer = useCallback((change: (now: Camera) => Camera) => {
    touched.current = true;
    setCamera(change);
  }, []);
  useWheel(frame, steer);
  const drag = useDrag(size, steer, setTurning);
  const onKeyDown = (press: KeyboardEvent) => {
    const pan: Record<string, readonly [number, number]> = {
      ArrowLeft: [PAN_PX, 0],
      ArrowRight: [-PAN_PX, 0],
      ArrowUp: [0, PAN_PX],
      ArrowDown: [0, -PAN_PX],
    };
    const by = pan[press.key];
    const zoom = press.key === '+' || press.key === '=' ? 1.3 : press.key === '-' ? 1 / 1.3 : undefined;
    if (!by && zoom === undefined) return;
    press.preventDefault();
    steer((now) => (by ? moved(now, size, ...by) : zoomed(now, zoom ?? 1)));
  };

  return (
    <section className="map" aria-label="Map">
      <div
        ref={frame}
        className="map-frame"
        role="application"
        aria-label="Map of sensors, tracks and areas. Arrow keys move it, plus and minus zoom. The same figures stand as text under Evidence."
        tabIndex={0}
        onKeyDown={onKeyDown}
        {...drag}
      >
        <canvas ref={base} className="map-base" />
        <canvas ref={overlay} className="map-overlay" />
      </div>
      <div className="map-tools">
        <button type="button" onClick={fit}>
          Fit <kbd>F</kbd>
        </button>
        <button type="button" onClick={turnOver}>
          {camera.kind === 'globe' ? 'Flat' : 'Globe'} <kbd>G</kbd>
        </button>
        <button type="button" onClick={() => steer((now) => zoomed(now, 1.5))} aria-label="Zoom in">
          +
        </button>
        <button type="button" onClick={() => steer((now) => zoomed(now, 1 / 1.5))} aria-label="Zoom out">
          −
        </button>
        <button type="button" aria-pressed={coverage} onClick={() => setCoverage(!coverage)}>
          Radar range
        </button>
      </div>
      {small && selected && (
        <Inset
          area={area}
          box={box}
          view={view}
          version={version}
          selected={selected}
          land={land.fine ?? land.coarse}
          watermark={watermark}
          onLook={look}
        />
      )}
      <Legend />
    </section>
  );
}

/** What a fit should show: the selected event from launch to impact, or where the sensors on the ground stand. */
function pointsOf(view: View, selected: EventRow | undefined): Position[] {
  if (!selected)
    return view.sensors.flatMap(({ rangeMax_m, position }) => (rangeMax_m !== undefined && position ? [lonLat(position)] : []));
  const { assessment, notice } = selected.event;
  const points = [assessment?.launch?.point, assessment?.impact?.point, notice?.place.point].flatMap((one) => (one ? [lonLat(one)] : []));
  return [...points, ...(areaOf(selected) ?? []), ...tracksOf(view, selected).flatMap(({ trail }) => trail.slice(-1).map(lonLat))];
}

type Steer = (change: (now: Camera) => Camera) => void;

function useDrag(size: Size, steer: Steer, setTurning: (turning: boolean) => void) {
  const last = useRef<readonly [number, number]>(undefined);
  const end = () => {
    last.current = undefined;
    setTurning(false);
  };
  return {
    onPointerDown(event: PointerEvent<HTMLDivElement>) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      last.current = [event.clientX, event.clientY];
    },
    onPointerMove(event: PointerEvent) {
      if (!last.current) return;
      const [dx, dy] = [event.clientX - last.current[0], event.clientY - last.current[1]];
      last.current = [event.clientX, event.clientY];
      setTurning(true);
      steer((now) => moved(now, size, dx, dy));
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}

/** React listens to the wheel passively, and a passive listener cannot keep the page from scrolling. */
function useWheel(frame: { readonly current: HTMLDivElement | null }, steer: Steer): void {
  useEffect(() => {
    const element = frame.current;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      steer((now) => zoomed(now, Math.exp(-event.deltaY / 500)));
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [frame, steer]);
}

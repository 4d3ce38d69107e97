import { useEffect, useRef } from 'react';
import { useTheme, type Palette } from '../theme.ts';
import { drawSign, type Sign } from './signs.ts';

const SIGNS: readonly (readonly [Sign, keyof Palette, string])[] = [
  ['launch', 'track', 'launch point'],
  ['track', 'track', 'object, selected event'],
  ['track', 'other', 'object, other event'],
  ['impact', 'area', 'predicted impact'],
  ['radar', 'sensor', 'radar'],
  ['satellite', 'sensor', 'satellite, above this point'],
];

/** Says what the signs mean, drawn by the code that draws them on the map. */
export function Legend() {
  const { palette } = useTheme();
  return (
    <details className="legend">
      <summary>Signs</summary>
      <ul>
        {SIGNS.map(([sign, colour, words]) => (
          <li key={words}>
            <Swatch sign={sign} colour={palette[colour]} />
            {words}
          </li>
        ))}
        <li>
          <span className="swatch-line" /> where it was seen; dashed where it is only computed
        </li>
        <li>
          <span className="swatch-area" /> alert or hazard area; dashed while it is only assessed
        </li>
        <li>
          <span className="swatch-ellipse" /> 95 % uncertainty
        </li>
      </ul>
    </details>
  );
}

function Swatch({ sign, colour }: { readonly sign: Sign; readonly colour: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d', { willReadFrequently: true });
    if (!context) return;
    context.clearRect(0, 0, 18, 18);
    drawSign(context, sign, 9, 9, colour);
  }, [sign, colour]);
  return <canvas ref={canvas} width={18} height={18} aria-hidden="true" />;
}

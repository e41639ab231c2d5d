import { generate } from 'lean-qr';
import { useMemo } from 'react';

/** Quiet zone around a QR code, modules (ISO/IEC 18004 asks for 4). */
const quiet = 4;

/** A link as a QR code: dark on light in every theme, because cameras expect it. */
export function QrCode({ label, text }: { readonly label: string; readonly text: string }) {
  const { path, size } = useMemo(() => draw(text), [text]);
  return (
    <svg
      className="qr-code"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#FFFFFF" />
      <path d={path} fill="#000000" />
    </svg>
  );
}

function draw(text: string): { readonly path: string; readonly size: number } {
  const code = generate(text);
  let path = '';
  for (let y = 0; y < code.size; y += 1) {
    for (let x = 0; x < code.size; x += 1) {
      if (code.get(x, y)) path += `M${x + quiet} ${y + quiet}h1v1h-1z`;
    }
  }
  return { path, size: code.size + 2 * quiet };
}

/** Points of an eight-pointed star (two squares, one turned by 45°) around 0,0, as an SVG `points` attribute. Pure. */
export function starPoints(outer: number, inner: number): string {
  const points: string[] = [];
  for (let corner = 0; corner < 16; corner += 1) {
    const radius = corner % 2 === 0 ? outer : inner;
    const angle = (corner * Math.PI) / 8;
    points.push(`${round(radius * Math.sin(angle))},${round(-radius * Math.cos(angle))}`);
  }
  return points.join(' ');
}

/** Where the two squares of the star cross, as a share of the outer radius. */
export const starInner = Math.cos(Math.PI / 4) / Math.cos(Math.PI / 8);

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

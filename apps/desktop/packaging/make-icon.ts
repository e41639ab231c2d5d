/**
 * Draws the app’s icon, `build/icon.png`: our star with a point of light in its middle.
 * From the root: `pnpm exec tsx apps/desktop/packaging/make-icon.ts`
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

import { drawStar, encodePng } from '@mauzin/shared';

/** macOS asks for so many pixels; electron-builder makes all smaller ones from them. */
const side = 1_024;
/** Free on each side, as a share of the whole. */
const margin = 0.06;

const star = drawStar({ width: side, height: side, radius: (side / 2) * (1 - 2 * margin), background: null });
const png = encodePng(star, (bytes) => deflateSync(bytes, { level: 9 }));
writeFileSync(join(import.meta.dirname, '../build/icon.png'), png);

import { accessCodeSchema, languages } from '@mauzin/shared';
import * as v from 'valibot';

/** What stands on the page for the wall. */
export const posterSchema = v.object({
  mosque: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  link: v.pipe(v.string(), v.url(), v.regex(/^https?:\/\//), v.maxLength(500)),
  languages: v.pipe(v.array(v.picklist(languages)), v.minLength(1), v.maxLength(3)),
  /** Phones must be in the mosque's own network. */
  onNetworkOnly: v.boolean(),
  /** The QR code carries this access code; the printed link does not. */
  code: v.exactOptional(accessCodeSchema),
  /** The station is private, and its code is told by people. */
  asksForCode: v.exactOptional(v.literal(true)),
});
export type Poster = v.InferOutput<typeof posterSchema>;

/** The page that shows a poster, within the app's bundle. */
export const posterPath = (poster: Poster): string =>
  `/poster.html?poster=${encodeURIComponent(JSON.stringify(poster))}`;

/** The poster that a page's query (`?…`) asks for, or null. */
export function readPoster(search: string): Poster | null {
  const text = /^\?poster=([^&]+)$/.exec(search)?.[1];
  if (text === undefined) return null;
  try {
    const parsed = v.safeParse(posterSchema, JSON.parse(decodeURIComponent(text)));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

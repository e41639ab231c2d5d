import { findPageLanguage, type PageLanguage, pickPageLanguage } from '@mauzin/shared';

/** Most language tags that are read; the rest is ignored, since no browser sends so many. */
const maxTags = 20;

export interface Asked {
  /** `?lang=` */
  readonly lang: string | undefined;
  readonly acceptLanguage: string | undefined;
  /** The station's own language; null where there is no station. */
  readonly stationLanguage: string | null;
}

/** The language that the page is drawn in: the address's (`?lang=`), else the browser's preferred one, else the station's. */
export function askedLanguage({ lang, acceptLanguage, stationLanguage }: Asked): PageLanguage {
  const asked = [...(lang === undefined ? [] : [lang]), ...preferred(acceptLanguage ?? '')];
  return findPageLanguage(asked) ?? pickPageLanguage(stationLanguage === null ? [] : [stationLanguage]);
}

/** The tags of an Accept-Language header (RFC 9110 §12.5.4), best first; tags of the same weight in their order. */
function preferred(header: string): readonly string[] {
  return header
    .split(',', maxTags)
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
      const weight = parameters.find((parameter) => /^q=/i.test(parameter))?.slice(2);
      return { tag, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag);
}

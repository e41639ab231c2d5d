import { directionOf, documentTexts, escapeHtml, type PageLanguage, type Station } from '@mauzin/shared';

/** The page that lists the stations, where a service has several. */
export function stationList(stations: readonly Station[], language: PageLanguage): string {
  const texts = documentTexts[language];
  const items = stations.map(
    ({ slug, name, language: spoken }) =>
      `<li><a href="/s/${slug}" lang="${escapeHtml(spoken)}" dir="auto">${escapeHtml(name)}</a></li>`,
  );
  const list = items.length > 0 ? `<ul>${items.join('')}</ul>` : `<p>${escapeHtml(texts.noStations)}</p>`;
  const head =
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Mauzin</title>';
  return (
    `<!doctype html><html lang="${language}" dir="${directionOf(language)}"><head>${head}</head>` +
    `<body><h1>${escapeHtml(texts.stations)}</h1>${list}</body></html>`
  );
}

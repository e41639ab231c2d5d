import type { DocumentTexts } from './texts.ts';

export const en: DocumentTexts = {
  description: 'Listen live on your phone. There is nothing to install.',
  noScript: 'JavaScript is switched off. You can listen here all the same:',
  needsScript: 'This page needs JavaScript to ask for the access code.',
  unread: 'The page has not loaded. Reload it, or open the link in Chrome, Safari or Firefox.',
  stations: 'Mosques',
  noStations: 'There are no mosques here yet.',
};

import type { OfferName, PageState } from './store.ts';

/** What is offered now: nothing that was answered before, and one thing at a time. Pure. */
export function offerFor({ session, offers, choices, answered, android }: PageState): OfferName | null {
  if (session.name !== 'playing') return null;
  const open = (name: OfferName): boolean => !answered.includes(name);
  const mayEnd = android && session.by === 'webrtc' && offers.pocket === 'available' && !choices.pocket;
  if (mayEnd && open('pocket')) return 'pocket';
  const costsMore = session.rendition === 'normal' && choices.rendition === 'normal';
  return offers.saver && offers.suggestsSaver && costsMore && open('saver') ? 'saver' : null;
}

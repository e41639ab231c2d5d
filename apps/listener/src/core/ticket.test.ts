import { describe, expect, it } from 'vitest';

import type { SessionOptions } from './session-options.ts';
import { Rig } from './testing/rig.ts';

const http: SessionOptions<string>['http'] = {
  canPlay: true,
  url: (_rendition, ticket) => `/live/noor.webm?${ticket ?? 'open'}`,
};
const ofPrivate: Parameters<Rig['welcome']>[1] = { httpStream: 'relay', features: ['ticket'] };

/** A page in pocket mode, as it begins to join the stream. */
function joining(more: Parameters<Rig['welcome']>[1]): Rig {
  const rig = new Rig({ http, choices: { rendition: 'normal', pocket: true, tone: true } });
  rig.session.start();
  rig.welcome('live', more);
  rig.session.listen();
  return rig;
}
const asked = (rig: Rig): number => rig.socket.sent.filter(({ type }) => type === 'ticket').length;

describe('the ticket of the HTTP stream', () => {
  it('is the welcome’s; none where the station needs none; the resume token at a service of before', () => {
    expect(joining({ ...ofPrivate, ticket: 'ticket-number-one' }).audio.on).toBe(
      '/live/noor.webm?ticket-number-one#1',
    );
    expect(joining(ofPrivate).audio.on).toBe('/live/noor.webm?open#1');
    expect(joining({ httpStream: 'relay' }).audio.on).toBe('/live/noor.webm?resume-token-0001#1');
  });

  it('is the last one that came whenever the stream is joined', () => {
    const rig = joining({ ...ofPrivate, ticket: 'ticket-number-one' });
    rig.deliver({ type: 'ticket', ticket: 'ticket-number-two' });
    expect(rig.audio.on).toContain('ticket-number-one');
    rig.session.stop();
    rig.session.listen();
    expect(rig.audio.on).toContain('ticket-number-two');
    expect(asked(rig)).toBe(0);
  });

  it('is asked for when the stream could not be joined, and the stream is joined with it at once', async () => {
    const rig = joining({ ...ofPrivate, ticket: 'ticket-number-one' });
    rig.audio.onEnded?.();
    await rig.clock.pass(500);
    expect(asked(rig)).toBe(1);
    rig.audio.onEnded?.();
    rig.deliver({ type: 'ticket', ticket: 'ticket-number-two' });
    expect(rig.audio.on).toContain('ticket-number-two');
  });
});

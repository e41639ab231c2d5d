import { afterAll, beforeAll, describe, test } from 'vitest';

import {
  type DesktopApp,
  launchMauzin,
  play,
  type Playing,
  type Pulse,
  record,
  type Recording,
  startPulse,
  tone,
} from '../src/index.ts';
import { DesktopWindow } from '../support/desktop-window.ts';
import { expectTones } from '../support/ears.ts';
import { type Listener, openListener } from '../support/listener.ts';

const speakersHz = 1_000;

/** What this computer plays, on the air of an app that nobody has clicked on. */
describe('the computer’s own sound', () => {
  let pulse: Pulse;
  let app: DesktopApp;
  let window: DesktopWindow;
  let phone: Listener;
  let ears: Recording;
  const playing: Playing[] = [];

  beforeAll(async () => {
    pulse = await startPulse();
    playing.push(
      await play(pulse, pulse.speakers, tone({ frequencyHz: speakersHz, seconds: 1 }), { repeat: true }),
    );
    app = await launchMauzin(
      { pulse, args: ['--go-live'] },
      { sources: [{ kind: 'system', id: 'pc', gainDb: 0, muted: false }] },
    );
    window = new DesktopWindow(app);
    phone = await openListener(pulse, await window.link(), 'phone');
    ears = await record(pulse, [phone.sink]);
  });

  afterAll(async () => {
    await ears?.stop();
    await phone?.close();
    await app?.close();
    for (const sound of playing) await sound.stop();
    await pulse?.stop();
  });

  const expectHeard = (heard: boolean): Promise<void> =>
    expectTones(ears, phone.sink, { speakers: { frequencyHz: speakersHz, heard } });

  test('is heard after a start with nobody at the computer', async () => {
    await window.expectAir('live');
    await phone.tapListen();
    await phone.expectState('playing');
    await expectHeard(true);
  });

  test('is heard again after its page has crashed, though nobody clicks', async () => {
    await app.crashRenderer();
    await app.nextPage();
    await window.expectState('live');
    await expectHeard(true);
  });
});

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
import { System, whereSystemIsSeen } from '../support/system.ts';

const speakersHz = 1_000;
const headsetHz = 1_500;

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
    const headset = 'headset';
    await pulse.load('module-null-sink', `sink_name=${headset}`, 'rate=48000', 'channels=2');
    await pulse.load(
      'module-remap-source',
      `master=${headset}.monitor`,
      'source_name=headset_loopback',
      `source_properties="device.description='Headset Loopback'"`,
    );
    playing.push(await play(pulse, headset, tone({ frequencyHz: headsetHz, seconds: 1 }), { repeat: true }));
    app = await launchMauzin(
      { pulse, args: ['--go-live'], env: { STANDIN_SYSTEM: 'win32' } },
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

  const expectHeard = (which: 'speakers' | 'headset'): Promise<void> =>
    expectTones(ears, phone.sink, {
      speakers: { frequencyHz: speakersHz, heard: which === 'speakers' },
      headset: { frequencyHz: headsetHz, heard: which === 'headset' },
    });

  test('is heard after a start with nobody at the computer', async () => {
    await window.expectAir('live');
    await phone.tapListen();
    await phone.expectState('playing');
    await expectHeard('speakers');
  });

  test('is heard again after its page has crashed, though nobody clicks', async () => {
    await app.crashRenderer();
    await app.nextPage();
    await window.expectState('live');
    await expectHeard('speakers');
  });

  test('follows the computer to another output, and back', whereSystemIsSeen, async () => {
    const system = new System(app);
    await system.chooseOutput('Headset', 'Headset Loopback');
    await expectHeard('headset');
    await system.chooseOutput('Speakers', pulse.loopback);
    await expectHeard('speakers');
  });
});

import { setTimeout as delay } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  type Control,
  type DesktopApp,
  faultsOfSteady,
  launchMauzin,
  longestSilenceMs,
  type Mixer,
  openControl,
  partOf,
  play,
  type Playing,
  type Pulse,
  record,
  type Recording,
  type SignalServer,
  slice,
  startPulse,
  startSignalServer,
  tone,
} from '../src/index.ts';
import { DesktopWindow } from '../support/desktop-window.ts';
import { expectTones } from '../support/ears.ts';
import { type Listener, openListener } from '../support/listener.ts';

const frequencyHz = 440;
/** How long the signal service is away: long enough for several tries to reach it. */
const awayMs = 10_000;
/** After so long without packets a phone opens a new connection beside the old one (`silenceMs` of apps/listener/src/core). */
const phonePatienceMs = 2_000;
/** From the window's first word to the first packet of its mix, at most on a machine at rest. */
const mixWithinMs = 700;
const heard = { tone: { frequencyHz, heard: true } };

describe('three listeners, through faults', () => {
  let pulse: Pulse;
  let mixer: Mixer;
  let playing: Playing;
  let control: Control;
  let server: SignalServer;
  let app: DesktopApp;
  let window: DesktopWindow;
  const phones: Listener[] = [];

  const join = async (name: string): Promise<Listener> => {
    const phone = await openListener(pulse, server.link, name);
    phones.push(phone);
    await phone.tapListen();
    await phone.expectState('playing');
    return phone;
  };

  /** Nothing is missing from this moment on that the control, recorded last, does not miss too. */
  const expectWhole = async (recording: Recording, fromMs: number): Promise<void> => {
    const sounds = (await recording.stop()).map((sound) => partOf(sound, fromMs));
    const other = sounds.pop()!;
    for (const sound of sounds) expect(faultsOfSteady(sound, other)).toEqual([]);
  };

  beforeAll(async () => {
    pulse = await startPulse();
    mixer = await pulse.addMixer('usb_mixer', 'USB Mixer');
    playing = await play(pulse, mixer.sink, tone({ frequencyHz, seconds: 1 }), { repeat: true });
    control = await openControl(pulse, mixer);
    server = await startSignalServer();
    app = await launchMauzin({ pulse });
    window = new DesktopWindow(app);
  });

  afterAll(async () => {
    await Promise.all(phones.map((phone) => phone.close()));
    await app?.close();
    await server?.close();
    await control?.close();
    await playing?.stop();
    await pulse?.stop();
  });

  test('the admin gives the app a server’s address and key, and the operator goes live', async () => {
    await window.useServer(server);
    await window.addSource('USB Mixer');
    await window.goLive();
    expect(await window.link()).toBe(server.link);
  });

  test('three hear at once; one leaves, one joins late, and the others notice nothing', async () => {
    for (const name of ['one', 'two', 'three']) await join(name);
    await window.expectHearing(3);
    const [one, two] = phones as [Listener, Listener];
    const recording = await record(pulse, [one.sink, two.sink, control.sink]);
    await expectTones(recording, one.sink, heard);
    await expectTones(recording, two.sink, heard);
    const startMs = recording.nowMs();
    const connections = await Promise.all([one.connection(), two.connection()]);
    const left = phones.pop()!;
    await left.page.goto('about:blank');
    await window.expectHearing(2);
    await left.close();
    const late = await join('late');
    const lateEars = await record(pulse, [late.sink]);
    await expectTones(lateEars, late.sink, heard);
    await lateEars.stop();
    await window.expectHearing(3);
    expect(await Promise.all([one.connection(), two.connection()])).toEqual(connections);
    await expectWhole(recording, startMs - 400);
  });

  test('the signal service is killed for seconds and started again: no gap is heard, no connection changes', async () => {
    const before = await Promise.all(phones.map((phone) => phone.connection()));
    const recording = await record(
      pulse,
      [...phones, control].map(({ sink }) => sink),
    );
    for (const { sink } of phones) await expectTones(recording, sink, heard);
    const startMs = recording.nowMs();
    await server.kill();
    await delay(awayMs);
    for (const phone of phones) await phone.expectState('playing');
    await server.start();
    const station = async (): Promise<unknown> => (await fetch(`${server.url}/api/stations/noor`)).json();
    await expect.poll(station, { timeout: 5_000 }).toMatchObject({ live: true, listeners: phones.length });
    for (const { sink } of phones) await expectTones(recording, sink, heard);
    await expectWhole(recording, startMs - 400);
    expect(await Promise.all(phones.map((phone) => phone.connection()))).toEqual(before);
  });

  test('whoever comes after the restart is let in as before', async () => {
    const after = await join('after');
    const ears = await record(pulse, [after.sink]);
    await expectTones(ears, after.sink, heard);
    await ears.stop();
  });

  test('the renderer is crashed: sound is back within 3 s, on the same connections', async () => {
    const before = await Promise.all(phones.map((phone) => phone.connection()));
    const recording = await record(
      pulse,
      phones.map(({ sink }) => sink),
    );
    for (const { sink } of phones) await expectTones(recording, sink, heard);
    const startMs = recording.nowMs();
    const next = app.nextPage();
    await app.crashRenderer();
    const crashedAtMs = performance.now();
    await next;
    await window.expectState('live');
    const backMs = performance.now() - crashedAtMs;
    // The tone that is drawn out over the gap sounds as well as the one that is back.
    for (const phone of phones) await phone.expectState('playing');
    for (const { sink } of phones) await expectTones(recording, sink, heard);
    for (const sound of await recording.stop()) {
      expect(longestSilenceMs(slice(sound, startMs - 400))).toBeLessThan(3_000);
    }
    console.log(`the window was back on the air after ${Math.round(backMs)} ms`);
    // Where the machine takes longer to start a window than a phone waits for packets, the phone helps itself to a new connection.
    const mayChange = backMs + mixWithinMs >= phonePatienceMs;
    const changed = async (): Promise<number> => {
      const now = await Promise.all(phones.map((phone) => phone.connection()));
      return mayChange ? 0 : now.filter((connection, at) => connection !== before[at]).length;
    };
    await expect.poll(changed, { timeout: 5_000 }).toBe(0);
    await window.expectHearing(phones.length);
  });
});

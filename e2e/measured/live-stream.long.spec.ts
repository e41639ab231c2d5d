import { join as joinPath } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  calmMoments,
  type Chromium,
  compareEars,
  type Control,
  decodeOpus,
  encodeOpus,
  type Headless,
  type Heard,
  join,
  makeTemporaryDir,
  openControl,
  openChromium,
  type PhoneSpeaker,
  type Pulse,
  record,
  removeTemporaryDir,
  resample,
  rmsDbfs,
  type Sound,
  speech,
  startHeadless,
  startPulse,
} from '../src/index.ts';
import { bestFit } from '../src/correlate.ts';
import { type Listener, openListener } from '../support/listener.ts';

const audibleDbfs = -45;
const roughRateHz = 8_000;
/** How far behind the HTTP stream may be, and how long is listened for that. */
const promisedMs = 3_000;
const listenMs = Number(process.env['MAUZIN_LIVE_SECONDS'] ?? 20) * 1_000;

/**
 * How many of the seconds that are loud were heard just as the file has them, 0…1: nobody stretches sound that comes over HTTP. Seconds
 * in which this machine hesitated do not count.
 */
function shareOf(original: Sound, heard: Heard, control: Heard): number {
  const floats = (sound: Sound): Float64Array => Float64Array.from(resample(sound, roughRateHz).samples);
  const hay = floats(join(original, original));
  const loud = calmMoments(heard, control, 1_000).filter((second) => rmsDbfs(second) >= audibleDbfs);
  return loud.filter((second) => bestFit(floats(second), hay).fit > 0.9).length / loud.length;
}

describe('the HTTP live stream in a player that knows nothing of Mauzin', () => {
  let pulse: Pulse;
  let dir: string;
  let original: Sound;
  let control: Control;
  let station: Headless;
  let live: Listener;
  let player: Chromium;
  let speaker: PhoneSpeaker;

  beforeAll(async () => {
    pulse = await startPulse();
    dir = await makeTemporaryDir('live-stream');
    const file = joinPath(dir, 'speech.opus');
    await encodeOpus(await speech(), file, 44);
    original = await decodeOpus(file);
    control = await openControl(pulse, null);
    station = await startHeadless('Masjid an-Noor', { file });
    live = await openListener(pulse, station.link, 'over-webrtc', { locale: 'en' });
    speaker = await pulse.addPhone('over-http');
    player = await openChromium({ pulse, sink: speaker.sink, autoplay: 'always' });
  });

  afterAll(async () => {
    await player?.close();
    await speaker?.remove();
    await live?.close();
    await station?.close();
    await control?.close();
    await pulse?.stop();
    if (dir) await removeTemporaryDir(dir);
  });

  test('is heard as it was sent, and at most 3 s behind those who hear over WebRTC', async () => {
    await live.expectState('ready');
    await live.tapListen();
    await live.expectState('playing');
    // A page of the service with nothing on it but what is put there.
    await player.page.goto(new URL('/healthz', station.link).href);
    const path = `${new URL(station.link).pathname.replace('/s/', '/live/')}.webm?filled=1`;
    // As where something played before: the first sound of a browser starts its way to the speaker, and that takes a second.
    await player.page.evaluate(async () => {
      const context = new AudioContext();
      const oscillator = context.createOscillator();
      oscillator.connect(new GainNode(context, { gain: 0.0005 })).connect(context.destination);
      oscillator.start();
      await context.resume();
    });
    await delay(2_000);
    const ears = await record(pulse, [live.sink, speaker.sink, control.sink]);
    const askedAtMs = performance.now();
    await player.page.evaluate(async (src) => {
      const audio = document.createElement('audio');
      document.body.append(audio);
      audio.src = src;
      await audio.play();
    }, path);
    await expect
      .poll(() => rmsDbfs(ears.latest(speaker.sink, 200)), { timeout: 10_000, interval: 20 })
      .toBeGreaterThan(audibleDbfs);
    const firstSoundMs = performance.now() - askedAtMs;
    await delay(listenMs);
    const [now, overHttp, other] = await ears.stop();
    const options = { maxDelayMs: 5_000, windowMs: 1_000 };
    const { delayMs } = compareEars([now!, overHttp!, other!], options);
    const share = shareOf(original, overHttp!, other!);
    console.log(
      `first sound after ${firstSoundMs.toFixed(0)} ms; behind by ${delayMs?.median.toFixed(0)} ms (median), ` +
        `${delayMs?.p95.toFixed(0)} ms (p95); ${(share * 100).toFixed(0)} % as it was sent`,
    );
    expect(delayMs?.median).toBeLessThanOrEqual(promisedMs);
    expect(share).toBeGreaterThan(0.6);
  });
});

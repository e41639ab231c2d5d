import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Chromium, openChromium } from './chromium.ts';
import { levelAt } from './level.ts';
import { play, type Playing } from './play.ts';
import { type Mixer, type PhoneSpeaker, type Pulse, startPulse } from './pulse.ts';
import { record } from './record.ts';
import { tone } from './sound.ts';

/** Plays an input, chosen by name, on the speaker: through Web Audio, as a page that captures does. */
const PAGE = `<!doctype html><title>mirror</title><button>Listen</button><output></output><script>
  const raw = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  async function inputs() {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return devices.filter((device) => device.kind === 'audioinput');
  }
  async function mirror(label) {
    const device = (await inputs()).find((input) => input.label === label);
    if (!device) throw new Error('no input called ' + label);
    const stream = await navigator.mediaDevices.getUserMedia({ audio: { ...raw, deviceId: { exact: device.deviceId } } });
    const context = new AudioContext();
    context.createMediaStreamSource(stream).connect(context.destination);
    await context.resume();
  }
  document.title = new AudioContext().state;
  document.querySelector('button').onclick = () => mirror(decodeURIComponent(location.hash.slice(1)))
    .then(() => 'playing', String).then((text) => { document.querySelector('output').textContent = text; });
</script>`;

let pulse: Pulse;
let server: Server;
let url: string;
let mixers: readonly Mixer[];
let phones: readonly PhoneSpeaker[];
const tones: Playing[] = [];
const browsers: Chromium[] = [];

beforeAll(async () => {
  pulse = await startPulse();
  mixers = [await pulse.addMixer('mixer', 'USB Mixer'), await pulse.addMixer('mic', 'Minbar Microphone')];
  phones = [await pulse.addPhone('phone_1'), await pulse.addPhone('phone_2')];
  const repeat = { repeat: true };
  tones.push(
    await play(pulse, mixers[0]!.sink, tone({ frequencyHz: 440, seconds: 5, levelDbfs: -12 }), repeat),
  );
  tones.push(
    await play(pulse, mixers[1]!.sink, tone({ frequencyHz: 1000, seconds: 5, levelDbfs: -12 }), repeat),
  );
  server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(PAGE));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  for (const browser of browsers) await browser.close();
  for (const playing of tones) await playing.stop();
  server?.close();
  await pulse?.stop();
});

test('pages capture the input they name, and each Chromium plays into its own sink', async () => {
  const inputs = ['USB Mixer', 'Minbar Microphone'] as const;
  for (const [i, input] of inputs.entries()) {
    const phone = await openChromium({ pulse, sink: phones[i]!.sink, mayCapture: true, locale: 'ar' });
    browsers.push(phone);
    await phone.page.goto(`${url}#${input}`);
    await phone.page.getByRole('button').tap();
    await expect.poll(() => phone.page.locator('output').textContent(), { timeout: 20_000 }).toBe('playing');
  }
  const recording = await record(
    pulse,
    phones.map((phone) => phone.sink),
  );
  const level = (phone: number, frequencyHz: number): number =>
    levelAt(recording.latest(phones[phone]!.sink, 1000), frequencyHz);
  await expect.poll(() => level(0, 440), { timeout: 20_000 }).toBeGreaterThan(-20);
  await expect.poll(() => level(1, 1000), { timeout: 20_000 }).toBeGreaterThan(-20);
  expect(level(0, 1000)).toBeLessThan(-45);
  expect(level(1, 440)).toBeLessThan(-45);
  await recording.stop();
});

test('a page has the language and size that it is given, and may not play before a tap', async () => {
  const { page } = browsers[0]!;
  expect(await page.evaluate(() => [navigator.language, innerWidth, innerHeight])).toEqual(['ar', 360, 740]);
  const blank = await openChromium({ pulse, sink: phones[0]!.sink });
  browsers.push(blank);
  await blank.page.goto(url);
  expect(await blank.page.title()).toBe('suspended');
  const denied = blank.page.evaluate(() =>
    navigator.mediaDevices.getUserMedia({ audio: true }).then(String, String),
  );
  expect(await denied).toContain('NotAllowedError');
});

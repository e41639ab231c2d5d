import {
  airTexts,
  type DesktopState,
  desktopTexts,
  type EngineState,
  stripTexts,
} from '@mauzin/desktop-contract';
import type { Language } from '@mauzin/shared';
import type { Page } from 'playwright';

import { mixer, offAir, onAir, onAirMs, pulpit, silentInput, sourceOf } from './parts.ts';
import type { Scene } from './scene.ts';

const devices = [mixer, pulpit, silentInput];
const engine = (change: Partial<EngineState>): EngineState => ({ ...onAir().engine, ...change });
const scene = (name: string, state: DesktopState, rest: Partial<Scene> = {}): Scene => ({
  name,
  state,
  devices,
  ...rest,
});

/** Each of the station's states. */
export const stateScenes: readonly Scene[] = [
  scene('off', offAir),
  scene('starting', { ...offAir, wantsLive: true, status: { name: 'starting' } }),
  scene('live', onAir()),
  scene('silent', onAir({ name: 'silent', onAirMs, alarm: false }, { sentinel: { name: 'listening' } }), {
    devices: [
      { ...mixer, levelDbfs: null },
      { ...pulpit, levelDbfs: null },
    ],
  }),
  scene(
    'dead-air',
    onAir(
      { name: 'silent', onAirMs, alarm: true },
      { sentinel: { name: 'listening' }, alarms: [{ name: 'dead-air' }] },
    ),
    {
      devices: [
        { ...mixer, levelDbfs: null },
        { ...pulpit, levelDbfs: null },
      ],
    },
  ),
  scene(
    'degraded',
    onAir(
      { name: 'degraded', onAirMs, degraded: { part: 'listeners', badly: 3, of: 14 } },
      { listeners: { hearingBadly: 3, direct: 12, relayed: 2 } },
    ),
  ),
  scene(
    'not-heard',
    onAir(
      { name: 'degraded', onAirMs, degraded: { part: 'path', by: 'direct' } },
      { sentinel: { name: 'not-heard', forMs: 4_000 }, alarms: [{ name: 'not-heard', by: 'direct' }] },
    ),
  ),
  scene(
    'not-heard-elsewhere',
    onAir(
      { name: 'degraded', onAirMs, degraded: { part: 'path', by: 'relay' } },
      {
        sentinel: { name: 'not-heard', forMs: 4_000, by: 'relay' },
        alarms: [{ name: 'not-heard', by: 'relay' }],
        engine: engine({
          relayUsed: true,
          audience: { ...onAir().engine.audience, hearing: 3, direct: 3, unheard: 11 },
        }),
      },
    ),
  ),
  scene(
    'source-lost',
    onAir(
      { name: 'degraded', onAirMs, degraded: { part: 'source', label: 'USB Mixer', why: 'missing' } },
      { alarms: [{ name: 'source-lost', label: 'USB Mixer' }] },
    ),
    { devices: [pulpit, silentInput] },
  ),
  scene(
    'recovering',
    onAir({ name: 'recovering', onAirMs, part: 'service' }, { sentinel: { name: 'listening' } }),
  ),
  scene('stopping', { ...onAir({ name: 'stopping' }), wantsLive: false }),
  scene('failed', {
    ...onAir({ name: 'failed', failure: 'station-taken' }, { sentinel: { name: 'off' } }),
    engine: {
      ...offAir.engine,
      service: { name: 'failed', failure: 'station-taken' },
    },
  }),
  scene('failed-key', {
    ...onAir({ name: 'failed', failure: 'wrong-key' }, { sentinel: { name: 'off' } }),
    engine: {
      ...offAir.engine,
      air: { name: 'starting' },
      service: { name: 'failed', failure: 'wrong-key' },
    },
  }),
];

const longName = 'Behringer X-USB 32 Channel Interface Multichannel (Digital Stereo IEC958)';

/** The limiter's words are written by its meter, a few times a second. */
const limiting = (page: Page, language: Language): Promise<void> =>
  page.locator('.limiter', { hasText: airTexts[language].limiter.replace(/\{.*/, '') }).waitFor();

/** What else an operator meets. */
export const otherScenes: readonly Scene[] = [
  scene('no-source', { ...offAir, settings: { ...offAir.settings, sources: [] } }),
  scene('question', onAir(), {
    act: (page, language) =>
      page.getByRole('button', { name: desktopTexts[language].button.stop, exact: true }).click(),
  }),
  scene('locked', onAir(undefined, { lock: { pinSet: true, locked: true } })),
  scene(
    'locked-mute',
    onAir(undefined, {
      lock: { pinSet: true, locked: true },
      settings: { ...offAir.settings, operatorMayMute: true },
    }),
  ),
  scene('recording-failed', {
    ...onAir({ name: 'degraded', onAirMs, degraded: { part: 'recording', why: 'disk-full' } }),
    engine: engine({ recording: { name: 'failed', why: 'disk-full' } }),
  }),
  scene('firewall', onAir(undefined, { engine: engine({ notices: [{ name: 'firewall', port: 40_000 }] }) })),
  scene('update', { ...offAir, update: { name: 'ready', version: '1.4.0' } }),
  scene('no-link', { ...offAir, engine: { ...offAir.engine, link: null } }),
  scene('loud', onAir(), {
    devices: [{ ...mixer, levelDbfs: -2 }, pulpit],
    act: limiting,
    turned: limiting,
  }),
  scene(
    'more',
    { ...offAir, settings: { ...offAir.settings, sources: [sourceOf(mixer)] } },
    {
      act: (page, language) =>
        page.getByRole('button', { name: `${stripTexts[language].more}: USB Mixer` }).click(),
    },
  ),
  scene(
    'many',
    onAir(
      { name: 'degraded', onAirMs, degraded: { part: 'source', label: longName, why: 'stand-in' } },
      {
        engine: engine({
          link: 'https://radio.mosque-network.example.org/s/masjid-an-noor-of-the-old-harbour',
          audience: {
            ...onAir().engine.audience,
            open: 1_480,
            hearing: 1_480,
            peak: 1_892,
            direct: 480,
            relayed: 690,
            overHttp: 310,
            hearingBadly: 37,
            saver: 212,
            weak: 64,
            uploadBps: 47_360_000,
          },
        }),
        settings: {
          ...offAir.settings,
          station: {
            ...offAir.settings.station,
            name: 'The Great Friday Mosque and Islamic Centre of the Old Harbour of Rotterdam',
          },
          sources: [
            sourceOf({ ...mixer, label: longName }, { muted: true }),
            sourceOf(pulpit, { gainDb: -60 }),
            sourceOf({ deviceId: 'gone', label: 'Wireless Lapel', levelDbfs: null }),
            sourceOf({ deviceId: 'broken', label: 'Old Sound Card', levelDbfs: null }),
            sourceOf({ deviceId: 'forbidden', label: 'Phone Input', levelDbfs: null }, { gainDb: 12 }),
          ],
        },
      },
    ),
    {
      devices: [
        mixer,
        pulpit,
        { deviceId: 'broken', label: 'Old Sound Card', levelDbfs: null, trouble: 'failed' },
        { deviceId: 'forbidden', label: 'Phone Input', levelDbfs: null, trouble: 'denied' },
      ],
    },
  ),
];

import type { Phone, PhoneScene } from './open-phone-gallery.ts';

const bigButton = (phone: Phone) => phone.page.locator('button.big');
const tap = (phone: Phone): Promise<void> => bigButton(phone).click();
const in_ = (state: string) => (phone: Phone) => phone.expectState(state);
const listening = async (phone: Phone): Promise<void> => {
  await phone.expectState('ready');
  await tap(phone);
  await phone.expectState('playing');
};
/** Past the first report, so that figures stand under the button. */
const withFigures = async (phone: Phone): Promise<void> => {
  await listening(phone);
  await phone.page.locator('footer', { hasText: /\p{Nd}/u }).waitFor();
};
const lost = async (phone: Phone): Promise<void> => {
  await listening(phone);
  await phone.service.silence();
  await phone.service.drop('none');
  await phone.expectState('reconnecting');
};
const openChoices = async (phone: Phone): Promise<void> => {
  await phone.page.locator('.choices summary').click();
};
const android =
  'Mozilla/5.0 (Linux; Android 12; SM-A125F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36';
const instagram =
  'Mozilla/5.0 (Linux; Android 12; SM-A125F Build/SP1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0 Mobile Safari/537.36 Instagram 312.0.0.0 Android';
const instagramOnPhone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/20F66 Instagram 289.0.0.0';

/** Each state of the page, and what else a person meets there. */
export const phoneScenes: readonly PhoneScene[] = [
  { name: 'waiting', greeting: 'off', act: in_('waiting') },
  {
    name: 'waiting-tapped',
    greeting: 'off',
    act: async (phone) => {
      await phone.expectState('waiting');
      await tap(phone);
      await phone.page.locator('button.big-stop').waitFor();
    },
  },
  { name: 'ready', greeting: 'live', act: in_('ready') },
  { name: 'playing', greeting: 'live', act: withFigures },
  {
    name: 'playing-offline',
    greeting: 'live',
    act: async (phone) => {
      await listening(phone);
      await phone.service.drop('none');
    },
  },
  { name: 'lost', greeting: 'live', act: lost },
  { name: 'unreachable', greeting: 'ends', act: in_('reconnecting') },
  {
    name: 'full',
    greeting: { refusal: 'station-full' },
    act: in_('reconnecting'),
  },
  { name: 'unknown', greeting: 'off', path: '/s/nowhere', act: in_('gone') },
  { name: 'out-of-date', greeting: { refusal: 'version-mismatch' }, act: in_('gone') },
  {
    name: 'choices',
    greeting: 'live',
    act: async (phone) => {
      await listening(phone);
      await openChoices(phone);
    },
  },
  {
    name: 'saver-offer',
    greeting: 'live',
    before: () => {
      Object.defineProperty(navigator, 'connection', {
        value: Object.assign(new EventTarget(), { effectiveType: '2g', saveData: true }),
      });
    },
    act: listening,
  },
  { name: 'pocket-offer', greeting: 'live', userAgent: android, act: listening },
  {
    name: 'code-wrong',
    greeting: { refusal: 'code-needed' },
    act: async (phone) => {
      await phone.expectState('code');
      await phone.page.locator('input').first().fill('1234');
      await phone.page.locator('form button').click();
      await phone.page.locator('#code[aria-invalid=true]').waitFor();
    },
  },
  { name: 'code', greeting: { refusal: 'code-needed' }, act: in_('code') },
  {
    name: 'unsupported',
    greeting: 'live',
    httpStream: false,
    before: () => {
      Reflect.deleteProperty(globalThis, 'RTCPeerConnection');
    },
    act: in_('unsupported'),
  },
  { name: 'in-app-android', greeting: 'live', userAgent: instagram, act: in_('ready') },
  { name: 'in-app-iphone', greeting: 'live', userAgent: instagramOnPhone, act: in_('ready') },
  { name: 'long-name', greeting: 'live', path: '/s/long', act: in_('ready') },
  { name: 'receiver', greeting: 'off', path: '/s/noor?receiver', act: in_('waiting') },
  {
    name: 'receiver-waiting',
    greeting: 'off',
    path: '/s/noor?receiver',
    act: async (phone) => {
      await phone.expectState('waiting');
      await tap(phone);
    },
  },
  { name: 'receiver-playing', greeting: 'live', path: '/s/noor?receiver', act: listening },
  { name: 'receiver-lost', greeting: 'live', path: '/s/noor?receiver', act: lost },
  { name: 'embed', greeting: 'live', path: '/embed/noor', act: in_('ready') },
  { name: 'embed-playing', greeting: 'live', path: '/embed/noor', act: listening },
];

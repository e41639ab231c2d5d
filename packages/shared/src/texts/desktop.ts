import type { Language } from './language.ts';

/** Every word of the desktop's window. */
export interface DesktopTexts {
  readonly state: Record<'off' | 'starting' | 'live' | 'silent' | 'reconnecting' | 'failed', string>;
  readonly hint: Record<'off' | 'starting' | 'live' | 'silent' | 'reconnecting' | 'noSource', string>;
  readonly button: Record<
    'goLive' | 'stop' | 'addSource' | 'remove' | 'mute' | 'unmute' | 'copy' | 'copied' | 'open',
    string
  >;
  readonly sources: string;
  readonly systemSound: string;
  readonly gain: string;
  readonly level: string;
  readonly timeOnAir: string;
  readonly listeners: string;
  readonly link: string;
}

export const desktopTexts: Record<Language, DesktopTexts> = {
  en: {
    state: {
      off: 'Off air',
      starting: 'Starting',
      live: 'On air',
      silent: 'On air, silent',
      reconnecting: 'Reconnecting',
      failed: 'Stopped',
    },
    hint: {
      off: 'Nobody hears anything now.',
      starting: 'One moment.',
      live: 'Everyone with the link can hear.',
      silent: 'No sound is coming in. Is the mixer on?',
      reconnecting: 'People who listen go on hearing. New ones must wait.',
      noSource: 'Choose where the sound comes from.',
    },
    button: {
      goLive: 'Go live',
      stop: 'Stop',
      addSource: 'Add a source',
      remove: 'Remove',
      mute: 'Mute',
      unmute: 'Unmute',
      copy: 'Copy link',
      copied: 'Copied',
      open: 'Open',
    },
    sources: 'Sound',
    systemSound: 'Sound of this computer',
    gain: 'Gain',
    level: 'Level',
    timeOnAir: 'Time on air',
    listeners: 'Listeners',
    link: 'Link for listeners',
  },
  ar: {
    state: {
      off: 'البثّ متوقّف',
      starting: 'جارٍ البدء',
      live: 'على الهواء',
      silent: 'على الهواء بلا صوت',
      reconnecting: 'إعادة الاتصال',
      failed: 'توقّف',
    },
    hint: {
      off: 'لا أحد يسمع شيئًا الآن.',
      starting: 'لحظة واحدة.',
      live: 'كل من لديه الرابط يستطيع السماع.',
      silent: 'لا يصل أي صوت. هل المازج مشغّل؟',
      reconnecting: 'من يستمع الآن يواصل الاستماع، وعلى الجدد الانتظار.',
      noSource: 'اختر مصدر الصوت.',
    },
    button: {
      goLive: 'ابدأ البثّ',
      stop: 'إيقاف',
      addSource: 'أضف مصدرًا',
      remove: 'إزالة',
      mute: 'كتم',
      unmute: 'إلغاء الكتم',
      copy: 'نسخ الرابط',
      copied: 'تم النسخ',
      open: 'فتح',
    },
    sources: 'الصوت',
    systemSound: 'صوت هذا الجهاز',
    gain: 'التضخيم',
    level: 'الشدّة',
    timeOnAir: 'مدة البثّ',
    listeners: 'المستمعون',
    link: 'رابط المستمعين',
  },
};

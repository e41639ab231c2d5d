import type { ChannelPick, Processing } from '../desktop/settings.ts';
import type { SourceSound } from '../desktop/sound-report.ts';
import type { Language } from './language.ts';

/** The words on a source's strip. */
export interface StripTexts {
  /** How a source stands, beside its name. `{name}`: what is heard in its place. */
  readonly sound: Record<Exclude<SourceSound, 'open'>, string>;
  /** Another device is heard in its place, and nobody knows its name. */
  readonly standInNameless: string;
  readonly muted: string;
  readonly mute: string;
  readonly unmute: string;
  readonly remove: string;
  readonly more: string;
  readonly gain: string;
  readonly level: string;
  readonly channels: string;
  readonly channel: Record<ChannelPick, string>;
  /** It was louder than the device can tell; stays until somebody clicks. */
  readonly clip: string;
  readonly clearClip: string;
  readonly processing: Record<keyof Processing, { readonly name: string; readonly effect: string }>;
}

export const stripTexts: Record<Language, StripTexts> = {
  en: {
    sound: {
      opening: 'One moment',
      'stand-in': 'Away. Heard instead: {name}',
      missing: 'Not plugged in',
      denied: 'Not allowed',
      failed: 'Cannot be opened',
    },
    standInNameless: 'another device',
    muted: 'Muted',
    mute: 'Mute',
    unmute: 'Unmute',
    remove: 'Remove',
    more: 'More',
    gain: 'Gain',
    level: 'Level',
    channels: 'Channels',
    channel: { stereo: 'Stereo', left: 'Left', right: 'Right', mono: 'Mono' },
    clip: 'Clip',
    clearClip: 'Too loud; clear the mark',
    processing: {
      echoCancellation: {
        name: 'Echo cancelling',
        effect: 'Swallows long vowels when loudspeakers play in the same room.',
      },
      noiseSuppression: {
        name: 'Noise suppression',
        effect: 'Cuts soft breaths and the ends of verses as if they were noise.',
      },
      autoGainControl: {
        name: 'Automatic gain',
        effect: 'Flattens loud and soft recitation, and raises noise in every pause.',
      },
    },
  },
  ar: {
    sound: {
      opening: 'لحظة واحدة',
      'stand-in': 'غائب. يُسمع مكانه: {name}',
      missing: 'غير موصول',
      denied: 'غير مسموح',
      failed: 'تعذّر فتحه',
    },
    standInNameless: 'جهاز آخر',
    muted: 'مكتوم',
    mute: 'كتم',
    unmute: 'إلغاء الكتم',
    remove: 'إزالة',
    more: 'المزيد',
    gain: 'التضخيم',
    level: 'الشدّة',
    channels: 'القنوات',
    channel: { stereo: 'ستيريو', left: 'اليسرى', right: 'اليمنى', mono: 'أحادي' },
    clip: 'تشبّع',
    clearClip: 'الصوت عالٍ جدًا؛ امسح العلامة',
    processing: {
      echoCancellation: {
        name: 'إلغاء الصدى',
        effect: 'يبتلع المدود حين تعمل مكبّرات الصوت في المكان نفسه.',
      },
      noiseSuppression: {
        name: 'كتم الضوضاء',
        effect: 'يقطع الأنفاس الخفيفة وأواخر الآيات كأنها ضوضاء.',
      },
      autoGainControl: {
        name: 'التضخيم التلقائي',
        effect: 'يسوّي بين القويّ والخافت في التلاوة، ويرفع الضوضاء عند كل وقف.',
      },
    },
  },
};

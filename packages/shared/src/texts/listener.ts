import type { Language } from './language.ts';

/** Every word of the phone's page. */
export interface ListenerTexts {
  /** One word or two for each state; shown large. */
  readonly state: Record<
    'connecting' | 'waiting' | 'ready' | 'playing' | 'reconnecting' | 'full' | 'blocked' | 'gone',
    string
  >;
  /** What to do or what happens next, in one sentence. */
  readonly hint: Record<
    | 'connecting'
    | 'waiting'
    | 'waitingUnlocked'
    | 'ready'
    | 'playing'
    | 'reconnecting'
    | 'blocked'
    | 'unsupported'
    | 'unreachable'
    | 'offline',
    string
  >;
  readonly button: Record<'listen' | 'listenWhenLive' | 'stop' | 'tryAgain' | 'reload', string>;
  readonly volume: string;
  readonly language: string;
  readonly privacy: string;
  /** With `{seconds}` and `{megabytes}` in their places. */
  readonly figures: Record<'behind' | 'perHour', string>;
}

export const listenerTexts: Record<Language, ListenerTexts> = {
  en: {
    state: {
      connecting: 'Connecting',
      waiting: 'Not on air',
      ready: 'On air',
      playing: 'Listening',
      reconnecting: 'Reconnecting',
      full: 'Please wait',
      blocked: 'Tap to hear',
      gone: 'Not available',
    },
    hint: {
      connecting: 'One moment.',
      waiting: 'Tap once now. It will play by itself when it begins.',
      waitingUnlocked: 'It will play by itself when it begins.',
      ready: 'Tap to listen.',
      playing: 'You can lock the screen.',
      reconnecting: 'The network was lost. The sound comes back by itself.',
      blocked: 'The browser wants one more tap.',
      unsupported: 'This browser cannot play live sound. Open the link in Chrome, Safari or Firefox.',
      unreachable: 'The station cannot be reached. Are you online?',
      offline: 'The network is away for a moment. The sound goes on.',
    },
    button: {
      listen: 'Listen',
      listenWhenLive: 'Listen when it begins',
      stop: 'Stop',
      tryAgain: 'Try again',
      reload: 'Reload',
    },
    volume: 'Volume',
    language: 'Language',
    privacy: 'Nothing about you is collected.',
    figures: { behind: '{seconds} s behind', perHour: '{megabytes} MB an hour' },
  },
  ar: {
    state: {
      connecting: 'جارٍ الاتصال',
      waiting: 'لا بثّ الآن',
      ready: 'البثّ مباشر',
      playing: 'تستمع الآن',
      reconnecting: 'إعادة الاتصال',
      full: 'انتظر قليلًا',
      blocked: 'المس لتسمع',
      gone: 'غير متاحة',
    },
    hint: {
      connecting: 'لحظة واحدة.',
      waiting: 'المس الآن مرة واحدة، وسيبدأ الصوت تلقائيًا مع بدء البثّ.',
      waitingUnlocked: 'سيبدأ الصوت تلقائيًا مع بدء البثّ.',
      ready: 'المس الزر للاستماع.',
      playing: 'يمكنك قفل الشاشة.',
      reconnecting: 'انقطعت الشبكة. سيعود الصوت تلقائيًا.',
      blocked: 'يطلب المتصفح لمسة أخرى.',
      unsupported: 'لا يستطيع هذا المتصفح تشغيل الصوت المباشر. افتح الرابط في كروم أو سفاري أو فايرفوكس.',
      unreachable: 'تعذّر الوصول إلى المحطة. هل أنت متصل بالإنترنت؟',
      offline: 'انقطع الاتصال بالخدمة لحظة، والصوت مستمر.',
    },
    button: {
      listen: 'استمع',
      listenWhenLive: 'استمع عند البدء',
      stop: 'إيقاف',
      tryAgain: 'حاول مجددًا',
      reload: 'أعد التحميل',
    },
    volume: 'مستوى الصوت',
    language: 'اللغة',
    privacy: 'لا نجمع عنك شيئًا ولا نحتفظ بشيء.',
    figures: { behind: 'متأخر {seconds} ث', perHour: '{megabytes} م.ب في الساعة' },
  },
};

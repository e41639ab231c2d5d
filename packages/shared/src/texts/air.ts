import type { AirStatusName, Recovering } from '../desktop/air-status.ts';
import type { Language } from './language.ts';

/** What the screen says of the station's state. Words are read across a room: few letters. */
export interface AirTexts {
  readonly word: Record<AirStatusName, string>;
  readonly hint: Record<
    'off' | 'noSource' | 'starting' | 'live' | 'silent' | 'deadAir' | 'stopping' | 'failed',
    string
  >;
  /** What is wrong while it is heard. `{name}`, `{badly}` and `{of}` are filled in. */
  readonly degraded: Record<
    | 'path'
    | 'standIn'
    | 'missing'
    | 'denied'
    | 'failed'
    | 'listeners'
    | 'network'
    | 'diskFull'
    | 'cannotWrite',
    string
  >;
  readonly recovering: Record<Recovering, string>;
  /** `{seconds}` is filled in. */
  readonly sentinel: Record<'listening' | 'heard' | 'notHeard', string>;
  readonly timeOnAir: string;
  readonly listeners: string;
  /** `{count}` is filled in; so are they all below. */
  readonly peak: string;
  readonly direct: string;
  readonly relayed: string;
  readonly hearingBadly: string;
  readonly waiting: string;
  readonly upload: string;
  readonly recording: string;
  /** What a source is called that has no name of its own. */
  readonly someSource: string;
  /** Short-term loudness (EBU Tech 3341), as a screen reader says it. */
  readonly loudness: string;
  /** What the limiter takes away now. `{level}` is filled in. */
  readonly limiter: string;
  /** It is to hold back what is too loud, and does not run. */
  readonly limiterMissing: string;
}

export const airTexts: Record<Language, AirTexts> = {
  en: {
    word: {
      off: 'Off air',
      starting: 'Starting',
      live: 'On air',
      silent: 'No sound',
      degraded: 'Trouble',
      recovering: 'Coming back',
      stopping: 'Stopping',
      failed: 'Not on air',
    },
    hint: {
      off: 'Nobody hears anything now.',
      noSource: 'Choose where the sound comes from.',
      starting: 'One moment.',
      live: 'Everyone with the link can hear.',
      silent: 'On air, but nothing to hear. Is the mixer on?',
      deadAir: 'On air, with nothing to hear for too long.',
      stopping: 'One moment.',
      failed: 'Something must be done first.',
    },
    degraded: {
      path: 'On air, but listeners seem to hear nothing.',
      standIn: 'On air. {name} is away, another device is heard.',
      missing: 'On air, but {name} is not plugged in.',
      denied: 'On air, but this computer does not let Mauzin hear {name}.',
      failed: 'On air, but {name} cannot be opened.',
      listeners: 'On air, but {badly} of {of} hear badly. Is the Wi-Fi weak?',
      network: 'On air, but this computer is on no network.',
      diskFull: 'On air, but not recorded: the disk is full.',
      cannotWrite: 'On air, but not recorded: the folder cannot be written.',
    },
    recovering: {
      mix: 'The sound comes back by itself. One moment.',
      engine: 'The broadcast comes back by itself. One moment.',
      service: 'People who listen go on hearing. New ones must wait.',
    },
    sentinel: {
      listening: 'Listening in…',
      heard: 'Listeners hear you, {seconds} s behind',
      notHeard: 'Listeners hear nothing.',
    },
    timeOnAir: 'Time on air',
    listeners: 'Listeners',
    peak: 'at most {count}',
    direct: '{count} direct',
    relayed: '{count} relayed',
    hearingBadly: '{count} hear badly',
    waiting: '{count} waiting',
    upload: '{count} kbit/s',
    recording: 'Recording',
    someSource: 'a source',
    loudness: 'Loudness',
    limiter: 'Limiter {level} dB',
    limiterMissing: 'Safety limiter not running',
  },
  ar: {
    word: {
      off: 'البثّ متوقّف',
      starting: 'جارٍ البدء',
      live: 'على الهواء',
      silent: 'لا صوت',
      degraded: 'خلل',
      recovering: 'جارٍ العودة',
      stopping: 'جارٍ الإيقاف',
      failed: 'تعذّر البثّ',
    },
    hint: {
      off: 'لا أحد يسمع شيئًا الآن.',
      noSource: 'اختر مصدر الصوت.',
      starting: 'لحظة واحدة.',
      live: 'كل من لديه الرابط يستطيع السماع.',
      silent: 'على الهواء، لكن لا يصل أي صوت. هل المازج مشغّل؟',
      deadAir: 'على الهواء بلا أي صوت منذ مدة طويلة.',
      stopping: 'لحظة واحدة.',
      failed: 'لا بدّ من تصحيح شيء أولًا.',
    },
    degraded: {
      path: 'على الهواء، لكن يبدو أن المستمعين لا يسمعون شيئًا.',
      standIn: 'على الهواء. {name} غائب، ويُسمع جهاز آخر مكانه.',
      missing: 'على الهواء، لكن {name} غير موصول.',
      denied: 'على الهواء، لكن هذا الجهاز لا يسمح لمؤذّن بسماع {name}.',
      failed: 'على الهواء، لكن تعذّر فتح {name}.',
      listeners: 'على الهواء، لكن السماع سيّئ عند {badly} من {of}. هل الشبكة ضعيفة؟',
      network: 'على الهواء، لكن هذا الجهاز غير متصل بأي شبكة.',
      diskFull: 'على الهواء بلا تسجيل: القرص ممتلئ.',
      cannotWrite: 'على الهواء بلا تسجيل: تعذّرت الكتابة في المجلد.',
    },
    recovering: {
      mix: 'يعود الصوت تلقائيًا. لحظة واحدة.',
      engine: 'يعود البثّ تلقائيًا. لحظة واحدة.',
      service: 'من يستمع الآن يواصل الاستماع، وعلى الجدد الانتظار.',
    },
    sentinel: {
      listening: 'نتحقّق مما يسمعه المستمعون…',
      heard: 'المستمعون يسمعونك، بتأخير {seconds} ثانية',
      notHeard: 'المستمعون لا يسمعون شيئًا.',
    },
    timeOnAir: 'مدة البثّ',
    listeners: 'المستمعون',
    peak: 'الذروة {count}',
    direct: 'مباشرةً {count}',
    relayed: 'عبر الخادم {count}',
    hearingBadly: 'سماع سيّئ {count}',
    waiting: 'في الانتظار {count}',
    upload: '{count} كيلوبت/ث',
    recording: 'جارٍ التسجيل',
    someSource: 'أحد المصادر',
    loudness: 'الجهارة',
    limiter: 'المحدِّد {level} dB',
    limiterMissing: 'محدّد الأمان لا يعمل',
  },
};

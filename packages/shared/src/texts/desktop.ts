import type { Language } from './language.ts';

/** Every word of the desktop's window. */
export interface DesktopTexts {
  readonly button: Record<
    | 'goLive'
    | 'stop'
    | 'stopNow'
    | 'stay'
    | 'addSource'
    | 'remove'
    | 'copy'
    | 'copied'
    | 'open'
    | 'settings'
    | 'back'
    | 'save'
    | 'takeOver'
    | 'allow'
    | 'ok'
    | 'recordings'
    | 'poster'
    | 'posterSaved'
    | 'posterFailed'
    | 'install',
    string
  >;
  /** What is wrong and what to do. `{name}`, `{wanted}`, `{used}`, `{file}` are filled in. */
  readonly problem: Record<
    | 'missing'
    | 'denied'
    | 'deniedSystem'
    | 'failed'
    | 'portTaken'
    | 'mediaPortTaken'
    | 'noNetwork'
    | 'serviceNotStarted'
    | 'serverAway'
    | 'settingsSetAside'
    | 'settingsNotSaved'
    | 'keyInPlain'
    | 'firewall'
    | 'diskNearlyFull'
    | 'deadAir'
    | 'sourceLost'
    | 'notHeard'
    | 'diskFull'
    | 'cannotWrite'
    | 'shortcutTaken'
    | 'updateReady',
    string
  >;
  readonly noSources: string;
  /** What a station is called until somebody gives it a name. */
  readonly firstStationName: string;
  readonly stopQuestion: string;
  readonly qrCode: string;
  readonly linkSoon: string;
  readonly mixLevel: string;
  /** Asked when the window is closed on the air. */
  readonly close: Record<'question' | 'detail' | 'stay' | 'close', string>;
  readonly sources: string;
  readonly systemSound: string;
  readonly defaultInput: string;
  readonly link: string;
}

export const desktopTexts: Record<Language, DesktopTexts> = {
  en: {
    button: {
      goLive: 'Go live',
      stop: 'Stop',
      addSource: 'Add a source',
      remove: 'Remove',
      copy: 'Copy link',
      copied: 'Copied',
      open: 'Open',
      stopNow: 'Yes, stop',
      stay: 'Stay on air',
      settings: 'Settings',
      back: 'Back',
      save: 'Save',
      takeOver: 'Broadcast from here',
      allow: 'Allow it',
      ok: 'All right',
      recordings: 'Recordings',
      poster: 'Poster…',
      posterSaved: 'Poster saved',
      posterFailed: 'Poster could not be saved',
      install: 'Install now',
    },
    problem: {
      missing: '{name} is not plugged in. It comes back by itself.',
      denied: 'This computer does not let Mauzin hear {name}.',
      deniedSystem: 'This computer does not let Mauzin hear its own sound.',
      failed: '{name} cannot be opened. Is another program using it?',
      portTaken: 'Another program uses port {wanted}, so the link says {used} today.',
      mediaPortTaken: 'Another program uses port {wanted} for sound. Mauzin took others.',
      noNetwork: 'This computer is on no network. Only this computer can listen.',
      serviceNotStarted: 'Listeners cannot be let in yet. Trying again.',
      serverAway: 'The server does not answer. Trying again. Is its address right, and the internet there?',
      settingsSetAside: 'The settings could not be read and start afresh. The old ones are kept in {file}.',
      settingsNotSaved: 'The settings cannot be saved on this computer. They last until Mauzin is closed.',
      keyInPlain:
        'This computer has no safe place for the station key. Other people who use it could read it.',
      firewall:
        'Phones open the page but get no sound. A firewall seems to keep them out: allow Mauzin, or UDP port {port}.',
      diskNearlyFull: 'The disk is nearly full: {free} left for recordings.',
      deadAir: 'Nothing is heard on air. Is the mixer on?',
      sourceLost: '{name} was unplugged. It is taken back when it returns.',
      notHeard: 'Sound goes out, and listeners hear nothing. Open the link on a phone to check.',
      diskFull: 'The disk is full: this broadcast is not recorded.',
      cannotWrite: 'This broadcast is not recorded: its folder cannot be written.',
      shortcutTaken: 'Another program uses the shortcut {shortcut}.',
      updateReady: 'Mauzin {version} is ready. It is installed when Mauzin is closed.',
    },
    firstStationName: 'Mosque',
    noSources: 'Nothing chosen yet. Add the mixer or the microphone.',
    stopQuestion: 'Stop the broadcast?',
    qrCode: 'QR code of the link',
    linkSoon: 'The link comes in a moment.',
    mixLevel: 'Level of the broadcast',
    close: {
      question: 'Stop the broadcast and close?',
      detail: 'People are connected to this station. Closing ends what they hear.',
      stay: 'Stay on air',
      close: 'Stop and close',
    },
    sources: 'Sound',
    systemSound: 'Sound of this computer',
    defaultInput: 'The microphone that the computer prefers',
    link: 'Link for listeners',
  },
  ar: {
    button: {
      goLive: 'ابدأ البثّ',
      stop: 'إيقاف',
      addSource: 'أضف مصدرًا',
      remove: 'إزالة',
      copy: 'نسخ الرابط',
      copied: 'تم النسخ',
      open: 'فتح',
      stopNow: 'نعم، أوقفه',
      stay: 'ابقَ على الهواء',
      settings: 'الإعدادات',
      back: 'رجوع',
      save: 'حفظ',
      takeOver: 'بثّ من هنا',
      allow: 'اسمح بذلك',
      ok: 'حسنًا',
      recordings: 'التسجيلات',
      poster: 'ملصق…',
      posterSaved: 'حُفظ الملصق',
      posterFailed: 'تعذّر حفظ الملصق',
      install: 'ثبّت الآن',
    },
    problem: {
      missing: '{name} غير موصول. سيعود تلقائيًا عند توصيله.',
      denied: 'لا يسمح هذا الجهاز لمؤذّن بسماع {name}.',
      deniedSystem: 'لا يسمح هذا الجهاز لمؤذّن بسماع صوته.',
      failed: 'تعذّر فتح {name}. هل يستخدمه برنامج آخر؟',
      portTaken: 'يستخدم برنامج آخر المنفذ {wanted}، لذا يحمل الرابط اليوم {used}.',
      mediaPortTaken: 'يستخدم برنامج آخر منفذ الصوت {wanted}، فاختار مؤذّن غيره.',
      noNetwork: 'هذا الجهاز غير متصل بأي شبكة، فلا يستطيع الاستماع سواه.',
      serviceNotStarted: 'لا يمكن استقبال المستمعين بعد. نعيد المحاولة.',
      serverAway: 'الخادم لا يجيب. نعيد المحاولة. هل عنوانه صحيح والإنترنت متصل؟',
      settingsSetAside: 'تعذّرت قراءة الإعدادات فبدأت من جديد، والقديمة محفوظة في {file}.',
      settingsNotSaved: 'تعذّر حفظ الإعدادات على هذا الجهاز، فتبقى إلى أن يُغلق مؤذّن.',
      keyInPlain: 'لا يوفّر هذا الجهاز مكانًا آمنًا لمفتاح المحطة، وقد يقرؤه من يستخدمه.',
      firewall:
        'تفتح الهواتف الصفحة ولا يصلها الصوت. يبدو أن جدار الحماية يمنعها: اسمح لمؤذّن أو لمنفذ UDP رقم {port}.',
      diskNearlyFull: 'القرص شبه ممتلئ: بقي {free} للتسجيلات.',
      deadAir: 'لا يُسمع أي صوت على الهواء. هل المازج مشغّل؟',
      sourceLost: 'فُصل {name}. سيُعاد تلقائيًا عند رجوعه.',
      notHeard: 'الصوت يخرج والمستمعون لا يسمعون شيئًا. افتح الرابط على هاتف للتحقّق.',
      diskFull: 'القرص ممتلئ: لا يُسجَّل هذا البثّ.',
      cannotWrite: 'لا يُسجَّل هذا البثّ: تعذّرت الكتابة في المجلد.',
      shortcutTaken: 'يستخدم برنامج آخر الاختصار {shortcut}.',
      updateReady: 'مؤذّن {version} جاهز، ويُثبَّت عند إغلاق مؤذّن.',
    },
    firstStationName: 'المسجد',
    noSources: 'لم تختر شيئًا بعد. أضف المازج أو الميكروفون.',
    stopQuestion: 'هل توقف البثّ؟',
    qrCode: 'رمز الاستجابة السريعة للرابط',
    linkSoon: 'يظهر الرابط بعد لحظة.',
    mixLevel: 'شدّة صوت البثّ',
    close: {
      question: 'هل توقف البثّ وتغلق؟',
      detail: 'هناك من يتصل بهذه المحطة، والإغلاق يقطع ما يسمعون.',
      stay: 'ابقَ على الهواء',
      close: 'أوقف وأغلق',
    },
    sources: 'الصوت',
    systemSound: 'صوت هذا الجهاز',
    defaultInput: 'الميكروفون المفضّل في الجهاز',
    link: 'رابط المستمعين',
  },
};

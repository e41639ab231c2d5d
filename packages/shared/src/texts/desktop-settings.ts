import type { LostDeviceFallback, UpdateChannel } from '../desktop/settings.ts';
import type { OpusPresetName } from '../opus/index.ts';
import type { Language } from './language.ts';

/** A setting's name, and in one sentence what it does. */
interface Named {
  readonly name: string;
  readonly hint: string;
}

/** Every word of the admin's screens: settings, recordings and the lock. `{places}` are filled in. */
export interface SettingsTexts {
  readonly title: string;
  readonly group: Record<'sound' | 'going-live' | 'listeners' | 'recording' | 'computer', string>;
  readonly button: Record<
    'save' | 'cancel' | 'change' | 'remove' | 'tryIt' | 'choose' | 'open' | 'up' | 'down',
    string
  >;
  readonly problem: Record<
    'notSaved' | 'range' | 'address' | 'nameMissing' | 'station' | 'key' | 'pinLength' | 'pinsDiffer',
    string
  >;
  readonly file: Record<'saved' | 'failed', string>;
  readonly off: string;
  readonly levelNow: string;
  readonly sound: {
    readonly quality: string;
    readonly preset: Record<OpusPresetName, string>;
    readonly whenLost: string;
    readonly lost: Record<LostDeviceFallback, Named>;
    readonly limiter: Named;
    readonly monitor: Named;
    readonly awayOutput: string;
    readonly alarmTone: Named;
    readonly alarmToneSilent: string;
  };
  readonly goingLive: {
    readonly deadAir: Named;
    readonly below: string;
    readonly after: string;
    readonly webhook: Named;
    readonly trying: string;
    readonly answered: string;
    readonly noAnswer: string;
    readonly signal: Named;
    readonly above: string;
    readonly startAfter: string;
    readonly stopAfter: string;
    readonly shortcut: Named;
    readonly noShortcut: string;
    readonly pressKeys: string;
    readonly holdMore: string;
    readonly shortcutTaken: string;
    readonly resume: Named;
    readonly startAtLogin: Named;
    readonly startAtLoginFailed: string;
  };
  readonly listeners: {
    readonly stationName: string;
    readonly server: Named;
    readonly kind: Record<'inside' | 'remote', string>;
    readonly field: Record<'port' | 'url' | 'station' | 'key', string>;
    readonly keyHint: string;
    readonly languages: Named;
    readonly addLanguage: string;
    readonly own: string;
    readonly poster: Named;
    readonly savePoster: string;
  };
  readonly recording: {
    readonly on: Named;
    readonly keep: string;
    readonly keepFor: string;
    readonly keepForEver: string;
    readonly days: string;
    readonly folder: string;
    readonly firstFolder: string;
    readonly list: Named;
    readonly show: string;
  };
  readonly computer: {
    readonly language: string;
    readonly systemLanguage: string;
    readonly pin: string;
    readonly withoutPin: string;
    readonly withPin: string;
    readonly setPin: string;
    readonly changePin: string;
    readonly removePin: string;
    readonly newPin: string;
    readonly samePin: string;
    readonly updates: string;
    readonly channel: Record<UpdateChannel, Named>;
    readonly update: Record<
      'unavailable' | 'none' | 'checking' | 'downloading' | 'ready' | 'failed' | 'afterBroadcast',
      string
    >;
    readonly check: string;
    readonly install: string;
    readonly diagnostics: Named;
    readonly saveDiagnostics: string;
    readonly version: string;
  };
  readonly lock: Record<
    | 'lock'
    | 'unlock'
    | 'settings'
    | 'question'
    | 'pin'
    | 'wrong'
    | 'wait'
    | 'failed'
    | 'erase'
    | 'digits'
    | 'cancel',
    string
  >;
  readonly recordings: Record<
    | 'title'
    | 'empty'
    | 'emptyHint'
    | 'emptyOff'
    | 'openFolder'
    | 'play'
    | 'pause'
    | 'position'
    | 'delete'
    | 'question'
    | 'yes'
    | 'no'
    | 'running'
    | 'unreadable'
    | 'again'
    | 'cannotPlay'
    | 'notDeleted'
    | 'onAir'
    | 'settings',
    string
  >;
}

export const settingsTexts: Record<Language, SettingsTexts> = {
  en: {
    title: 'Settings',
    group: {
      sound: 'Sound',
      'going-live': 'Going live',
      listeners: 'Listeners',
      recording: 'Recording',
      computer: 'This computer',
    },
    button: {
      save: 'Save',
      cancel: 'Cancel',
      change: 'Change',
      remove: 'Remove',
      tryIt: 'Try it',
      choose: 'Choose another',
      open: 'Open',
      up: 'Move up',
      down: 'Move down',
    },
    problem: {
      notSaved: 'That was not saved. Try again.',
      range: 'From {min} to {max}.',
      address: 'An address begins with https:// or http://',
      nameMissing: 'Write a name.',
      station: 'Only small letters a–z, digits and hyphens.',
      key: 'Write the station key.',
      pinLength: 'A PIN has 4 to 12 digits.',
      pinsDiffer: 'The two are not the same.',
    },
    file: { saved: 'Saved: {file}', failed: 'That did not work. Try another place.' },
    off: 'Off',
    levelNow: 'Level now',
    sound: {
      quality: 'Quality of the sound',
      preset: {
        voice: 'Speech: least data',
        recitation: 'Recitation: clear voice',
        stereo: 'Stereo: two channels',
      },
      whenLost: 'When a device is lost',
      lost: {
        silence: { name: 'Silence', hint: 'Nothing is heard until it is back.' },
        'next-device': {
          name: 'Another device',
          hint: 'The next microphone or mixer is heard until it is back.',
        },
        'system-default': {
          name: 'The computer’s choice',
          hint: 'The microphone that the computer prefers is heard until it is back.',
        },
      },
      limiter: { name: 'Safety limiter', hint: 'Holds back what is too loud, so that nothing crackles.' },
      monitor: {
        name: 'Hear it at this computer',
        hint: 'Use headphones: a loudspeaker near the microphone whistles.',
      },
      awayOutput: '{name} (not plugged in)',
      alarmTone: { name: 'Alarm tone', hint: 'Sounds here when something is wrong on the air.' },
      alarmToneSilent: 'Silent for now: the sound of this computer is a source, and listeners would hear it.',
    },
    goingLive: {
      deadAir: {
        name: 'Silence alarm',
        hint: 'On the air and quieter than this for so long: Mauzin raises an alarm.',
      },
      below: 'Quieter than',
      after: 'For',
      webhook: { name: 'Also tell this web address', hint: 'For helpers elsewhere. May stay empty.' },
      trying: 'One moment.',
      answered: 'It answered.',
      noAnswer: 'No answer.',
      signal: {
        name: 'Go live by itself',
        hint: 'Goes live when there is sound, and stops after a long silence.',
      },
      above: 'Louder than',
      startAfter: 'Starts after',
      stopAfter: 'Stops after silence of',
      shortcut: { name: 'Keyboard shortcut', hint: 'Goes live, or asks to stop, from any program.' },
      noShortcut: 'None',
      pressKeys: 'Press the keys',
      holdMore: 'Hold {keys} too.',
      shortcutTaken: 'Another program uses these keys. Choose others.',
      resume: { name: 'On air again after a restart', hint: 'If it was on the air before.' },
      startAtLogin: { name: 'Start with this computer', hint: 'Mauzin opens by itself.' },
      startAtLoginFailed: 'This computer did not allow it.',
    },
    listeners: {
      stationName: 'Name of the mosque',
      server: { name: 'Where listeners connect', hint: 'After a change, listeners need the new link.' },
      kind: {
        inside: 'This computer, on the network of the mosque',
        remote: 'A server, for listeners anywhere',
      },
      field: { port: 'Port', url: 'Address of the server', station: 'Station', key: 'Station key' },
      keyHint: 'It is kept safe and not shown again.',
      languages: { name: 'Languages of the congregation', hint: 'For the poster and the listeners’ page.' },
      addLanguage: 'Add a language',
      own: 'The station’s own',
      poster: { name: 'Poster', hint: 'A page for the wall, with QR code and link.' },
      savePoster: 'Save the poster',
    },
    recording: {
      on: { name: 'Record every broadcast', hint: 'On this computer, just as listeners hear it.' },
      keep: 'Keep recordings',
      keepFor: 'For a time',
      keepForEver: 'For ever',
      days: 'Deleted after',
      folder: 'Folder',
      firstFolder: 'The folder Mauzin in your music',
      list: { name: 'Recordings', hint: 'Play or delete them.' },
      show: 'Show recordings',
    },
    computer: {
      language: 'Language',
      systemLanguage: 'As on this computer',
      pin: 'PIN',
      withoutPin: 'Without a PIN, everyone here can change everything.',
      withPin: 'Only the settings need the PIN.',
      setPin: 'Set a PIN',
      changePin: 'Change the PIN',
      removePin: 'Remove the PIN',
      newPin: 'New PIN',
      samePin: 'The same once more',
      updates: 'Updates',
      channel: {
        stable: { name: 'Proven versions', hint: 'Best for most.' },
        beta: { name: 'Early versions', hint: 'New things first, and their faults.' },
        off: { name: 'None', hint: 'Mauzin stays as it is.' },
      },
      update: {
        unavailable: 'This copy of Mauzin cannot update itself.',
        none: 'Mauzin is up to date.',
        checking: 'Looking for updates.',
        downloading: 'Downloading: {share}',
        ready: 'Version {version} is ready. It comes when Mauzin is closed.',
        failed: 'The updates cannot be reached. Trying again later.',
        afterBroadcast: 'After the broadcast.',
      },
      check: 'Look now',
      install: 'Install now',
      diagnostics: {
        name: 'Help with a fault',
        hint: 'A file for whoever helps you. It holds no key and no PIN.',
      },
      saveDiagnostics: 'Save diagnostics',
      version: 'Version {version}',
    },
    lock: {
      lock: 'Lock',
      unlock: 'Unlock',
      settings: 'Settings',
      question: 'The PIN, please',
      pin: 'PIN',
      wrong: 'That is not the PIN.',
      wait: 'Too many tries. Wait {time}.',
      failed: 'That did not work. Try again.',
      erase: 'Erase the last digit',
      digits: 'Digits',
      cancel: 'Cancel',
    },
    recordings: {
      title: 'Recordings',
      empty: 'No recordings yet',
      emptyHint: 'The next broadcast will be here.',
      emptyOff: 'Recording is off.',
      openFolder: 'Open the folder',
      play: 'Play',
      pause: 'Pause',
      position: 'Place in the recording',
      delete: 'Delete',
      question: 'Move it to the trash?',
      yes: 'Yes, delete',
      no: 'Keep it',
      running: 'Recording now',
      unreadable: 'The recordings cannot be read. Is the disk connected?',
      again: 'Try again',
      cannotPlay: 'This recording cannot be played.',
      notDeleted: 'It could not be deleted. Is another program using it?',
      onAir: 'You are on the air: listeners may hear what you play.',
      settings: 'Settings',
    },
  },
  ar: {
    title: 'الإعدادات',
    group: {
      sound: 'الصوت',
      'going-live': 'بدء البثّ',
      listeners: 'المستمعون',
      recording: 'التسجيل',
      computer: 'هذا الجهاز',
    },
    button: {
      save: 'حفظ',
      cancel: 'إلغاء',
      change: 'تغيير',
      remove: 'إزالة',
      tryIt: 'جرّبه',
      choose: 'اختر غيره',
      open: 'فتح',
      up: 'إلى أعلى',
      down: 'إلى أسفل',
    },
    problem: {
      notSaved: 'لم يُحفظ هذا. حاول مجددًا.',
      range: 'من {min} إلى {max}.',
      address: 'يبدأ العنوان بـ \u2066https://\u2069 أو \u2066http://\u2069',
      nameMissing: 'اكتب اسمًا.',
      station: 'حروف لاتينية صغيرة وأرقام وشرطات فقط.',
      key: 'اكتب مفتاح المحطة.',
      pinLength: 'الرمز من 4 إلى 12 رقمًا.',
      pinsDiffer: 'الرمزان غير متطابقين.',
    },
    file: { saved: 'حُفظ: {file}', failed: 'لم ينجح ذلك. جرّب مكانًا آخر.' },
    off: 'متوقّف',
    levelNow: 'الشدّة الآن',
    sound: {
      quality: 'جودة الصوت',
      preset: {
        voice: 'كلام: أقل استهلاكًا',
        recitation: 'تلاوة: صوت واضح',
        stereo: 'ستيريو: قناتان',
      },
      whenLost: 'إذا انقطع جهاز صوت',
      lost: {
        silence: { name: 'صمت', hint: 'لا يُسمع شيء حتى يعود.' },
        'next-device': { name: 'جهاز آخر', hint: 'يُسمع الميكروفون أو المازج التالي حتى يعود.' },
        'system-default': {
          name: 'اختيار الحاسوب',
          hint: 'يُسمع الميكروفون المفضّل في الحاسوب حتى يعود.',
        },
      },
      limiter: { name: 'محدّد الأمان', hint: 'يخفّض ما علا كثيرًا، فلا يتشوّه الصوت.' },
      monitor: {
        name: 'اسمعه في هذا الجهاز',
        hint: 'استعمل سماعات الرأس، فمكبّر قرب الميكروفون يُحدث صفيرًا.',
      },
      awayOutput: '{name} (غير موصول)',
      alarmTone: { name: 'نغمة التنبيه', hint: 'تُسمع هنا عند حدوث خلل في البثّ.' },
      alarmToneSilent: 'صامتة حاليًا: صوت هذا الجهاز من مصادر البثّ، فقد يسمعها المستمعون.',
    },
    goingLive: {
      deadAir: {
        name: 'تنبيه الصمت',
        hint: 'إذا بقي البثّ أخفض من هذا طوال هذه المدة نبّهك مؤذّن.',
      },
      below: 'أخفض من',
      after: 'لمدة',
      webhook: { name: 'أبلغ أيضًا عنوان الويب هذا', hint: 'لمن يتابع من بعيد. يمكن تركه فارغًا.' },
      trying: 'لحظة واحدة.',
      answered: 'وصل الردّ.',
      noAnswer: 'لا ردّ.',
      signal: {
        name: 'بثّ تلقائي',
        hint: 'يبدأ البثّ عند وجود صوت، ويتوقف بعد صمت طويل.',
      },
      above: 'أعلى من',
      startAfter: 'يبدأ بعد',
      stopAfter: 'يتوقف بعد صمت مدته',
      shortcut: { name: 'اختصار لوحة المفاتيح', hint: 'يبدأ البثّ أو يسأل عن إيقافه من أي برنامج.' },
      noShortcut: 'لا يوجد',
      pressKeys: 'اضغط المفاتيح',
      holdMore: 'اضغط معها {keys} أيضًا.',
      shortcutTaken: 'يستخدم برنامج آخر هذه المفاتيح. اختر غيرها.',
      resume: { name: 'عودة البثّ بعد إعادة التشغيل', hint: 'إن كان على الهواء قبلها.' },
      startAtLogin: { name: 'التشغيل مع الجهاز', hint: 'يفتح مؤذّن تلقائيًا.' },
      startAtLoginFailed: 'لم يسمح هذا الجهاز بذلك.',
    },
    listeners: {
      stationName: 'اسم المسجد',
      server: { name: 'أين يتصل المستمعون', hint: 'بعد التغيير يحتاج المستمعون إلى الرابط الجديد.' },
      kind: { inside: 'هذا الجهاز، على شبكة المسجد', remote: 'خادم، للمستمعين في كل مكان' },
      field: { port: 'المنفذ', url: 'عنوان الخادم', station: 'المحطة', key: 'مفتاح المحطة' },
      keyHint: 'يُحفظ في مكان آمن ولا يظهر ثانية.',
      languages: { name: 'لغات المصلّين', hint: 'للملصق وصفحة المستمعين.' },
      addLanguage: 'أضف لغة',
      own: 'لغة المحطة',
      poster: { name: 'ملصق', hint: 'صفحة للجدار فيها رمز QR والرابط.' },
      savePoster: 'احفظ الملصق',
    },
    recording: {
      on: { name: 'تسجيل كل بثّ', hint: 'على هذا الجهاز، كما يسمعه المستمعون.' },
      keep: 'مدة حفظ التسجيلات',
      keepFor: 'لمدة محدّدة',
      keepForEver: 'دائمًا',
      days: 'تُحذف بعد',
      folder: 'المجلد',
      firstFolder: 'مجلد Mauzin في مجلد الموسيقى',
      list: { name: 'التسجيلات', hint: 'استمع إليها أو احذفها.' },
      show: 'عرض التسجيلات',
    },
    computer: {
      language: 'اللغة',
      systemLanguage: 'كلغة هذا الجهاز',
      pin: 'الرمز السري',
      withoutPin: 'دون رمز يستطيع كل من هنا تغيير كل شيء.',
      withPin: 'الإعدادات وحدها تحتاج إلى الرمز.',
      setPin: 'ضع رمزًا',
      changePin: 'غيّر الرمز',
      removePin: 'أزل الرمز',
      newPin: 'الرمز الجديد',
      samePin: 'الرمز نفسه مرة أخرى',
      updates: 'التحديثات',
      channel: {
        stable: { name: 'إصدارات مجرَّبة', hint: 'الأنسب لمعظم الناس.' },
        beta: { name: 'إصدارات مبكرة', hint: 'الجديد أولًا، مع عيوبه.' },
        off: { name: 'بلا تحديث', hint: 'يبقى مؤذّن كما هو.' },
      },
      update: {
        unavailable: 'هذه النسخة من مؤذّن لا تحدّث نفسها.',
        none: 'مؤذّن محدَّث.',
        checking: 'جارٍ البحث عن تحديثات.',
        downloading: 'جارٍ التنزيل: {share}',
        ready: 'الإصدار {version} جاهز، ويُثبَّت عند إغلاق مؤذّن.',
        failed: 'تعذّر الوصول إلى التحديثات. سنعيد المحاولة لاحقًا.',
        afterBroadcast: 'بعد انتهاء البثّ.',
      },
      check: 'ابحث الآن',
      install: 'ثبّت الآن',
      diagnostics: {
        name: 'المساعدة عند خلل',
        hint: 'ملف لمن يساعدك، لا يحوي مفتاحًا ولا رمزًا.',
      },
      saveDiagnostics: 'احفظ ملف التشخيص',
      version: 'الإصدار {version}',
    },
    lock: {
      lock: 'قفل',
      unlock: 'فتح القفل',
      settings: 'الإعدادات',
      question: 'أدخل الرمز السري',
      pin: 'الرمز السري',
      wrong: 'الرمز غير صحيح.',
      wait: 'محاولات كثيرة. انتظر {time}.',
      failed: 'لم ينجح ذلك. حاول مجددًا.',
      erase: 'امسح الرقم الأخير',
      digits: 'الأرقام',
      cancel: 'إلغاء',
    },
    recordings: {
      title: 'التسجيلات',
      empty: 'لا تسجيلات بعد',
      emptyHint: 'سيظهر البثّ القادم هنا.',
      emptyOff: 'التسجيل متوقّف.',
      openFolder: 'افتح المجلد',
      play: 'تشغيل',
      pause: 'إيقاف مؤقت',
      position: 'الموضع في التسجيل',
      delete: 'حذف',
      question: 'هل تنقله إلى سلة المهملات؟',
      yes: 'نعم، احذفه',
      no: 'أبقه',
      running: 'يُسجَّل الآن',
      unreadable: 'تعذّرت قراءة التسجيلات. هل القرص موصول؟',
      again: 'حاول مجددًا',
      cannotPlay: 'تعذّر تشغيل هذا التسجيل.',
      notDeleted: 'تعذّر حذفه. هل يستخدمه برنامج آخر؟',
      onAir: 'أنت على الهواء، وقد يسمع المستمعون ما تشغّله.',
      settings: 'الإعدادات',
    },
  },
};

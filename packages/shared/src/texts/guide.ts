import type { Language } from './language.ts';

/** The first-run guide: three questions, then the air. */
export interface GuideTexts {
  readonly title: string;
  /** `{step}` of `{of}`. */
  readonly progress: string;
  readonly language: string;
  readonly later: string;
  readonly next: string;
  readonly back: string;
  readonly name: { readonly question: string; readonly example: string; readonly invalid: string };
  readonly device: {
    readonly question: string;
    readonly speak: string;
    /** A device whose meter moves. */
    readonly heard: string;
    readonly nothing: string;
    readonly none: string;
    readonly denied: string;
    readonly looking: string;
    readonly level: string;
  };
  readonly phone: {
    readonly question: string;
    readonly scan: string;
    readonly start: string;
    readonly starting: string;
    /** On the air, and no page is open yet. */
    readonly waiting: string;
    /** A page is open that does not play yet. */
    readonly open: string;
    /** `{count}` is filled in. */
    readonly heard: string;
    readonly heardOne: string;
    readonly sameWifi: string;
    readonly firewall: string;
  };
  readonly done: {
    readonly title: string;
    readonly text: string;
    readonly stay: string;
    readonly stop: string;
    readonly finish: string;
  };
}

export const guideTexts: Record<Language, GuideTexts> = {
  en: {
    title: 'Set up Mauzin',
    progress: '{step} of {of}',
    language: 'Language',
    later: 'Set up later',
    next: 'Next',
    back: 'Back',
    name: {
      question: 'What is the mosque called?',
      example: 'For example: Masjid an-Noor',
      invalid: 'Please write a name.',
    },
    device: {
      question: 'Where does the sound come from?',
      speak: 'Speak into the microphone and pick the one that moves.',
      heard: 'Sound is coming in.',
      nothing: 'Nothing comes in. Is the mixer on, and its cable plugged in?',
      none: 'No microphone and no mixer found. Plug one in: it appears here by itself.',
      denied: 'This computer does not let Mauzin hear it.',
      looking: 'One moment…',
      level: 'Level of {name}',
    },
    phone: {
      question: 'Hear it on your phone',
      scan: 'Point the camera of your phone at the code, open the page, and tap Listen.',
      start: 'Start the test',
      starting: 'Starting…',
      waiting: 'Waiting for your phone…',
      open: 'Your phone is here. Tap Listen on it.',
      heard: '{count} phones hear you',
      heardOne: '1 phone hears you',
      sameWifi: 'No phone yet. Is it on the same Wi-Fi as this computer?',
      firewall: 'If it is, a firewall may keep phones out: allow Mauzin in it.',
    },
    done: {
      title: 'Done',
      text: 'You are on the air now. Stay, or stop until it is time.',
      stay: 'Stay on air',
      stop: 'Stop for now',
      finish: 'Finish',
    },
  },
  ar: {
    title: 'إعداد مؤذّن',
    progress: '{step} من {of}',
    language: 'اللغة',
    later: 'لاحقًا',
    next: 'التالي',
    back: 'رجوع',
    name: {
      question: 'ما اسم المسجد؟',
      example: 'مثال: مسجد النور',
      invalid: 'يُرجى كتابة اسم.',
    },
    device: {
      question: 'من أين يأتي الصوت؟',
      speak: 'تكلّم في الميكروفون واختر الذي يتحرّك مؤشّره.',
      heard: 'الصوت يصل.',
      nothing: 'لا يصل أي صوت. هل المازج مشغّل وسلكه موصول؟',
      none: 'لم نجد ميكروفونًا ولا مازجًا. صِل واحدًا فيظهر هنا تلقائيًا.',
      denied: 'لا يسمح هذا الجهاز لمؤذّن بسماعه.',
      looking: 'لحظة واحدة…',
      level: 'شدّة {name}',
    },
    phone: {
      question: 'اسمعه على هاتفك',
      scan: 'وجّه كاميرا هاتفك نحو الرمز، وافتح الصفحة، ثم اضغط «استمع».',
      start: 'ابدأ التجربة',
      starting: 'جارٍ البدء…',
      waiting: 'في انتظار هاتفك…',
      open: 'وصل هاتفك. اضغط عليه «استمع».',
      heard: 'هواتف تسمعك: {count}',
      heardOne: 'هاتف واحد يسمعك',
      sameWifi: 'لم يصل أي هاتف بعد. هل هو على شبكة الواي فاي نفسها؟',
      firewall: 'إن كان كذلك فقد يمنعه جدار الحماية: اسمح لمؤذّن فيه.',
    },
    done: {
      title: 'تمّ الإعداد',
      text: 'أنت على الهواء الآن. ابقَ، أو أوقف البثّ إلى حين وقته.',
      stay: 'ابقَ على الهواء',
      stop: 'أوقفه الآن',
      finish: 'إنهاء',
    },
  },
};

import type { ListenerTexts } from '../listener.ts';

export const ar: ListenerTexts = {
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
};

import type { StripTexts } from './texts.ts';

export const ar: StripTexts = {
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
  device: 'الجهاز',
  gain: 'التضخيم',
  level: 'الشدّة',
  channels: 'القنوات',
  channel: { stereo: 'ستيريو', left: 'اليسرى', right: 'اليمنى', mono: 'أحادي' },
  desk: {
    channels: 'قنوات الطاولة الصوتية',
    level: 'مستوى القناة {name}',
    failed: 'لا يمكن أخذ هذه القنوات الآن.',
    routing: 'هل للطاولة الصوتية أكثر من قناتين؟ اختر من برنامج تشغيلها القناتين اللتين يسمعهما هذا الجهاز.',
  },
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
};

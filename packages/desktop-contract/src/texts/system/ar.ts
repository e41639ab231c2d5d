import type { SystemTexts } from './texts.ts';

export const ar: SystemTexts = {
  tray: { goLive: 'ابدأ البثّ', stop: 'إيقاف', open: 'افتح مؤذّن', quit: 'إنهاء' },
  alarm: {
    deadAir: { title: 'على الهواء بلا صوت', body: 'لا يصل أي صوت. هل المازج مشغّل؟' },
    sourceLost: { title: '{name} غائب', body: 'هل ما زال موصولًا؟ سيعود تلقائيًا.' },
    notHeard: { title: 'المستمعون لا يسمعون شيئًا', body: 'الصوت لا يصل إليهم. انظر في مؤذّن.' },
  },
  notice: {
    signalStarted: { title: 'على الهواء', body: 'بدأ مؤذّن البثّ لوجود صوت.' },
    signalStopped: { title: 'البثّ متوقّف', body: 'أوقف مؤذّن البثّ بعد صمت طويل.' },
    backOnAir: { title: 'عاد البثّ', body: 'كانت المحطة على الهواء حين توقّف هذا الجهاز.' },
  },
  stop: { question: 'هل توقف البثّ؟', stop: 'نعم، أوقفه', stay: 'ابقَ على الهواء' },
};

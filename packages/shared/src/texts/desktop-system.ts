import type { Language } from './language.ts';

interface Note {
  readonly title: string;
  readonly body: string;
}

/** What the desktop app says outside its window: in the tray, in notifications, and in questions while no window is there. */
export interface SystemTexts {
  readonly tray: Record<'goLive' | 'stop' | 'open' | 'quit', string>;
  /** `{name}` is filled in. */
  readonly alarm: Record<'deadAir' | 'sourceLost' | 'notHeard', Note>;
  readonly notice: Record<'signalStarted' | 'signalStopped' | 'backOnAir', Note>;
  readonly stop: Record<'question' | 'stop' | 'stay', string>;
}

export const systemTexts: Record<Language, SystemTexts> = {
  en: {
    tray: { goLive: 'Go live', stop: 'Stop', open: 'Open Mauzin', quit: 'Quit' },
    alarm: {
      deadAir: { title: 'On air, but silent', body: 'No sound is coming in. Is the mixer on?' },
      sourceLost: { title: '{name} is away', body: 'Is it still plugged in? It comes back by itself.' },
      notHeard: { title: 'Listeners hear nothing', body: 'The sound does not arrive. Look at Mauzin.' },
    },
    notice: {
      signalStarted: { title: 'On air', body: 'Mauzin went live, because there is sound.' },
      signalStopped: { title: 'Off air', body: 'Mauzin stopped, because it was quiet for long.' },
      backOnAir: { title: 'On air again', body: 'The station was on air when this computer went off.' },
    },
    stop: { question: 'Stop the broadcast?', stop: 'Yes, stop', stay: 'Stay on air' },
  },
  ar: {
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
  },
};

import type { ListenerTexts } from '../listener.ts';

export const ur: ListenerTexts = {
  state: {
    connecting: 'رابطہ ہو رہا ہے',
    waiting: 'نشریات بند',
    ready: 'لائیو',
    playing: 'سماعت جاری',
    reconnecting: 'دوبارہ رابطہ',
    full: 'انتظار کریں',
    blocked: 'دبا کر سنیں',
    gone: 'دستیاب نہیں',
  },
  hint: {
    connecting: 'ایک لمحہ۔',
    waiting: 'ابھی ایک بار دبائیں۔ نشریات شروع ہوتے ہی آواز خود بخود آئے گی۔',
    waitingUnlocked: 'نشریات شروع ہوتے ہی آواز خود بخود آئے گی۔',
    ready: 'سننے کے لیے دبائیں۔',
    playing: 'آپ اسکرین لاک کر سکتے ہیں۔',
    reconnecting: 'نیٹ ورک منقطع ہو گیا۔ آواز خود بخود واپس آئے گی۔',
    blocked: 'براؤزر کے لیے ایک بار اور دبائیں۔',
    unsupported: 'یہ براؤزر لائیو آواز نہیں چلا سکتا۔ لنک کروم، سفاری یا فائر فاکس میں کھولیں۔',
    unreachable: 'اسٹیشن سے رابطہ نہیں ہو رہا۔ کیا آپ کا انٹرنیٹ چل رہا ہے؟',
    offline: 'نیٹ ورک لمحہ بھر کے لیے نہیں ہے۔ آواز جاری ہے۔',
  },
  button: {
    listen: 'سنیں',
    listenWhenLive: 'شروع ہونے پر سنیں',
    stop: 'روکیں',
    tryAgain: 'پھر کوشش کریں',
    reload: 'دوبارہ کھولیں',
  },
  volume: 'آواز',
  language: 'زبان',
  privacy: 'آپ کے بارے میں کچھ جمع نہیں کیا جاتا۔',
  figures: { behind: '{seconds} سیکنڈ پیچھے', perHour: '{megabytes} ایم بی فی گھنٹہ' },
};

import type { DocumentTexts } from './texts.ts';

export const ur: DocumentTexts = {
  description: 'اپنے فون پر براہِ راست سنیں۔ کچھ انسٹال کرنے کی ضرورت نہیں۔',
  noScript: 'جاوا اسکرپٹ بند ہے۔ آپ پھر بھی یہاں سن سکتے ہیں:',
  needsScript: 'رسائی کوڈ پوچھنے کے لیے اس صفحے کو جاوا اسکرپٹ چاہیے۔',
  unread: 'صفحہ نہیں کھلا۔ اسے دوبارہ لوڈ کریں، یا لنک کو کروم، سفاری یا فائرفاکس میں کھولیں۔',
  stations: 'مساجد',
  noStations: 'یہاں ابھی کوئی مسجد نہیں۔',
};

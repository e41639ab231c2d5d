import type { DesktopFileTexts } from './texts.ts';

export const ur: DesktopFileTexts = {
  diagnostics: {
    title: 'مدد کرنے والے کے لیے رپورٹ محفوظ کریں۔ اس میں کوئی کلید یا PIN نہیں۔',
    kind: 'ZIP فائل',
    fileName: 'موذّن رپورٹ',
  },
  poster: {
    title: 'پوسٹر محفوظ کریں',
    kind: 'PDF دستاویز',
    fileName: '{mosque} کا پوسٹر',
  },
};

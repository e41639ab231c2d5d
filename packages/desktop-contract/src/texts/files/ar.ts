import type { DesktopFileTexts } from './texts.ts';

export const ar: DesktopFileTexts = {
  diagnostics: {
    title: 'احفظ تقريرًا لمن يساعدك. لا مفتاح فيه ولا رمز سري.',
    kind: 'أرشيف ZIP',
    fileName: 'تقرير مؤذّن',
  },
  poster: {
    title: 'احفظ الملصق',
    kind: 'مستند PDF',
    fileName: 'ملصق {mosque}',
  },
};

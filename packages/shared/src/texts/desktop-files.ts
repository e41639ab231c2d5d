import type { Language } from './language.ts';

/** Words of the files that the desktop app saves. */
export interface DesktopFileTexts {
  /** Asks where to save what a helper needs to find a fault. */
  readonly diagnostics: Record<'title' | 'kind' | 'fileName', string>;
  /** Asks where to save the page for the wall. `{mosque}` is filled in. */
  readonly poster: Record<'title' | 'kind' | 'fileName', string>;
}

export const desktopFileTexts: Record<Language, DesktopFileTexts> = {
  en: {
    diagnostics: {
      title: 'Save a report for whoever helps you. It holds no key and no PIN.',
      kind: 'ZIP archive',
      fileName: 'Mauzin report',
    },
    poster: {
      title: 'Save the poster',
      kind: 'PDF document',
      fileName: 'Poster of {mosque}',
    },
  },
  ar: {
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
  },
};

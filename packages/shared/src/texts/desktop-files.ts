import type { Language } from './language.ts';

/** Words of the files that the desktop app saves, and of updates. */
export interface DesktopFileTexts {
  /** Asks where to save what a helper needs to find a fault. */
  readonly diagnostics: Record<'title' | 'kind' | 'fileName', string>;
  /** Asks where to save the page for the wall. `{mosque}` is filled in. */
  readonly poster: Record<'title' | 'kind' | 'fileName', string>;
  /** How updates stand. `{percent}` and `{version}` are filled in. */
  readonly update: Record<
    'unavailable' | 'off' | 'none' | 'checking' | 'downloading' | 'ready' | 'failed',
    string
  >;
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
    update: {
      unavailable: 'This copy of Mauzin does not update itself.',
      off: 'Updates are off.',
      none: 'Mauzin is up to date.',
      checking: 'Looking for an update.',
      downloading: 'Getting an update: {percent} %.',
      ready: 'Version {version} is here. It is installed when Mauzin is closed.',
      failed: 'The update could not be fetched. Mauzin tries again later.',
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
    update: {
      unavailable: 'هذه النسخة من مؤذّن لا تحدّث نفسها.',
      off: 'التحديثات متوقفة.',
      none: 'مؤذّن محدَّث.',
      checking: 'نبحث عن تحديث.',
      downloading: 'يجري تنزيل تحديث: {percent}٪.',
      ready: 'وصل الإصدار {version}، ويُثبَّت عند إغلاق مؤذّن.',
      failed: 'تعذّر تنزيل التحديث. نعيد المحاولة لاحقًا.',
    },
  },
};

import type { DocumentTexts } from './texts.ts';

export const ar: DocumentTexts = {
  description: 'استمع إلى البثّ المباشر على هاتفك، دون تثبيت أي شيء.',
  noScript: 'جافاسكربت معطّل. يمكنك الاستماع هنا مع ذلك:',
  needsScript: 'تحتاج هذه الصفحة إلى جافاسكربت لتطلب رمز الدخول.',
  unread: 'لم تُحمَّل الصفحة. أعد تحميلها، أو افتح الرابط في كروم أو سفاري أو فايرفوكس.',
  stations: 'المساجد',
  noStations: 'لا توجد مساجد هنا بعد.',
};

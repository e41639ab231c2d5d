import type { FailureCode } from '../protocol/index.ts';
import type { Language } from './language.ts';

/** What a failure means and what a person can do, in one or two sentences. */
export const failureTexts: Record<Language, Record<FailureCode, string>> = {
  en: {
    'bad-message': 'This page and the service did not understand each other. Reload to try again.',
    'wrong-key': 'The station key is not right. Ask the person who set up the station for it.',
    'origin-refused': 'This address may not connect to the station. Open the link that the mosque gave you.',
    'unknown-station': 'There is no such station. Check the link.',
    'hello-timeout': 'The network is slow. Trying again.',
    'station-taken': 'Another computer is broadcasting to this station.',
    'taken-over': 'Another computer has taken over this station.',
    replaced: 'This page was opened again elsewhere.',
    'too-slow': 'The network is too slow for the moment. Trying again.',
    'version-mismatch': 'This page is out of date. Reload it, or update the app.',
    'too-many-messages': 'Too many tries. Waiting for a moment.',
    'heartbeat-lost': 'The connection was lost. Trying again.',
    'station-full': 'The station is full. You will be let in as soon as there is room.',
    restarting: 'The service is restarting. Back in a moment.',
  },
  ar: {
    'bad-message': 'لم تتفاهم هذه الصفحة مع الخدمة. أعد تحميلها للمحاولة من جديد.',
    'wrong-key': 'مفتاح المحطة غير صحيح. اطلبه ممّن أعدّ المحطة.',
    'origin-refused': 'لا يُسمح لهذا العنوان بالاتصال بالمحطة. افتح الرابط الذي أعطاك إياه المسجد.',
    'unknown-station': 'لا توجد محطة بهذا الاسم. تحقّق من الرابط.',
    'hello-timeout': 'الشبكة بطيئة. نعيد المحاولة.',
    'station-taken': 'جهاز آخر يبثّ الآن على هذه المحطة.',
    'taken-over': 'تولّى جهاز آخر البثّ على هذه المحطة.',
    replaced: 'فُتحت هذه الصفحة في مكان آخر.',
    'too-slow': 'الشبكة بطيئة جدًا الآن. نعيد المحاولة.',
    'version-mismatch': 'هذه الصفحة قديمة. أعد تحميلها أو حدّث التطبيق.',
    'too-many-messages': 'محاولات كثيرة. انتظر لحظة.',
    'heartbeat-lost': 'انقطع الاتصال. نعيد المحاولة.',
    'station-full': 'المحطة ممتلئة. ستدخل حالما يتوفّر مكان.',
    restarting: 'الخدمة تعيد التشغيل. نعود بعد لحظة.',
  },
};

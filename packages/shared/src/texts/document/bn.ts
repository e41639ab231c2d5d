import type { DocumentTexts } from './texts.ts';

export const bn: DocumentTexts = {
  description: 'আপনার ফোনে সরাসরি শুনুন। কিছু ইনস্টল করতে হবে না।',
  noScript: 'জাভাস্ক্রিপ্ট বন্ধ আছে। তবু এখানে শুনতে পারবেন:',
  needsScript: 'প্রবেশ কোড চাইতে এই পাতার জাভাস্ক্রিপ্ট দরকার।',
  unread: 'পাতাটি খোলেনি। আবার লোড করুন, অথবা লিংকটি ক্রোম, সাফারি বা ফায়ারফক্সে খুলুন।',
  stations: 'মসজিদ',
  noStations: 'এখানে এখনো কোনো মসজিদ নেই।',
};

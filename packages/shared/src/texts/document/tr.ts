import type { DocumentTexts } from './texts.ts';

export const tr: DocumentTexts = {
  description: 'Telefonunuzdan canlı dinleyin. Kurulacak bir şey yok.',
  noScript: 'JavaScript kapalı. Yine de buradan dinleyebilirsiniz:',
  needsScript: 'Bu sayfa, erişim kodunu sormak için JavaScript’e ihtiyaç duyar.',
  unread: 'Sayfa yüklenmedi. Yeniden yükleyin veya bağlantıyı Chrome, Safari ya da Firefox ile açın.',
  stations: 'Camiler',
  noStations: 'Burada henüz cami yok.',
};

import type { GuideTexts } from './texts.ts';

export const tr: GuideTexts = {
  title: 'Mauzin kurulumu',
  progress: '{step} / {of}',
  language: 'Dil',
  later: 'Sonra kur',
  next: 'İleri',
  back: 'Geri',
  name: {
    question: 'Caminin adı nedir?',
    example: 'Örneğin: Nur Camii',
    invalid: 'Lütfen bir ad yazın.',
  },
  device: {
    question: 'Ses nereden geliyor?',
    speak: 'Mikrofona konuşun ve göstergesi oynayanı seçin.',
    heard: 'Ses geliyor.',
    nothing: 'Ses gelmiyor. Mikser açık, kablosu takılı mı?',
    none: 'Mikrofon veya mikser bulunamadı. Birini takın: burada kendiliğinden görünür.',
    denied: 'Bu bilgisayar, Mauzin’in bunu duymasına izin vermiyor.',
    looking: 'Lütfen bekleyin…',
    level: 'Seviye: {name}',
  },
  phone: {
    question: 'Telefonunuzdan dinleyin',
    scan: 'Telefonunuzun kamerasını koda tutun, sayfayı açın ve “Dinle” düğmesine dokunun.',
    starting: 'Başlıyor…',
    waiting: 'Telefonunuz bekleniyor…',
    open: 'Telefonunuz bağlandı. Telefonda “Dinle” düğmesine dokunun.',
    heard: '{count} telefon sizi duyuyor',
    heardOne: 'Bir telefon sizi duyuyor',
    sameWifi: 'Henüz telefon yok. Bu bilgisayarla aynı Wi-Fi ağında mı?',
    firewall: 'Öyleyse güvenlik duvarı telefonları engelliyor olabilir: orada Mauzin’e izin verin.',
  },
  done: {
    title: 'Tamam',
    text: 'Şu an yayındasınız. Yayında kalın veya vakti gelene kadar durdurun.',
    stay: 'Yayında kal',
    stop: 'Şimdilik durdur',
  },
};

import type { FailureCode } from '../../protocol/index.ts';

export const tr: Record<FailureCode, string> = {
  'bad-message': 'Bu sayfa ile hizmet anlaşamadı. Yeniden denemek için sayfayı yenileyin.',
  'wrong-key': 'İstasyon anahtarı doğru değil. Anahtarı istasyonu kuran kişiden isteyin.',
  'code-needed': 'Bu istasyon özel. Erişim kodunu girin.',
  'wrong-code': 'Erişim kodu doğru değil. Camiden isteyin.',
  'too-many-tries': 'Çok fazla deneme oldu. Biraz bekleyip yeniden deneyin.',
  'origin-refused': 'Bu adres istasyona bağlanamaz. Caminin size verdiği bağlantıyı açın.',
  'unknown-station': 'Böyle bir istasyon yok. Bağlantıyı denetleyin.',
  'hello-timeout': 'Ağ yavaş. Yeniden deneniyor.',
  'station-taken': 'Bu istasyona başka bir bilgisayar yayın yapıyor.',
  'taken-over': 'Bu istasyonu başka bir bilgisayar devraldı.',
  replaced: 'Bu sayfa başka bir yerde yeniden açıldı.',
  'too-slow': 'Ağ şu an çok yavaş. Yeniden deneniyor.',
  'version-mismatch': 'Bu sayfa eski. Sayfayı yenileyin veya uygulamayı güncelleyin.',
  'too-many-messages': 'Çok fazla deneme yapıldı. Biraz bekleniyor.',
  'heartbeat-lost': 'Bağlantı koptu. Yeniden deneniyor.',
  'station-full': 'İstasyon dolu. Yer açılır açılmaz içeri alınacaksınız.',
  restarting: 'Hizmet yeniden başlıyor. Birazdan döner.',
};

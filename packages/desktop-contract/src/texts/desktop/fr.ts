import type { DesktopTexts } from './texts.ts';

export const fr: DesktopTexts = {
  button: {
    goLive: 'Diffuser',
    stop: 'Arrêter',
    addSource: 'Ajouter une source',
    copy: 'Copier le lien',
    copied: 'Copié',
    open: 'Ouvrir',
    stopNow: 'Oui, arrêter',
    stay: 'Rester en direct',
    settings: 'Réglages',
    back: 'Retour',
    takeOver: 'Diffuser d’ici',
    allow: 'Autoriser',
    ok: 'D’accord',
    recordings: 'Enregistrements',
    poster: 'Affiche…',
    posterSaved: 'Affiche créée',
    posterFailed: 'Affiche non créée',
    install: 'Installer',
  },
  problem: {
    missing: '{name} n’est pas branché. Il reviendra tout seul.',
    denied: 'Cet ordinateur n’autorise pas Mauzin à écouter {name}.',
    deniedSystem: 'Cet ordinateur n’autorise pas Mauzin à écouter son propre son.',
    failed: 'Impossible d’ouvrir {name}. Un autre programme l’utilise-t-il ?',
    portTaken: 'Un autre programme utilise le port {wanted} : aujourd’hui, le lien indique {used}.',
    mediaPortTaken: 'Un autre programme utilise le port {wanted} du son. Mauzin en a pris d’autres.',
    noNetwork: 'Cet ordinateur n’est connecté à aucun réseau. On ne peut écouter que sur lui.',
    serviceNotStarted: 'Les auditeurs ne peuvent pas encore entrer. Nouvel essai.',
    serverAway:
      'Le serveur ne répond pas. Nouvel essai. Son adresse est-elle juste, et Internet fonctionne-t-il ?',
    settingsSetAside:
      'Les réglages étaient illisibles et repartent de zéro. Les anciens sont gardés dans {file}.',
    settingsNotSaved:
      'Impossible de garder les réglages sur cet ordinateur. Ils valent jusqu’à la fermeture de Mauzin.',
    keyStoreLocked:
      'Le trousseau de clés de cet ordinateur est verrouillé. Saisissez son mot de passe : d’ici là, clés et code d’accès sont inconnus.',
    keyInPlain:
      'Cet ordinateur n’a pas d’endroit sûr pour la clé de la station. Ses autres utilisateurs pourraient la lire.',
    firewall:
      'Les téléphones ouvrent la page mais n’ont pas de son. Un pare-feu semble les bloquer : autorisez Mauzin, ou le port UDP {port}.',
    diskNearlyFull: 'Disque presque plein : il reste {free} pour les enregistrements.',
    deadAir: 'Aucun son à l’antenne. La table de mixage est-elle allumée ?',
    sourceLost: '{name} a été débranché. Il sera repris à son retour.',
    notHeard:
      'Le son part, mais les auditeurs n’entendent rien. Ouvrez le lien sur un téléphone pour vérifier.',
    notHeardElsewhere:
      'Le son part, mais n’arrive pas aux auditeurs ailleurs. Ce réseau laisse-t-il sortir l’UDP ?',
    diskFull: 'Le disque est plein : cette diffusion n’est pas enregistrée.',
    cannotWrite: 'Cette diffusion n’est pas enregistrée : impossible d’écrire dans son dossier.',
    shortcutTaken: 'Un autre programme utilise le raccourci {shortcut}.',
    updateReady: 'Mauzin {version} est prêt. Il s’installera à la fermeture de Mauzin.',
  },
  firstStationName: 'Mosquée',
  noSources: 'Rien n’est encore choisi. Ajoutez la table de mixage ou le micro.',
  stopQuestion: 'Arrêter la diffusion ?',
  qrCode: 'QR code du lien',
  linkSoon: 'Le lien arrive dans un instant.',
  mixLevel: 'Niveau de la diffusion',
  close: {
    question: 'Arrêter la diffusion et fermer ?',
    detail: 'Des personnes sont connectées à cette station. Fermer coupe ce qu’elles entendent.',
    stay: 'Rester en direct',
    close: 'Arrêter et fermer',
  },
  sources: 'Son',
  systemSound: 'Son de cet ordinateur',
  defaultInput: 'Le micro préféré de l’ordinateur',
  link: 'Lien pour les auditeurs',
};

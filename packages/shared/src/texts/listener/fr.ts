import type { ListenerTexts } from '../listener.ts';

export const fr: ListenerTexts = {
  state: {
    connecting: 'Connexion',
    waiting: 'Hors antenne',
    ready: 'En direct',
    playing: 'À l’écoute',
    reconnecting: 'Reconnexion',
    full: 'Patientez',
    blocked: 'Touchez',
    gone: 'Indisponible',
  },
  hint: {
    connecting: 'Un instant.',
    waiting: 'Touchez une fois maintenant. Le son viendra tout seul dès le début.',
    waitingUnlocked: 'Le son viendra tout seul dès le début.',
    ready: 'Touchez pour écouter.',
    playing: 'Vous pouvez verrouiller l’écran.',
    reconnecting: 'Le réseau est coupé. Le son reviendra tout seul.',
    blocked: 'Touchez « Écouter » : le navigateur le demande.',
    unsupported:
      'Ce navigateur ne peut pas lire le son en direct. Ouvrez le lien dans Chrome, Safari ou Firefox.',
    unreachable: 'La station est injoignable. Internet fonctionne-t-il ?',
    offline: 'Le réseau est absent un instant. Le son continue.',
  },
  button: {
    listen: 'Écouter',
    listenWhenLive: 'Écouter dès le début',
    stop: 'Arrêter',
    tryAgain: 'Réessayer',
    reload: 'Recharger',
  },
  volume: 'Volume',
  language: 'Langue',
  privacy: 'Rien n’est collecté sur vous.',
  figures: { behind: '{seconds} s de retard', perHour: '{megabytes} Mo par heure' },
};

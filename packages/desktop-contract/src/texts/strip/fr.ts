import type { StripTexts } from './texts.ts';

export const fr: StripTexts = {
  sound: {
    opening: 'Un instant',
    'stand-in': 'Absent. On entend à sa place : {name}',
    missing: 'Non branché',
    denied: 'Non autorisé',
    failed: 'Impossible à ouvrir',
  },
  standInNameless: 'un autre appareil',
  muted: 'Coupé',
  mute: 'Couper',
  unmute: 'Rétablir',
  remove: 'Retirer',
  more: 'Plus',
  device: 'Appareil',
  gain: 'Gain',
  level: 'Niveau',
  channels: 'Canaux',
  channel: { stereo: 'Stéréo', left: 'Gauche', right: 'Droite', mono: 'Mono' },
  desk: {
    channels: 'Voies de la table',
    level: 'Niveau de la voie {name}',
    failed: 'Ces voies ne sont pas disponibles pour le moment.',
    routing: 'La table a plus de deux voies ? Choisissez dans son pilote les deux que cet ordinateur reçoit.',
  },
  clip: 'Clip',
  clearClip: 'Trop fort ; effacer la marque',
  processing: {
    echoCancellation: {
      name: 'Annulation d’écho',
      effect: 'Avale les voyelles longues quand des haut-parleurs jouent dans la même salle.',
    },
    noiseSuppression: {
      name: 'Réduction de bruit',
      effect: 'Coupe les souffles légers et les fins de versets comme si c’était du bruit.',
    },
    autoGainControl: {
      name: 'Gain automatique',
      effect: 'Aplatit la récitation, forte ou douce, et fait monter le bruit à chaque pause.',
    },
  },
};

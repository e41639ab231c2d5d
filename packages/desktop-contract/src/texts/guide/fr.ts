import type { GuideTexts } from './texts.ts';

export const fr: GuideTexts = {
  title: 'Préparer Mauzin',
  progress: '{step} sur {of}',
  language: 'Langue',
  later: 'Plus tard',
  next: 'Suivant',
  back: 'Retour',
  name: {
    question: 'Comment s’appelle la mosquée ?',
    example: 'Par exemple : Mosquée An-Nour',
    invalid: 'Veuillez écrire un nom.',
  },
  device: {
    question: 'D’où vient le son ?',
    speak: 'Parlez dans le micro et choisissez celui qui bouge.',
    heard: 'Le son arrive.',
    nothing: 'Rien n’arrive. La table de mixage est-elle allumée, et son câble branché ?',
    none: 'Ni micro ni table de mixage. Branchez un appareil : il apparaît ici tout seul.',
    denied: 'Cet ordinateur n’autorise pas Mauzin à l’écouter.',
    looking: 'Un instant…',
    level: 'Niveau de {name}',
  },
  phone: {
    question: 'Écoutez sur votre téléphone',
    scan: 'Visez le code avec l’appareil photo de votre téléphone, ouvrez la page et touchez « Écouter ».',
    starting: 'Démarrage…',
    waiting: 'En attente de votre téléphone…',
    open: 'Votre téléphone est là. Touchez « Écouter ».',
    heard: '{count} téléphones vous entendent',
    heardOne: 'Un téléphone vous entend',
    sameWifi: 'Pas encore de téléphone. Est-il sur le même Wi-Fi que cet ordinateur ?',
    firewall: 'Si oui, un pare-feu bloque peut-être les téléphones : autorisez-y Mauzin.',
  },
  done: {
    title: 'C’est prêt',
    text: 'Vous êtes en direct. Restez-y, ou arrêtez jusqu’au bon moment.',
    stay: 'Rester en direct',
    stop: 'Arrêter',
  },
};

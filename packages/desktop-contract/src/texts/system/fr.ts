import type { SystemTexts } from './texts.ts';

export const fr: SystemTexts = {
  tray: { goLive: 'Diffuser', stop: 'Arrêter', open: 'Ouvrir Mauzin', quit: 'Quitter' },
  alarm: {
    deadAir: {
      title: 'En direct, mais sans son',
      body: 'Aucun son n’arrive. La table de mixage est-elle allumée ?',
    },
    sourceLost: { title: '{name} est absent', body: 'Est-il toujours branché ? Il reviendra tout seul.' },
    notHeard: { title: 'Les auditeurs n’entendent rien', body: 'Le son n’arrive pas. Regardez dans Mauzin.' },
  },
  notice: {
    signalStarted: { title: 'En direct', body: 'Mauzin a lancé la diffusion, car il y a du son.' },
    signalStopped: { title: 'Hors antenne', body: 'Mauzin a arrêté la diffusion après un long silence.' },
    backOnAir: {
      title: 'De nouveau en direct',
      body: 'La station était en direct quand cet ordinateur s’est éteint.',
    },
  },
  stop: { question: 'Arrêter la diffusion ?', stop: 'Oui, arrêter', stay: 'Rester en direct' },
};

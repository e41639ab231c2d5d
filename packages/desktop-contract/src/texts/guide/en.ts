import type { GuideTexts } from './texts.ts';

export const en: GuideTexts = {
  title: 'Set up Mauzin',
  progress: '{step} of {of}',
  language: 'Language',
  later: 'Set up later',
  next: 'Next',
  back: 'Back',
  name: {
    question: 'What is the mosque called?',
    example: 'For example: Masjid an-Noor',
    invalid: 'Please write a name.',
  },
  device: {
    question: 'Where does the sound come from?',
    speak: 'Speak into the microphone and pick the one that moves.',
    heard: 'Sound is coming in.',
    nothing: 'Nothing comes in. Is the mixer on, and its cable plugged in?',
    none: 'No microphone and no mixer found. Plug one in: it appears here by itself.',
    denied: 'This computer does not let Mauzin hear it.',
    looking: 'One moment…',
    level: 'Level of {name}',
  },
  phone: {
    question: 'Hear it on your phone',
    scan: 'Point the camera of your phone at the code, open the page, and tap Listen.',
    starting: 'Starting…',
    waiting: 'Waiting for your phone…',
    open: 'Your phone is here. Tap Listen on it.',
    heard: '{count} phones hear you',
    heardOne: '1 phone hears you',
    sameWifi: 'No phone yet. Is it on the same Wi-Fi as this computer?',
    firewall: 'If it is, a firewall may keep phones out: allow Mauzin in it.',
  },
  done: {
    title: 'Done',
    text: 'You are on the air now. Stay, or stop until it is time.',
    stay: 'Stay on air',
    stop: 'Stop for now',
  },
};

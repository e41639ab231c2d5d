import type { FailureCode } from '../../protocol/index.ts';

export const fr: Record<FailureCode, string> = {
  'bad-message': 'Cette page et le service ne se sont pas compris. Rechargez la page pour réessayer.',
  'wrong-key': 'La clé de la station n’est pas la bonne. Demandez-la à la personne qui a préparé la station.',
  'code-needed': 'Cette station est privée. Saisissez son code d’accès.',
  'wrong-code': 'Ce code d’accès n’est pas le bon. Demandez-le à la mosquée.',
  'too-many-tries': 'Trop d’essais. Attendez un instant, puis réessayez.',
  'origin-refused':
    'Cette adresse ne peut pas se connecter à la station. Ouvrez le lien donné par la mosquée.',
  'unknown-station': 'Cette station n’existe pas. Vérifiez le lien.',
  'hello-timeout': 'Le réseau est lent. Nouvel essai.',
  'station-taken': 'Un autre ordinateur diffuse sur cette station.',
  'taken-over': 'Un autre ordinateur a pris le relais sur cette station.',
  replaced: 'Cette page a été rouverte ailleurs.',
  'too-slow': 'Le réseau est trop lent pour le moment. Nouvel essai.',
  'version-mismatch': 'Cette page est périmée. Rechargez-la ou mettez l’application à jour.',
  'too-many-messages': 'Trop d’essais. Un instant de patience.',
  'heartbeat-lost': 'La connexion est perdue. Nouvel essai.',
  'station-full': 'La station est pleine. Vous entrerez dès qu’une place se libère.',
  restarting: 'Le service redémarre. De retour dans un instant.',
};

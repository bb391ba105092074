export { notificationsService } from './notifications.service.js';
export {
  notificationsSeedVariables,
  seedNotificationsDemo,
  type NotificationsSeed,
} from './seed/seed-notifications-demo.js';

export { notificationsService } from './notifications.service.js';
export { seedNotificationsDemo, type NotificationsSeed } from './seed/seed-notifications-demo.js';

export { locales, message, messageCodes, type Locale, type MessageOptions } from './messages.js';

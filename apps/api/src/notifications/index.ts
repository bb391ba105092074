import type { Type } from '@nestjs/common';
import { MessagesHttp } from './messages.http.js';
import { SmtpSettingsHttp } from './smtp-settings.http.js';
import { TemplatesHttp } from './templates.http.js';

export const notificationsControllers: readonly Type[] = [SmtpSettingsHttp, TemplatesHttp, MessagesHttp];

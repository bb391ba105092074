import type { Type } from '@nestjs/common';
import { InterventionFilesHttp } from './intervention-files.http.js';
import { MissionOrdersHttp } from './mission-orders.http.js';
import { InterventionsSettingsHttp } from './settings.http.js';
import { StatusCodesHttp } from './status-codes.http.js';
import { UserPlanningHttp } from './user-planning.http.js';

export const interventionsControllers: readonly Type[] = [
  MissionOrdersHttp,
  InterventionFilesHttp,
  StatusCodesHttp,
  InterventionsSettingsHttp,
  UserPlanningHttp,
];

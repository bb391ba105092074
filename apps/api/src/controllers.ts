import type { Type } from '@nestjs/common';
import { accountingControllers } from './accounting/index.js';
import { billingControllers } from './billing/index.js';
import { CountHttp } from './count/count.http.js';
import { interventionsControllers } from './interventions/index.js';
import { LiveHttp } from './live/live.http.js';
import { MachineClientsHttp } from './machine-clients/machine-clients.http.js';
import { notificationsControllers } from './notifications/index.js';
import { OperationTextsHttp } from './operations/operation-texts.http.js';
import { OperationsListsHttp } from './operations/operations-lists.http.js';
import { OperationsHttp } from './operations/operations.http.js';
import { FamiliesHttp } from './parties/families.http.js';
import { ManufacturersHttp } from './parties/manufacturers.http.js';
import { PartiesHttp } from './parties/parties.http.js';
import { PartyImportsHttp } from './parties/party-imports.http.js';
import { PeopleHttp } from './parties/people.http.js';
import { CommissionScalesHttp, RepresentativesHttp } from './parties/representatives.http.js';
import { TownsHttp } from './parties/towns.http.js';
import { PartyDealingsHttp } from './parties/party-dealings.http.js';
import { PasswordsHttp } from './session/passwords.http.js';
import { SecondFactorHttp } from './session/second-factor.http.js';
import { PreferencesHttp } from './preferences/preferences.http.js';
import { SessionHttp } from './session/session.http.js';
import { SignInProviderHttp } from './session/sign-in-provider.http.js';
import { SessionsHttp } from './session/sessions.http.js';
import { RightsHttp } from './users/rights.http.js';
import { UserAccessHttp } from './users/user-access.http.js';
import { UsersHttp } from './users/users.http.js';
import { SearchHttp } from './search/search.http.js';
import { stationsControllers } from './stations/index.js';
import { stockControllers } from './stock/index.js';

/** Controllers of `/api/v1`; the OpenAPI document is made of these. */
export const apiControllers: readonly Type[] = [
  SessionHttp,
  SessionsHttp,
  PasswordsHttp,
  SecondFactorHttp,
  SignInProviderHttp,
  UsersHttp,
  UserAccessHttp,
  RightsHttp,
  ...stationsControllers,
  MachineClientsHttp,
  PreferencesHttp,
  SearchHttp,
  PartiesHttp,
  FamiliesHttp,
  RepresentativesHttp,
  CommissionScalesHttp,
  PartyDealingsHttp,
  TownsHttp,
  ManufacturersHttp,
  PeopleHttp,
  PartyImportsHttp,
  ...interventionsControllers,
  ...stockControllers,
  ...billingControllers,
  ...accountingControllers,
  ...notificationsControllers,
  OperationTextsHttp,
  OperationsHttp,
  OperationsListsHttp,
  LiveHttp,
  CountHttp,
];

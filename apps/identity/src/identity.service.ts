import { IdentityServiceService } from '@navette/contracts/identity/v1/service';
import { ObjectStore } from '@navette/platform/objects';
import { CONFIG, type ServiceConfig, type ServiceDefinition } from '@navette/platform/service';
import { AuthenticateClient } from './clients/authenticate-client.js';
import { ClientRepository } from './clients/client.repository.js';
import { CreateMachineClient } from './clients/create-machine-client.js';
import { EndClientGrants } from './clients/end-client-grants.js';
import { IssueClientToken } from './clients/issue-client-token.js';
import { ListMachineClients } from './clients/list-machine-clients.js';
import { MachineClientsGrpc } from './clients/machine-clients.grpc.js';
import { RevokeMachineClient } from './clients/revoke-machine-client.js';
import { RotateMachineClientSecret } from './clients/rotate-machine-client-secret.js';
import { SetMachineClientRights } from './clients/set-machine-client-rights.js';
import { migrations } from './database/migrations/index.js';
import { GetGrant } from './grants/get-grant.js';
import { GrantRepository } from './grants/grant.repository.js';
import { SetGrant } from './grants/set-grant.js';
import { IDENTITY_CONFIG, identityConfig, identityVariables } from './identity.config.js';
import { IdentityGrpc } from './identity.grpc.js';
import { AddStation } from './stations/add-station.js';
import { AnnounceStation } from './stations/announce-station.js';
import { ChangeCompany } from './stations/change-company.js';
import { ChangeStation } from './stations/change-station.js';
import { CompaniesGrpc } from './stations/companies.grpc.js';
import { GetCompany } from './stations/get-company.js';
import { GetStationLogo } from './stations/get-station-logo.js';
import { GetStation } from './stations/get-station.js';
import { ListStations } from './stations/list-stations.js';
import { SecondFactor } from './second-factor/second-factor.js';
import { SecondFactorGrpc } from './second-factor/second-factor.grpc.js';
import { SecondFactorRepository } from './second-factor/second-factor.repository.js';
import { StationPolicy } from './second-factor/station-policy.js';
import { EnterStation } from './sessions/enter-station.js';
import { PreferenceRepository } from './preferences/preference.repository.js';
import { PreferencesGrpc } from './preferences/preferences.grpc.js';
import { Preferences } from './preferences/preferences.js';
import { EndSession } from './sessions/end-session.js';
import { GetSelf } from './sessions/get-self.js';
import { OwnSessions } from './sessions/own-sessions.js';
import { RefreshSession } from './sessions/refresh-session.js';
import { SessionRepository } from './sessions/session.repository.js';
import { SessionsGrpc } from './sessions/sessions.grpc.js';
import { StartSession } from './sessions/start-session.js';
import { OpenidProvider } from './sign-in-provider/openid.provider.js';
import { FinishProviderSignIn } from './sign-in-provider/finish-provider-sign-in.js';
import { OfferedProvider } from './sign-in-provider/offered-provider.js';
import { SignInByClaims } from './sign-in-provider/sign-in-by-claims.js';
import { StartProviderSignIn } from './sign-in-provider/start-provider-sign-in.js';
import { RolesByClaim } from './sign-in-provider/roles-by-claim.js';
import { SetSignInProvider } from './sign-in-provider/set-sign-in-provider.js';
import { SignInProviderGrpc } from './sign-in-provider/sign-in-provider.grpc.js';
import { SignInProviderRepository } from './sign-in-provider/sign-in-provider.repository.js';
import { OpenStation } from './stations/open-station.js';
import { SetStationLogo } from './stations/set-station-logo.js';
import { StationRepository } from './stations/station.repository.js';
import { StationsGrpc } from './stations/stations.grpc.js';
import { AccessTokens } from './tokens/access-tokens.js';
import { RotateSigningKeys } from './tokens/rotate-signing-keys.js';
import { SigningKeyRepository } from './tokens/signing-key.repository.js';
import { Administers } from './users/administers.js';
import { ChangeOwnPassword } from './users/change-own-password.js';
import { PasswordLinkRepository } from './users/password-link.repository.js';
import { MailPasswordLink } from './users/mail-password-link.js';
import { PasswordLinks } from './users/password-links.js';
import { PasswordsGrpc } from './users/passwords.grpc.js';
import { ReplacePassword } from './users/replace-password.js';
import { SignInAttempts } from './users/sign-in-attempts.js';
import { SignIn } from './users/sign-in.js';
import { CreateUser } from './users/create-user.js';
import { FindUserNames } from './users/find-user-names.js';
import { GiveRights } from './users/give-rights.js';
import { SaveUser } from './users/save-user.js';
import { SetNetworkRole } from './users/set-network-role.js';
import { UserNews } from './users/user-news.js';
import { UserView } from './users/user-view.js';
import { UsersGrpc } from './users/users.grpc.js';
import { UserAccess } from './users/user-access.js';
import { UserAccessGrpc } from './users/user-access.grpc.js';
import { UserRepository } from './users/user.repository.js';

/** Who may act: networks, companies, stations, people, machine clients, their rights and tokens. */
export const identityService: ServiceDefinition = {
  name: 'identity',
  migrations,
  variables: identityVariables,
  grpc: {
    definition: IdentityServiceService,
    controllers: [
      IdentityGrpc,
      SessionsGrpc,
      PasswordsGrpc,
      UsersGrpc,
      UserAccessGrpc,
      SecondFactorGrpc,
      SignInProviderGrpc,
      StationsGrpc,
      CompaniesGrpc,
      MachineClientsGrpc,
      PreferencesGrpc,
    ],
  },
  timers: [OpenStation, EndClientGrants, RotateSigningKeys],
  providers: [
    { provide: IDENTITY_CONFIG, useFactory: ({ env }: ServiceConfig) => identityConfig(env), inject: [CONFIG] },
    StationRepository,
    UserRepository,
    ClientRepository,
    GrantRepository,
    SigningKeyRepository,
    AccessTokens,
    AuthenticateClient,
    IssueClientToken,
    ListMachineClients,
    CreateMachineClient,
    SetMachineClientRights,
    RotateMachineClientSecret,
    RevokeMachineClient,
    GetGrant,
    SetGrant,
    ObjectStore,
    AnnounceStation,
    ListStations,
    GetStation,
    SessionRepository,
    EnterStation,
    StartSession,
    RefreshSession,
    EndSession,
    OwnSessions,
    GetSelf,
    SecondFactorRepository,
    SecondFactor,
    StationPolicy,
    GiveRights,
    UserView,
    UserNews,
    CreateUser,
    SaveUser,
    SetNetworkRole,
    FindUserNames,
    SignInAttempts,
    ChangeStation,
    AddStation,
    GetCompany,
    ChangeCompany,
    GetStationLogo,
    SetStationLogo,
    SignIn,
    SignInProviderRepository,
    OpenidProvider,
    RolesByClaim,
    SetSignInProvider,
    OfferedProvider,
    StartProviderSignIn,
    SignInByClaims,
    FinishProviderSignIn,
    UserAccess,
    PasswordLinkRepository,
    ReplacePassword,
    ChangeOwnPassword,
    Administers,
    PasswordLinks,
    MailPasswordLink,
    PreferenceRepository,
    Preferences,
  ],
};

import {
  IdentityServiceService as Service,
  type EndOwnSessionsRequest,
  type EndOwnSessionsResponse,
  type EndSessionRequest,
  type EndSessionResponse,
  type GetSelfRequest,
  type ListOwnSessionsRequest,
  type ListOwnSessionsResponse,
  type RefreshSessionRequest,
  type Self,
  type SignInRequest,
  type TokenResponse,
} from '@navette/contracts/identity/v1/service';
import { OwnRpc, PublicRpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { SignIn } from '../users/sign-in.js';
import { EndSession } from './end-session.js';
import { GetSelf } from './get-self.js';
import { OwnSessions } from './own-sessions.js';
import { RefreshSession } from './refresh-session.js';

/** ID-6: signing in, staying so, signing out. */
@Controller()
export class SessionsGrpc {
  constructor(
    private readonly start: SignIn,
    private readonly refresh: RefreshSession,
    private readonly end: EndSession,
    private readonly own: OwnSessions,
    private readonly self: GetSelf,
  ) {}

  @PublicRpc(Service.signIn, 'whoever signs in has no token yet')
  signIn(request: SignInRequest, call: RpcMetadata): Promise<TokenResponse> {
    return this.start.execute(scopeOfCall(call), request);
  }

  @PublicRpc(Service.refreshSession, 'the refresh token proves the session')
  refreshSession(request: RefreshSessionRequest, call: RpcMetadata): Promise<TokenResponse> {
    return this.refresh.execute(scopeOfCall(call), request);
  }

  @PublicRpc(Service.endSession, 'the refresh token proves the session, and one may sign out late')
  async endSession({ refreshToken }: EndSessionRequest, call: RpcMetadata): Promise<EndSessionResponse> {
    await this.end.execute(scopeOfCall(call), refreshToken);
    return {};
  }

  @OwnRpc(Service.getSelf, 'identity:own-session.read')
  getSelf(_request: GetSelfRequest, call: RpcMetadata): Promise<Self> {
    return this.self.execute(scopeOfCall(call));
  }

  @OwnRpc(Service.listOwnSessions, 'identity:own-session.read')
  async listOwnSessions({ refreshToken }: ListOwnSessionsRequest, call: RpcMetadata): Promise<ListOwnSessionsResponse> {
    return { sessions: await this.own.list(scopeOfCall(call), refreshToken) };
  }

  @OwnRpc(Service.endOwnSessions, 'identity:own-session.end')
  async endOwnSessions(request: EndOwnSessionsRequest, call: RpcMetadata): Promise<EndOwnSessionsResponse> {
    return { ended: await this.own.end(scopeOfCall(call), request) };
  }
}

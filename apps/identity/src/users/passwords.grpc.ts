import {
  IdentityServiceService as Service,
  type ChangeOwnPasswordRequest,
  type ChangeOwnPasswordResponse,
  type CreatePasswordLinkRequest,
  type CreatePasswordLinkResponse,
  type SetPasswordByLinkRequest,
  type SetPasswordByLinkResponse,
} from '@navette/contracts/identity/v1/service';
import { OwnRpc, PublicRpc, Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { ChangeOwnPassword } from './change-own-password.js';
import { PasswordLinks } from './password-links.js';

/** ID-5: passwords, and links to set them. */
@Controller()
export class PasswordsGrpc {
  constructor(
    private readonly change: ChangeOwnPassword,
    private readonly links: PasswordLinks,
  ) {}

  @OwnRpc(Service.changeOwnPassword, 'identity:own-password.change')
  async changeOwnPassword(request: ChangeOwnPasswordRequest, call: RpcMetadata): Promise<ChangeOwnPasswordResponse> {
    await this.change.execute(scopeOfCall(call), request);
    return {};
  }

  @Rpc(Service.createPasswordLink, 'identity:user.password-link')
  createPasswordLink({ userId }: CreatePasswordLinkRequest, call: RpcMetadata): Promise<CreatePasswordLinkResponse> {
    return this.links.create(scopeOfCall(call), userId);
  }

  @PublicRpc(Service.setPasswordByLink, 'the secret of the link proves whom it was made for')
  async setPasswordByLink(request: SetPasswordByLinkRequest, call: RpcMetadata): Promise<SetPasswordByLinkResponse> {
    await this.links.use(scopeOfCall(call), request);
    return {};
  }
}

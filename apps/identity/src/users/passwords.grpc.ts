import {
  IdentityServiceService as Service,
  type ChangeOwnPasswordRequest,
  type ChangeOwnPasswordResponse,
  type CreatePasswordLinkRequest,
  type CreatePasswordLinkResponse,
  type GetPasswordLinkMailRequest,
  type MailPasswordLinkRequest,
  type MailPasswordLinkResponse,
  type PasswordLinkMail,
  type SetPasswordByLinkRequest,
  type SetPasswordByLinkResponse,
} from '@navette/contracts/identity/v1/service';
import { OwnRpc, PublicRpc, Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { ChangeOwnPassword } from './change-own-password.js';
import { MailPasswordLink } from './mail-password-link.js';
import { PasswordLinks } from './password-links.js';

/** ID-5: passwords, and links to set them. */
@Controller()
export class PasswordsGrpc {
  constructor(
    private readonly change: ChangeOwnPassword,
    private readonly links: PasswordLinks,
    private readonly mail: MailPasswordLink,
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

  @Rpc(Service.mailPasswordLink, 'identity:user.password-link')
  mailPasswordLink({ userId }: MailPasswordLinkRequest, call: RpcMetadata): Promise<MailPasswordLinkResponse> {
    return this.mail.execute(scopeOfCall(call), userId);
  }

  @Rpc(Service.getPasswordLinkMail, 'identity:password-link.mail')
  getPasswordLinkMail({ linkId }: GetPasswordLinkMailRequest, call: RpcMetadata): Promise<PasswordLinkMail> {
    return this.mail.read(scopeOfCall(call), linkId);
  }

  @PublicRpc(Service.setPasswordByLink, 'the secret of the link proves whom it was made for')
  async setPasswordByLink(request: SetPasswordByLinkRequest, call: RpcMetadata): Promise<SetPasswordByLinkResponse> {
    await this.links.use(scopeOfCall(call), request);
    return {};
  }
}

import { message } from '@navette/messages';
import { Describe } from '@navette/platform/http';
import { NETWORK_ROLES, RIGHTS, rightsOfRole, ROLES } from '@navette/reference';
import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';

const roles = [...ROLES, ...NETWORK_ROLES] as const;

const right = z
  .object({
    name: z.string(),
    text: z.object({ fr: z.string(), en: z.string() }),
    roles: z.array(z.enum(roles)).describe('Those that pre-select it'),
  })
  .meta({ id: 'Right' });

/** ID-4: what a user may be given. */
@Controller('api/v1/rights')
export class RightsHttp {
  @Get()
  @Describe({
    id: 'listRights',
    summary: 'Every right, what it allows, and the roles that pre-select it',
    needs: 'identity:user.read',
    answer: z.object({ rights: z.array(right) }),
  })
  list(): { rights: z.infer<typeof right>[] } {
    const preselected = roles.map((role) => [role, new Set(rightsOfRole(role))] as const);
    return {
      rights: RIGHTS.map((name) => ({
        name,
        text: { fr: message('fr', `right.${name}`), en: message('en', `right.${name}`) },
        roles: preselected.filter(([, rights]) => rights.has(name)).map(([role]) => role),
      })),
    };
  }
}

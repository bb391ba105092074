import { message, messageCodes } from '@navette/messages';
import { Describe } from '@navette/platform/http';
import { RIGHTS } from '@navette/reference';
import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';

const operation = z
  .object({ name: z.string(), text: z.object({ fr: z.string(), en: z.string() }) })
  .meta({ id: 'OperationText' });

const PREFIX = 'operation.';
const textOf = (code: string) => ({ fr: message('fr', code), en: message('en', code) });

/** ID-9: what the audit trail's operations are called: what a right allows, and what services do by themselves. */
@Controller('api/v1/operation-texts')
export class OperationTextsHttp {
  @Get()
  @Describe({
    id: 'listOperationTexts',
    summary: 'What each operation of the audit trail is called',
    needs: 'operations:audit.read',
    answer: z.object({ operations: z.array(operation) }),
  })
  list(): { operations: z.infer<typeof operation>[] } {
    const own = messageCodes('en').filter((code) => code.startsWith(PREFIX));
    return {
      operations: [
        ...RIGHTS.map((name) => ({ name, text: textOf(`right.${name}`) })),
        ...own.map((code) => ({ name: code.slice(PREFIX.length), text: textOf(code) })),
      ],
    };
  }
}

import { Body, Controller, Get, Inject, Ip, Patch } from '@nestjs/common';
import {
  attributePolicySchema,
  policyPatchSchema,
  policyVersionSchema,
  type AttributePolicy,
  type PolicyPatch,
  type PolicyVersion,
} from '@vitrine/contracts';
import { z } from 'zod';
import { Audit } from '../audit/audit.js';
import { Needs, Who } from '../auth/needs.js';
import type { Principal } from '../auth/principal.js';
import { Describe } from '../http/describe.js';
import { ZodInput } from '../http/zod-input.js';
import { PolicyService } from './policy.service.js';

@Controller('api/v1/attributes')
@Needs('stats:read')
export class AttributeController {
  constructor(@Inject(PolicyService) private readonly policy: PolicyService) {}

  @Get()
  @Describe({ summary: 'The 40 attributes with tier, reason and switch', answer: z.array(attributePolicySchema) })
  list(): AttributePolicy[] {
    return this.policy.catalogue;
  }
}

/** What is counted, how it is published and how long it is kept. A change is a new version, and is audited. */
@Controller('api/v1/policy')
export class PolicyController {
  constructor(
    @Inject(PolicyService) private readonly policy: PolicyService,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  @Get()
  @Needs('stats:read')
  @Describe({ summary: 'The policy that holds now', answer: policyVersionSchema })
  current(): PolicyVersion {
    return this.policy.current;
  }

  @Get('versions')
  @Needs('stats:read')
  @Describe({ summary: 'Every version of the policy that ever held, oldest first', answer: z.array(policyVersionSchema) })
  versions(): PolicyVersion[] {
    return this.policy.book.versions;
  }

  /** What is named changes, at once for what is shown live, and from the next quarter hour on for blocks. */
  @Patch()
  @Needs('policy:write', { allCameras: true })
  @Describe({ summary: 'Change attribute switches, minimum group or retention: a new version', answer: policyVersionSchema })
  async change(
    @Body(new ZodInput(policyPatchSchema)) patch: PolicyPatch,
    @Who() who: Principal,
    @Ip() address: string,
  ): Promise<PolicyVersion> {
    const before = this.policy.current;
    const after = await this.policy.change(patch);
    await this.audit.record({ action: 'policy.change', who, address, subject: `version ${after.version}`, before, after });
    return after;
  }
}

import { cidr, ipv4, privateCidr, publicIpv4, publicIpv6 } from './addresses.ts';
import { imageReference } from './image.ts';
import { dkimKey, wireguardKey } from './keys.ts';
import {
  accountName,
  capabilityName,
  databaseName,
  environmentName,
  headerName,
  hostName,
  jobName,
  name,
  namespaceName,
  platformName,
  portName,
  secretKey,
  title,
  vaultPath,
} from './names.ts';
import {
  count,
  days,
  dueAfter,
  groupId,
  hours,
  keepalive,
  kept,
  keyBits,
  mtu,
  phase,
  port,
  seconds,
  secretLength,
  sysctlValue,
  userId,
} from './numbers.ts';
import {
  branchName,
  email,
  githubAccount,
  gitlabId,
  gitlabPath,
  modelName,
  ovhDatacenter,
  ovhImage,
  ovhPlan,
  ovhProject,
  ovhRegion,
  ovhServiceName,
  ovhSubsidiary,
  repositoryUrl,
} from './owner-ids.ts';
import { containerPath, originUrl, requestPath, urlPath } from './paths.ts';
import { cpu, size, wholeSize } from './quantities.ts';
import { fileText, plainText, reason, rulePattern, tokenPattern } from './text.ts';
import type { ValueRule } from './value-kind.ts';

/** Every kind of value, for whoever prints what synth takes. */
export const valueKinds: readonly ValueRule[] = [
  ...[
    name,
    namespaceName,
    platformName,
    jobName,
    hostName,
    portName,
    environmentName,
    headerName,
    capabilityName,
    secretKey,
  ],
  ...[databaseName, vaultPath, title, accountName],
  ...[port, userId, groupId, seconds, keepalive, hours, days, dueAfter, kept, secretLength, keyBits, count, mtu, phase],
  ...[cpu, size, wholeSize, sysctlValue, imageReference, containerPath, requestPath, urlPath, originUrl],
  ...[plainText, fileText, rulePattern, tokenPattern, reason],
  ...[ipv4, publicIpv4, publicIpv6, cidr, privateCidr, wireguardKey, dkimKey],
  ...[email, ovhServiceName, ovhPlan, ovhImage, ovhDatacenter, ovhProject, ovhRegion, ovhSubsidiary],
  ...[gitlabId, gitlabPath, githubAccount, repositoryUrl, branchName, modelName],
];

import { cidr, ipv4, publicIpv4, publicIpv6 } from './addresses.ts';
import { imageReference } from './image.ts';
import { dkimKey, wireguardKey } from './keys.ts';
import {
  accountName,
  databaseName,
  environmentName,
  hostName,
  jobName,
  name,
  portName,
  secretKey,
  title,
  vaultPath,
} from './names.ts';
import { count, days, dueAfter, groupId, keyBits, mtu, phase, port, seconds, secretLength, userId } from './numbers.ts';
import {
  branchName,
  email,
  githubAccount,
  gitlabId,
  gitlabPath,
  modelName,
  ovhProject,
  ovhRegion,
  ovhServiceName,
  ovhSubsidiary,
  repositoryUrl,
} from './owner-ids.ts';
import { containerPath, originUrl, requestPath, urlPath } from './paths.ts';
import { cpu, size } from './quantities.ts';
import { fileText, plainText, reason, rulePattern, tokenPattern } from './text.ts';
import type { ValueRule } from './value-kind.ts';

/** Every kind of value, for whoever prints what synth takes. */
export const valueKinds: readonly ValueRule[] = [
  ...[name, hostName, portName, environmentName, secretKey, jobName, databaseName, vaultPath, title, accountName],
  ...[port, userId, groupId, seconds, days, dueAfter, secretLength, keyBits, count, mtu, phase],
  ...[cpu, size, imageReference, containerPath, requestPath, urlPath, originUrl],
  ...[plainText, fileText, rulePattern, tokenPattern, reason],
  ...[ipv4, publicIpv4, publicIpv6, cidr, wireguardKey, dkimKey],
  ...[email, ovhServiceName, ovhProject, ovhRegion, ovhSubsidiary, gitlabId, gitlabPath, githubAccount],
  ...[repositoryUrl, branchName, modelName],
];

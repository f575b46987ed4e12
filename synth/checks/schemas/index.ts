import { topic } from '../../model/check.ts';
import autoDeployed from './auto-deployed.ts';
import blocks from './blocks.ts';
import constructs from './constructs.ts';
import doubles from './doubles.ts';
import facts from './facts.ts';
import labels from './labels.ts';
import machineFacts from './machine-facts.ts';
import machineNames from './machine-names.ts';
import machineRoles from './machine-roles.ts';
import manifests from './manifests.ts';
import names from './names.ts';
import orders from './orders.ts';
import overlaps from './overlaps.ts';
import ownerPlaceholders from './owner-placeholders.ts';
import phases from './phases.ts';
import portNames from './port-names.ts';
import repeated from './repeated.ts';
import routeRules from './route-rules.ts';
import wireguardKeys from './wireguard-keys.ts';
import words from './words.ts';

export default topic('what Kubernetes, a CRD, Terraform or a construct of ours does not take', [
  manifests,
  blocks,
  routeRules,
  words,
  names,
  labels,
  portNames,
  doubles,
  autoDeployed,
  constructs,
  phases,
  machineNames,
  machineRoles,
  machineFacts,
  facts,
  overlaps,
  orders,
  wireguardKeys,
  repeated,
  ownerPlaceholders,
]);

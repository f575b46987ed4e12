import { topic } from '../../model/check.ts';
import apiToken from './api-token.ts';
import capabilities from './capabilities.ts';
import hostFolders from './host-folders.ts';
import hostNamespaces from './host-namespaces.ts';
import hostPorts from './host-ports.ts';
import privilegeEscalation from './privilege-escalation.ts';
import privileged from './privileged.ts';
import probes from './probes.ts';
import reasons from './reasons.ts';
import resources from './resources.ts';
import rootFileSystem from './root-file-system.ts';
import rootUser from './root-user.ts';
import seccomp from './seccomp.ts';
import securityAdmission from './security-admission.ts';
import securityLevels from './security-levels.ts';
import securitySlack from './security-slack.ts';

export default topic('pods softer than the default without a written reason, namespaces that would not admit them', [
  rootUser,
  privileged,
  privilegeEscalation,
  capabilities,
  seccomp,
  rootFileSystem,
  hostNamespaces,
  hostFolders,
  hostPorts,
  apiToken,
  probes,
  resources,
  reasons,
  securityLevels,
  securityAdmission,
  securitySlack,
]);

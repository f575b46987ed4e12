import { HostSysctl } from '../../../../constructs/facts/claim.ts';
import check from '../../../../synth/checks/hosts/kernel-settings.ts';
import { lab, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';
import { told } from './told.ts';

const { refuses, takes } = twin(check);
const search = {
  add: ({ dev }: { dev: ConstructorParameters<typeof HostSysctl>[0] }) => {
    new HostSysctl(dev, 'maps', { machine: lab, key: 'vm.max_map_count', minimum: 524_288 });
  },
};

takes('a setting that is made', () => scratch(search));
refuses(
  'less than a service needs',
  () => told('ai-lab', ({ sysctls }) => ({ sysctls: { ...sysctls, 'vm.max_map_count': 65_530 } }), search),
  'ai-lab/maps: ai-lab is not told vm.max_map_count = 524288, got 65530',
);
refuses(
  "without one of kubelet's own",
  () =>
    told('core-prod', ({ sysctls }) => ({
      sysctls: Object.fromEntries(Object.entries(sysctls).filter(([key]) => key !== 'kernel.panic')),
    })),
  'hosts/core-prod: kubelet ends at once, with protect-kernel-defaults, unless kernel.panic is 10, got nothing',
);
refuses(
  "more than one of kubelet's own, which wants that and no other",
  () =>
    scratch({
      add: ({ dev }) =>
        new HostSysctl(dev, 'keys', { machine: lab, key: 'kernel.keys.root_maxkeys', minimum: 2_000_000 }),
    }),
  'hosts/ai-lab: kubelet ends at once, with protect-kernel-defaults, unless kernel.keys.root_maxkeys is 1000000, got 2000000',
);

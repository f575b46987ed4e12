import type { ChangeClass } from '../../change/change.ts';
import { autheliaPolicies } from './authelia.ts';
import { firewalls, plainHttp, published } from './doors.ts';
import { newlyReachable } from './reach.ts';

/** What somebody reaches who did not. */
export const exposure: ChangeClass = {
  name: 'exposure',
  title: 'Exposure',
  rules: [autheliaPolicies, plainHttp, published, firewalls],
  consequences: [newlyReachable],
};

import { topic } from '../../model/check.ts';
import alertAddress from './alert-address.ts';
import authorities from './authorities.ts';
import certificates from './certificates.ts';
import challengeRoutes from './challenge-routes.ts';
import families from './families.ts';
import foreignRecords from './foreign-records.ts';
import issuers from './issuers.ts';
import mailRecords from './mail-records.ts';
import mailRoutes from './mail-routes.ts';
import publishedKeys from './published-keys.ts';
import reportAddresses from './report-addresses.ts';
import reverseNames from './reverse-names.ts';

export default topic('mail without the records that its own stack wants, certificates that nobody renews', [
  mailRecords,
  mailRoutes,
  reverseNames,
  publishedKeys,
  foreignRecords,
  authorities,
  certificates,
  issuers,
  challengeRoutes,
  families,
  alertAddress,
  reportAddresses,
]);

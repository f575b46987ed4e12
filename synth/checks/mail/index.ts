import { topic } from '../../model/check.ts';
import authorities from './authorities.ts';
import certificates from './certificates.ts';
import issuers from './issuers.ts';
import mailRecords from './mail-records.ts';
import mailRoutes from './mail-routes.ts';

export default topic('mail without MX, SPF, DKIM, DMARC or autodiscover, certificates that nobody renews', [
  mailRecords,
  mailRoutes,
  authorities,
  certificates,
  issuers,
]);

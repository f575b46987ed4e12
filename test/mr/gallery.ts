import type { Construct } from 'constructs';
import { MariaDb } from '../../constructs/state/mariadb.ts';
import { forwardAuth } from '../../constructs/web/access.ts';
import type { BackupTierName } from '../../platform/types.ts';
import { Bench, plain } from '../support/bench.ts';

export interface GalleryProps {
  readonly host?: string;
  readonly backup?: BackupTierName;
  readonly node?: string;
}

/** What a merge request of the tests changes: a site with a database, pictures, and mail. */
export class Gallery extends Bench {
  constructor(scope: Construct, id: string, props: GalleryProps = {}) {
    const { host = 'gallery.harbour.example', backup = 'daily', node = 'quay' } = props;
    super(scope, id, { node });
    const mailbox = this.mailbox('harbour.example');
    const database = new MariaDb(this, 'database', { size: '2Gi', backup: 'daily' });
    const web = this.workload('web', {
      ...plain,
      entrypoint: ['serve.sh'],
      env: { PASSWORD: database.password, MAIL: mailbox.password, URL: `https://${host}` },
      volumes: { '/pictures': this.volume('pictures', { size: '20Gi', backup }) },
      reaches: [database, mailbox.submission],
    });
    this.expose(web, { host, access: forwardAuth({ groups: ['users'] }) });
  }
}

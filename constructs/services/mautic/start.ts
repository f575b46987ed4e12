import { fill, type Volume } from '../../index.ts';
import script from './start.sh';

/** Where uploaded themes are kept, in the container. */
const themes = '/var/www/html/uyoop-themes';

/**
 * Every folder that one role writes and another reads, or that has to outlive the pod, in every role. The rest of `media/` is
 * built with the image.
 */
export function shared(data: Volume) {
  return {
    '/var/www/html/config': data.at('config'),
    '/var/www/html/var/logs': data.at('logs'),
    '/var/www/html/var/import': data.at('import'),
    '/var/www/html/docroot/media/files': data.at('files'),
    '/var/www/html/docroot/media/images': data.at('images'),
    '/var/www/html/docroot/media/dashboards': data.at('dashboards'),
    [themes]: data.at('themes'),
  };
}

/** The image's own start, with our parameters where Mautic looks and its folders in order. */
export const start = {
  command: ['/bin/sh', '/uyoop/start.sh', '/entrypoint.sh'],
  file: fill(script, {
    parameters: '/uyoop/parameters.php',
    folders: `/var/www/html/var/import /var/www/html/docroot/media/dashboards ${themes}`,
    themes,
  }),
} as const;

import { forwardAuth } from '../../index.ts';

/**
 * What of viewimage.php needs no login, by Dolibarr's own word: the company's logo on payment pages, barcodes, files for everybody.
 * A word that is named twice, of which PHP reads the last, still meets Dolibarr's login, and no form reaches it.
 */
const pictures = [
  { modulepart: '^mycompany$', file: '^/?logos/' },
  { modulepart: '^(barcode|common|medias|userphotopublic)$' },
] as const;

/** The key of a shared link, and Dolibarr asks for no login as soon as there is one. */
const shared = { hashp: '^[A-Za-z0-9_.-]+$' } as const;

export const installed = {
  claimedBy: 'its first start, which installs with the password of `admin` that it is handed and locks the installer',
  firstRun: ['/install'],
} as const;

/** Who may see which part: customers pay and sign below /public, and those pages load from the rest of the house. */
export const access = forwardAuth({
  groups: ['accounting', 'admins'],
  except: [
    '/api/index.php',
    '/public',
    '/webservices',
    // A signature is sent there, with the key of the page that it was written on.
    '/core/ajax/onlineSign.php',
    // The picture of letters that public forms ask for.
    '/core/antispamimage.php',
  ],
  // It needs the database, and no login.
  watched: '/public/notice.php',
  openings: {
    files: {
      below: ['/includes', '/theme', '/core/js'],
      endings: [
        ...['css', 'js', 'css.php', 'js.php', 'map'],
        ...['png', 'gif', 'jpg', 'jpeg', 'svg', 'webp', 'ico', 'woff', 'woff2', 'ttf', 'eot'],
      ],
    },
    links: [
      { path: '/document.php', query: shared },
      { path: '/document.php', query: { modulepart: '^medias$' } },
      { path: '/viewimage.php', query: shared },
      ...pictures.map((query) => ({ path: '/viewimage.php', query })),
    ],
  },
  reason: 'the API has its own tokens, and customers open payment, signature and document links',
});

/*
 * Fields: published of the platform, owner.repository.private, .url and .group.
 * Allowed: projects other than the platform's own repository, unless that is public.
 */

import { factCheck } from '../../model/check.ts';

const cure = 'take it out of published, or make the repository public';

export default factCheck('a private repository among what is published at GitHub', ({ published, owner }) => {
  const { url, group, private: hidden } = owner.repository;
  return published
    .filter((project) => hidden && url.endsWith(`/${group}/${project}.git`))
    .map((project) => ({
      where: 'platform/uyoop.ts published',
      what: 'a private repository would appear at GitHub',
      got: `'${project}'`,
      cure,
    }));
});

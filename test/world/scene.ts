import type { Dice } from './dice.ts';
import type { Case, Kind, Verdict } from './kinds/kind.ts';
import type { Draft, VillageProps } from './village.ts';

/** What a model is made from: the whole platform with a change, or a village with a shop. */
export interface Scene extends Omit<VillageProps, 'shop'> {
  readonly shop?: VillageProps['shop'];
  /** A file of the repository's `sealed/`, changed. */
  readonly sealed?: { readonly file: string; readonly change: (text: string) => string };
  /** What its writer had in mind, where the written tree can be asked for it. */
  readonly meant?: Meaning;
}

export interface Meaning {
  /** Values of variables of the container `shop`. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Texts of files of the container `shop`, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Who may come to which part of a host. */
  readonly door?: Door;
}

export interface Door {
  readonly hosts: readonly string[];
  /** Parts behind the portal, as paths; none: the whole host is open. */
  readonly guarded: readonly string[];
  readonly except?: readonly string[];
  /** Nothing but these is served. */
  readonly only?: readonly string[];
  readonly groups: readonly string[];
  readonly level: string;
}

/** One small change of a healthy model. */
export interface Edit {
  readonly prop: string;
  readonly kind: string;
  readonly value: unknown;
  readonly verdict: Verdict;
  readonly why?: string;
  /** What a letter about it must name: one of these. */
  readonly place: string | readonly string[];
  /** What a letter must show as the value that was got; none: it is too large for a letter. */
  readonly got?: unknown;
  readonly scene: Scene;
}

/** A prop, the kind of its values, and how a value gets there. */
export interface Scope {
  readonly prop: string;
  /** Every edit that somebody thought of. */
  cases(dice: Dice): readonly Edit[];
  /** One more, by chance. */
  draw?(dice: Dice): Edit;
}

interface ScopeProps<T> {
  readonly prop: string;
  readonly place: Edit['place'];
  readonly kind: Kind<T>;
  /** Default: the value itself. */
  readonly got?: (value: T) => unknown;
  /** Only these of the kind's cases fit here. */
  readonly fits?: (one: Case<T>) => boolean;
  /** The phases in which the prop exists. Default: all. */
  readonly phases?: readonly (1 | 2 | 3)[];
  readonly scene: (value: T) => Scene;
}

export function scope<T>(props: ScopeProps<T>): Scope {
  const { prop, place, kind, got = (value) => value, fits = () => true, phases = [1, 2, 3], scene } = props;
  const edit = ({ value, verdict, why }: Case<T>, dice: Dice): Edit => ({
    prop,
    kind: kind.name,
    value,
    verdict,
    why,
    place,
    got: got(value),
    scene: { phase: dice.pick(phases), gitops: dice.pick(['flux', 'argocd']), ...scene(value) },
  });
  const { draw } = kind;
  return {
    prop,
    cases: (dice) => kind.cases.filter(fits).map((one) => edit(one, dice)),
    ...(draw && { draw: (dice: Dice) => edit(draw(dice), dice) }),
  };
}

/** A value of the shop. */
export function ofShop<T>(
  prop: string,
  kind: Kind<T>,
  shop: (value: T) => VillageProps['shop'],
  more: Partial<ScopeProps<T>> & { readonly meant?: (value: T) => Meaning } = {},
): Scope {
  const { meant, ...rest } = more;
  // What a value refuses by itself is refused when the shop is built, like the rest.
  const scene = (value: T): Scene => ({
    shop: (built, chart) => shop(value)(built, chart),
    ...(meant && { meant: meant(value) }),
  });
  return scope({ prop, place: 'plot/shop', kind, scene, ...rest });
}

/** A fact of the platform. */
export function ofPlatform<T>(
  prop: string,
  kind: Kind<T>,
  change: (draft: Draft, value: T) => void,
  more: Partial<ScopeProps<T>> = {},
): Scope {
  const scene = (value: T): Scene => ({ platform: (draft) => change(draft, value) });
  return scope({ prop, place: prop.replace(/^platform\./, ''), kind, scene, ...more });
}

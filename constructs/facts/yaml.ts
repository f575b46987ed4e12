import { stringify } from 'yaml';

/** YAML that readers of 1.1 and of 1.2 understand alike (`on`, `yes` and `y` are quoted), without folds and anchors. */
export function yamlText(value: unknown): string {
  return stringify(value, { compat: 'yaml-1.1', lineWidth: 0, aliasDuplicateObjects: false });
}
